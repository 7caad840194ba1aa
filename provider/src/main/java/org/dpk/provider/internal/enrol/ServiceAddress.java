package org.dpk.provider.internal.enrol;

/**
 * Where a service listens.
 *
 * @param host a name or an IP literal, without brackets
 * @param port 0 to 65535; 0 lets the system choose one, where something listens
 */
public record ServiceAddress(String host, int port) {

  /**
   * @throws IllegalArgumentException if the host is empty or no host, or the port out of range
   */
  public ServiceAddress {
    if (host.isEmpty() || host.length() > 255 || !host.chars().allMatch(ServiceAddress::isHost)) {
      throw new IllegalArgumentException(Printable.of(host) + " is no host");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
    }
  }

  /**
   * Reads {@code host:port} or {@code [address]:port}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static ServiceAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "write an IPv6 address in brackets, [::1]:8471, not " + Printable.of(text));
    }
    try {
      return new ServiceAddress(host, Integer.parseInt(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "write host:port, such as pkm.example:8471, not " + Printable.of(text), e);
    }
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  private static boolean isHost(int c) {
    return c == '.' || c == '-' || c == ':' || c == '_' || c == '%' || isAlphanumeric(c);
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
