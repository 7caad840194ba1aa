package org.dpk.provider.internal.beacon;

import java.net.URI;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * Where a beacon node serves the Beacon API. Path, query and user information of the address may
 * hold an access key: they are in no message.
 */
final class BeaconAddress {

  private final HttpUrl base;
  private final String displayed;

  private BeaconAddress(HttpUrl base, String displayed) {
    this.base = base;
    this.displayed = displayed;
  }

  /**
   * @throws IllegalArgumentException if it is neither http nor https
   */
  static BeaconAddress of(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    HttpUrl base = HttpUrl.parse(address.toString());
    if (base == null || address.getHost() == null) {
      throw new IllegalArgumentException("a beacon node's address is http://… or https://…");
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return new BeaconAddress(base, scheme + "://" + address.getHost() + port);
  }

  /**
   * Of a resource.
   *
   * @param path without a slash in front, behind the address's own
   */
  HttpUrl.Builder resource(String path) {
    return base.newBuilder().username("").password("").addPathSegments(path).fragment(null);
  }

  String user() {
    return base.username();
  }

  String password() {
    return base.password();
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return displayed;
  }
}
