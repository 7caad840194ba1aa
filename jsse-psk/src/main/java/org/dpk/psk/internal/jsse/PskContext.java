package org.dpk.psk.internal.jsse;

import java.lang.ref.WeakReference;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Invalidation;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.SharedPskCache;
import org.dpk.psk.internal.cache.AcceptedKeys;
import org.dpk.psk.internal.cache.ClientKeyCache;
import org.dpk.psk.internal.cache.ServerKeyCache;
import org.dpk.psk.internal.cache.SharedKeyCache;
import org.dpk.psk.internal.tls.FastRandom;
import org.jspecify.annotations.Nullable;

/** What the connections of one SSLContext share. Safe for use by several threads. */
final class PskContext {

  private final List<PskKeyManager> keyManagers;
  private final @Nullable PskAgreement agreement;
  private final @Nullable OrdinaryTls ordinary;
  private final EngineSettings settings;
  private final FastRandom random;
  private final PskSessionContext clientSessions;
  private final PskSessionContext serverSessions;
  private final ClientKeyCache clientKeys = new ClientKeyCache();
  private final AcceptedKeys serverKeys;
  private final OpenConnections connections = new OpenConnections();

  private PskContext(
      List<PskKeyManager> keyManagers,
      @Nullable PskAgreement agreement,
      @Nullable SharedPskCache shared,
      @Nullable OrdinaryTls ordinary,
      Defaults defaults,
      SecureRandom random) {
    this.keyManagers = List.copyOf(keyManagers);
    this.agreement = agreement;
    this.ordinary = ordinary;
    this.settings = new EngineSettings(defaults);
    this.random = new FastRandom(random);
    this.clientSessions = new PskSessionContext(null);
    this.serverSessions = new PskSessionContext(ordinary == null ? null : ordinary.sessions());
    this.serverKeys =
        shared == null || agreement == null
            ? new ServerKeyCache()
            : new SharedKeyCache(shared, agreement, this.random);
  }

  /**
   * Picks the key sources among key managers; with certificates beside them, a server serves
   * ordinary TLS, too.
   *
   * @param trustManagers for the certificates of clients of ordinary TLS
   * @throws KeyManagementException if there is none, more than one agreement, or a shared cache
   *     without an agreement
   */
  static PskContext of(
      KeyManager[] given,
      TrustManager @Nullable [] trustManagers,
      Defaults defaults,
      SecureRandom random)
      throws KeyManagementException {
    List<PskKeyManager> keyManagers = KeysInKeyStores.among(given);
    List<PskAgreement> agreements = among(given, PskAgreement.class);
    List<SharedPskCache> shared = among(given, SharedPskCache.class);
    if (keyManagers.isEmpty() && agreements.isEmpty()) {
      throw new KeyManagementException(
          "no pre-shared keys: give SSLContext.init a PskKeyManager (such as PskKeyManager.ofFile)"
              + " or a PskAgreement among the key managers");
    }
    if (agreements.size() > 1) {
      throw new KeyManagementException("more than one PskAgreement: give one");
    }
    if (shared.size() > 1 || !shared.isEmpty() && agreements.isEmpty()) {
      throw new KeyManagementException(
          "a SharedPskCache holds the keys of one PskAgreement: give one of each");
    }
    PskContext context =
        new PskContext(
            keyManagers,
            only(agreements),
            only(shared),
            OrdinaryTls.of(given, trustManagers, random),
            defaults,
            random);
    context.listen();
    return context;
  }

  private static <T> List<T> among(KeyManager[] given, Class<T> kind) {
    return Arrays.stream(given).filter(kind::isInstance).map(kind::cast).toList();
  }

  private static <T> @Nullable T only(List<T> atMostOne) {
    return atMostOne.isEmpty() ? null : atMostOne.get(0);
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

  /** Serves clients of ordinary TLS; null where the application gave no certificates. */
  @Nullable OrdinaryTls ordinary() {
    return ordinary;
  }

  EngineSettings newSettings() {
    return settings.copy();
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

  AcceptedKeys serverKeys() {
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
    dropKeys(peer.getName());
  }

  private void dropKeys(@Nullable String name) {
    clientKeys.drop(other -> name == null || other.getName().equals(name));
    serverKeys.forget(name);
  }

  private void invalidated(Invalidation event) {
    dropKeys(event.peer());
    if (event.closeSessions()) {
      connections.revoke(event.peer());
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
