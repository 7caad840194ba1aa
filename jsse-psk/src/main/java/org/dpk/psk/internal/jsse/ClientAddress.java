package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/** Where a server's client connects from. The DNS is never asked: a name is the client's to set. */
final class ClientAddress {

  private ClientAddress() {}

  /**
   * As the socket knows it, or as the application said.
   *
   * @param transport null where the engine is the application's to carry
   * @param peerHost what the application told the engine; null for nothing
   * @return null where it is not known
   */
  static @Nullable InetAddress of(@Nullable Transport transport, @Nullable String peerHost) {
    return transport == null ? ofLiteral(peerHost) : transport.remoteAddress();
  }

  private static @Nullable InetAddress ofLiteral(@Nullable String host) {
    if (host == null) {
      return null;
    }
    int zone = host.indexOf('%');
    String literal = zone < 0 ? host : host.substring(0, zone);
    try {
      return IPAddress.isValid(literal) ? InetAddress.getByName(literal) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
