package org.dpk.cli.internal.agree;

import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A host, and perhaps a port.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; -1 if none is named
 */
public record HostPort(String host, int port) {

  /**
   * Reads {@code host}, {@code host:port}, {@code [address]:port} or an IPv6 address.
   *
   * @throws Failure if it is none of these
   */
  public static HostPort parse(String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.lastIndexOf(':');
    boolean address = bracket < 0 && text.indexOf(':') != colon;
    String host = bracket > 0 ? text.substring(1, bracket) : text;
    String port = null;
    if (!address && colon > bracket) {
      host = bracket > 0 ? host : text.substring(0, colon);
      port = text.substring(colon + 1);
    }
    boolean unclear = address && !text.matches("[0-9A-Fa-f:.]+(%\\w+)?");
    if (host.isEmpty() || unclear || (bracket > 0 && colon > bracket + 1)) {
      throw unreadable(text);
    }
    return new HostPort(host, port(text, port));
  }

  private static int port(String text, @Nullable String port) {
    if (port == null) {
      return -1;
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 0xFFFF) {
      throw unreadable(text);
    }
    return Integer.parseInt(port);
  }

  private static Failure unreadable(String text) {
    return new Failure(
        ExitCode.USAGE, text + " is no address", "write host, host:port or [address]:port");
  }

  /** Its port, or this one. */
  public int portOr(int otherwise) {
    return port < 0 ? otherwise : port;
  }
}
