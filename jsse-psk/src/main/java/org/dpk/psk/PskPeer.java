package org.dpk.psk;

import java.util.Locale;
import java.util.Objects;

/**
 * The server that a client was asked to reach: the host as the application named it, and the port.
 *
 * <p>Immutable. Two spellings of a host that differ only in ASCII case or in a trailing dot are one
 * peer.
 *
 * @param host a domain name or an IP literal, without brackets; never empty
 * @param port 1 to 65535, or -1 where the application did not say
 */
public record PskPeer(String host, int port) {

  /**
   * What a key source is asked where the application has not said whom it wants to reach, such as
   * after {@code SSLContext.createSSLEngine()}: the host is {@code unknown.invalid} (RFC 2606 §2).
   */
  public static final PskPeer UNKNOWN = new PskPeer("unknown.invalid", -1);

  /**
   * @throws NullPointerException if {@code host} is null
   * @throws IllegalArgumentException if {@code host} is empty or {@code port} is out of range
   */
  public PskPeer {
    Objects.requireNonNull(host, "host");
    host = host.toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a peer needs a host");
    }
    if (port < -1 || port == 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
  }
}
