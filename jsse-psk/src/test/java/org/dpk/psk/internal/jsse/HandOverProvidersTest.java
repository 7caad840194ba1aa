package org.dpk.psk.internal.jsse;

import static org.dpk.psk.internal.jsse.BothWays.HOST;
import static org.dpk.psk.internal.jsse.BothWays.assertAlert;
import static org.dpk.psk.internal.jsse.BothWays.assertTalks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509KeyManager;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskSslContextSpi;
import org.dpk.psk.SyntheticIssuer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose engine goes on, with which certificates. */
class HandOverProvidersTest {

  @TempDir static Path folder;

  private static BothWays ways;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ways = BothWays.in(folder);
  }

  /** Is first in the list, has TLS, and makes it of this module. */
  private static final class FirstProvider extends Provider {
    private static final long serialVersionUID = 1L;

    FirstProvider() {
      super("First", "1", "TLS by a subclass of PskSslContextSpi");
      put("SSLContext.TLS", PskSslContextSpi.class.getName());
      put("SSLContext.Default", PskSslContextSpi.class.getName());
    }
  }

  @Test
  void aProviderOfThisModulesEngineDoesNotLeadBackToIt() throws Exception {
    Provider first = new FirstProvider();
    Provider own = new PskJsseProvider();
    Security.insertProviderAt(first, 1);
    Security.insertProviderAt(own, 1);
    try {
      EnginePair pair = ways.pair(ways.server(), "TLSv1.3").handshake();
      assertTalks(pair);
    } finally {
      Security.removeProvider(first.getName());
      Security.removeProvider(own.getName());
    }
  }

  @Test
  void syntheticCertificatesAreNoReasonToServeOrdinaryTls() throws Exception {
    EnginePair pair = ways.pair(ways.server("TLS-PSK", new Synthetic(), ways.servers), "TLSv1.3");
    EnginePair.Failure failure = pair.failingHandshake();
    assertTrue(
        failure.server().getMessage().contains("no keys for it"), failure.server().getMessage());
  }

  @Test
  void aSyntheticCertificateBesideARealOneIsNotShown() throws Exception {
    Synthetic hidden = new Synthetic();
    hidden.listed = false;
    EnginePair pair = ways.pair(ways.server("TLS-PSK", hidden, ways.servers), "TLSv1.3");
    assertAlert("handshake_failure", pair.failingHandshake().client());
    assertTrue(hidden.chosen, "it was asked, and overruled");
  }

  /** The JDK's key manager chooses by the key's type, and that is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aKeyStoreOfEachKindInOneKeyManagerServesBoth(String protocol) throws Exception {
    KeyStore keys = KeyStore.getInstance("PSK", new PskJsseProvider());
    String line = "alice:" + HexFormat.of().formatHex(Contexts.secret(1)) + "\n";
    keys.load(new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)), null);
    KeyStore.Builder ofKeys =
        KeyStore.Builder.newInstance(keys, new KeyStore.PasswordProtection(new char[0]));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(new KeyStoreBuilderParameters(List.of(ofKeys, ways.serverCertificate.builder())));
    SSLContext server = ways.server("TLS-PSK", factory.getKeyManagers());

    assertTalks(new EnginePair(Contexts.fixed(), server, HOST, 443).handshake());
    EnginePair ordinary = ways.pair(server, protocol);
    SSLParameters nameless = ordinary.client.engine.getSSLParameters();
    nameless.setServerNames(List.of()); // by a name the JDK would tell them apart
    ordinary.client.engine.setSSLParameters(nameless);
    assertTalks(ordinary.handshake());
    assertEquals(
        ways.serverCertificate.certificate(),
        ordinary.client.engine.getSession().getPeerCertificates()[0]);
  }

  /**
   * What is a key source itself may be anything else: its certificates are not the application's.
   */
  @Test
  void aKeySourceThatIsAnX509KeyManagerCountsAsAKeySourceOnly() throws Exception {
    X509KeyManager certificates = (X509KeyManager) ways.serverCertificate.keyManager();
    KeyManager both =
        (KeyManager)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PskAgreement.class, X509KeyManager.class},
                (proxy, method, arguments) ->
                    method.invoke(
                        method.getDeclaringClass() == PskAgreement.class
                            ? ways.servers
                            : certificates,
                        arguments));
    EnginePair pair = ways.pair(ways.server("TLS-PSK", both), "TLSv1.3");
    EnginePair.Failure failure = pair.failingHandshake();
    assertTrue(
        failure.server().getMessage().contains("no keys for it"), failure.server().getMessage());
  }

  @Test
  void theSessionsOfBothAreInOneContext() throws Exception {
    SSLContext server = ways.server();
    SSLSessionContext sessions = server.getServerSessionContext();
    sessions.setSessionTimeout(1234);
    sessions.setSessionCacheSize(99);
    EnginePair fixed = new EnginePair(Contexts.fixed(), server, HOST, 443).handshake();
    EnginePair ordinary = ways.pair(server, "TLSv1.2").handshake();

    SSLSession session = ordinary.server.engine.getSession();
    assertEquals(1234, session.getSessionContext().getSessionTimeout());
    assertEquals(99, session.getSessionContext().getSessionCacheSize());
    byte[] id = fixed.server.engine.getSession().getId();
    assertSame(fixed.server.engine.getSession(), sessions.getSession(id));
  }

  /** As a key store of agreed keys gives it to the JDK's own factory of key managers. */
  private static final class Synthetic implements X509KeyManager {
    private final X509Certificate certificate;
    private final PrivateKey key;
    boolean listed = true;
    volatile boolean chosen;

    Synthetic() throws Exception {
      KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
      Instant now = Instant.now();
      key = pair.getPrivate();
      certificate =
          SyntheticIssuer.ofThisProcess()
              .issue(
                  HOST,
                  SyntheticIssuer.SanType.DNS,
                  HOST,
                  pair.getPublic().getEncoded(),
                  now.minus(Duration.ofHours(1)),
                  now.plus(Duration.ofHours(1)),
                  Map.of());
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return listed && keyType.equals("EC") ? new String[] {"own"} : null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      chosen = true;
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
