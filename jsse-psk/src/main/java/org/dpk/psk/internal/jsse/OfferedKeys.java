package org.dpk.psk.internal.jsse;

import java.util.EnumSet;
import java.util.Set;
import org.dpk.psk.internal.preface.ClientHello;
import org.dpk.psk.internal.tls.Protocol;

/** Tells a client that has a pre-shared key from one that speaks ordinary TLS, by its hello. */
final class OfferedKeys {

  private OfferedKeys() {}

  /**
   * In which protocols a client may mean a key that exists already; empty for ordinary TLS.
   *
   * <p>The answer must not hang on the identities that are known here: whoever saw one of them
   * served by a certificate, and another one not, would know them as well (RFC 8446 §E.6).
   */
  static Set<Protocol> protocols(ClientHello hello, HandshakeScope scope) {
    Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);
    if (scope.context().keyManagers().isEmpty()) {
      return protocols;
    }
    boolean certificates = scope.ordinary() != null;
    if (hello.offersTls13() && offersTls13Key(hello, certificates)) {
      protocols.add(Protocol.TLS_1_3);
    }
    if (hello.offersTls12() && (!certificates || offersTls12Suite(hello, scope))) {
      protocols.add(Protocol.TLS_1_2);
    }
    protocols.retainAll(scope.settings().protocols());
    return protocols;
  }

  /** Sessions of ordinary TLS are resumed by pre_shared_key, too. */
  private static boolean offersTls13Key(ClientHello hello, boolean certificates) {
    return certificates ? hello.offersExternalKey() : hello.offersPreSharedKey();
  }

  /** In TLS 1.2 the client names its key later: only its cipher suites say that it has one. */
  private static boolean offersTls12Suite(ClientHello hello, HandshakeScope scope) {
    return scope.settings().suites().stream()
        .filter(suite -> suite.protocol() == Protocol.TLS_1_2)
        .anyMatch(suite -> hello.offersSuite(suite.code()));
  }
}
