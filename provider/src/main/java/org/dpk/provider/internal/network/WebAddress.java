package org.dpk.provider.internal.network;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Addresses of web servers as people write them. */
final class WebAddress {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private WebAddress() {}

  /**
   * @throws IllegalArgumentException if it is not http or https, or names no host
   */
  static URI parse(String text) {
    URI address = URI.create(text);
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || address.getHost() == null) {
      throw new IllegalArgumentException("it is not http://host… or https://host…");
    }
    return address;
  }
}
