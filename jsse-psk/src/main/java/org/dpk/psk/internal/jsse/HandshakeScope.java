package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import org.dpk.psk.PskPeer;
import org.dpk.psk.internal.tls.Negotiated;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake works with.
 *
 * @param context of the SSLContext
 * @param settings as they were when the handshake began
 * @param server client side: what the application asked for; null where it did not say
 * @param client server side: where the client connects from; null where that is not known
 * @param selector server side: the application's own choice of ALPN; null for none
 * @param ordinary server side: makes an engine for a client of ordinary TLS; null where there are
 *     no certificates
 * @param progress told how far the handshake has come
 */
record HandshakeScope(
    PskContext context,
    EngineSettings settings,
    @Nullable PskPeer server,
    @Nullable InetAddress client,
    @Nullable Function<List<String>, @Nullable String> selector,
    @Nullable Supplier<SSLEngine> ordinary,
    Progress progress) {

  /** Told how far a handshake has come; maybe in a delegated task. */
  interface Progress extends Negotiated {

    /** Server side: the names that the client asks for. */
    void requested(List<SNIServerName> names);
  }

  /** Client side: what goes into server_name. */
  @Nullable String serverName() {
    List<SNIServerName> names = settings.serverNames();
    if (names != null) {
      return ServerNames.first(names);
    }
    return server == null ? null : ServerNames.ofHost(server.host());
  }

  TlsSettings tls(Set<Protocol> protocols, boolean agreementMark) {
    return new TlsSettings(
        protocols,
        settings.suites(),
        settings.groups(),
        settings.localOrder(),
        serverName(),
        settings.applicationProtocols(),
        agreementMark);
  }
}
