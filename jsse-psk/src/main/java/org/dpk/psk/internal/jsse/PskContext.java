package org.dpk.psk.internal.jsse;

import java.lang.ref.WeakReference;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Invalidation;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.cache.ClientKeyCache;
import org.dpk.psk.internal.cache.ServerKeyCache;
import org.dpk.psk.internal.tls.FastRandom;
import org.dpk.psk.internal.tls.Protocol;
import org.jspecify.annotations.Nullable;

/** What the connections of one SSLContext share. Safe for use by several threads. */
final class PskContext {

  private final List<PskKeyManager> keyManagers;
  private final @Nullable PskAgreement agreement;
  private final Set<Protocol> defaultProtocols;
  private final FastRandom random;
  private final PskSessionContext clientSessions;
  private final PskSessionContext serverSessions;
  private final ClientKeyCache clientKeys = new ClientKeyCache();
  private final ServerKeyCache serverKeys = new ServerKeyCache();
  private final OpenConnections connections = new OpenConnections();

  private PskContext(
      List<PskKeyManager> keyManagers,
      @Nullable PskAgreement agreement,
      Set<Protocol> defaultProtocols,
      SecureRandom random) {
    this.keyManagers = List.copyOf(keyManagers);
    this.agreement = agreement;
    this.defaultProtocols = Set.copyOf(defaultProtocols);
    this.random = new FastRandom(random);
    this.clientSessions = new PskSessionContext(this.random);
    this.serverSessions = new PskSessionContext(this.random);
  }

  /**
   * Picks the key sources among key managers; others are for certificates and do not count.
   *
   * @throws KeyManagementException if there is none, or more than one agreement
   */
  static PskContext of(
      KeyManager @Nullable [] given, Set<Protocol> defaultProtocols, SecureRandom random)
      throws KeyManagementException {
    List<PskKeyManager> keyManagers = new ArrayList<>();
    List<PskAgreement> agreements = new ArrayList<>();
    for (KeyManager one : given == null ? new KeyManager[0] : given) {
      if (one instanceof PskKeyManager keys) {
        keyManagers.add(keys);
      }
      if (one instanceof PskAgreement agreement) {
        agreements.add(agreement);
      }
    }
    if (keyManagers.isEmpty() && agreements.isEmpty()) {
      throw new KeyManagementException(
          "no pre-shared keys: give SSLContext.init a PskKeyManager (such as PskKeyManager.ofFile)"
              + " or a PskAgreement among the key managers");
    }
    if (agreements.size() > 1) {
      throw new KeyManagementException("more than one PskAgreement: give one");
    }
    PskContext context =
        new PskContext(
            keyManagers, agreements.isEmpty() ? null : agreements.get(0), defaultProtocols, random);
    context.listen();
    return context;
  }

  /** Weakly, so that an agreement that lives on does not keep a forgotten context. */
  private void listen() {
    if (agreement != null) {
      new Listening(this).start(agreement);
    }
  }

  List<PskKeyManager> keyManagers() {
    return keyManagers;
  }

  @Nullable PskAgreement agreement() {
    return agreement;
  }

  EngineSettings newSettings() {
    return new EngineSettings(defaultProtocols);
  }

  FastRandom random() {
    return random;
  }

  PskSessionContext sessions(boolean client) {
    return client ? clientSessions : serverSessions;
  }

  ClientKeyCache clientKeys() {
    return clientKeys;
  }

  ServerKeyCache serverKeys() {
    return serverKeys;
  }

  OpenConnections connections() {
    return connections;
  }

  Duration handshakeTimeout() {
    return HandshakeTimeout.ofSystem();
  }

  /** Forgets the keys of a peer, on both sides. */
  void dropKeys(PskPrincipal peer) {
    dropKeys((PskPrincipal other) -> other.getName().equals(peer.getName()));
  }

  private void dropKeys(Predicate<PskPrincipal> which) {
    clientKeys.drop(which);
    serverKeys.drop(which);
  }

  private void invalidated(Invalidation event) {
    String name = event.peer();
    dropKeys((PskPrincipal other) -> name == null || other.getName().equals(name));
    if (event.closeSessions()) {
      connections.revoke(name);
    }
  }

  private static final class Listening {
    private final WeakReference<PskContext> context;
    private volatile @Nullable AutoCloseable registration;

    Listening(PskContext context) {
      this.context = new WeakReference<>(context);
    }

    void start(PskAgreement agreement) {
      registration = agreement.onInvalidated(this::report);
    }

    private void report(Invalidation event) {
      PskContext live = context.get();
      if (live != null) {
        live.invalidated(event);
      } else {
        end();
      }
    }

    private void end() {
      AutoCloseable open = registration;
      if (open == null) {
        return;
      }
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException("the agreement does not end its reports", e);
      }
    }
  }
}
