package org.dpk.provider.internal.jsse;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.dpk.provider.internal.jsse.HttpsIT.allMessages;
import static org.dpk.provider.internal.trust.TestCertificates.dns;
import static org.dpk.provider.internal.trust.TestCertificates.uri;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.DpkTrustParameters;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.trust.TestCertificates;
import org.dpk.provider.internal.trust.TestCertificates.Credential;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's own mutual TLS, its certificates checked against a real chain. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TrustManagerIT {

  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:localhost");

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private static TestCertificates authority;
  private static KeyStore server;
  private Properties before;

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    authority = new TestCertificates();
    server = load(identities.admit(SERVER));
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  @BeforeEach
  void keepProperties() {
    before = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("DPK");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static KeyStore newClient(DpkIdentity identity) throws Exception {
    return load(identities.admit(identity));
  }

  private static TrustManagerFactory trust(KeyStore store) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("DPK");
    factory.init(store);
    return factory;
  }

  private static TrustManagerFactory doubleCheck(KeyStore store) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("DPK");
    factory.init(DpkTrustParameters.of(store).and(authority.pkix()));
    return factory;
  }

  /** A certificate as its owner makes it, with the key of its identity. */
  private static Credential selfSigned(KeyStore own, String subject, GeneralName name)
      throws Exception {
    String alias = own.aliases().nextElement();
    PrivateKey key = (PrivateKey) own.getKey(alias, PASSWORD);
    return TestCertificates.selfSigned(
        own.getCertificate(alias).getPublicKey(), key, subject, name);
  }

  private static Credential issued(KeyStore own, GeneralName name) throws Exception {
    String alias = own.aliases().nextElement();
    PrivateKey key = (PrivateKey) own.getKey(alias, PASSWORD);
    return authority.issue(
        own.getCertificate(alias).getPublicKey(), key, "CN=from the authority", name);
  }

  private static GeneralName urn(DpkIdentity identity) {
    return uri("urn:uuid:" + identity.name());
  }

  private static SSLContext tls(Credential own, TrustManagerFactory trust) throws Exception {
    return TestCertificates.tls(own, trust.getTrustManagers()[0]);
  }

  private static SSLContext tlsOf(KeyStore own, String algorithm) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(algorithm, "SunJSSE");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys.getKeyManagers(), trust(own).getTrustManagers(), null);
    return context;
  }

  /** The two sessions, or what the end says that refused. */
  private record Met(SSLSession client, SSLSession server) {}

  private static Met meet(SSLContext client, SSLContext server) throws Exception {
    return meet(client, server, "TLSv1.3");
  }

  private static Met meet(SSLContext client, SSLContext server, String protocol) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      listener.setNeedClientAuth(true);
      CompletableFuture<SSLSession> accepted =
          CompletableFuture.supplyAsync(() -> answer(listener));
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("localhost", listener.getLocalPort())) {
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        // in TLS 1.3 the server may refuse after the client is done (RFC 8446 §4.4.2.4)
        assertEquals('!', socket.getInputStream().read());
        return new Met(socket.getSession(), accepted.get(30, TimeUnit.SECONDS));
      } catch (SSLException e) {
        throw refusal(accepted, e);
      }
    }
  }

  private static SSLSession answer(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      socket.getOutputStream().write('!');
      return socket.getSession();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end that sent the alert knows why. */
  private static Exception refusal(CompletableFuture<SSLSession> server, SSLException client)
      throws Exception {
    if (reason(client, CertificateException.class) != null) {
      return client;
    }
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> server.get(30, TimeUnit.SECONDS));
    e.addSuppressed(client);
    return e;
  }

  private static <T> T reason(Throwable failure, Class<T> kind) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return kind.cast(t);
      }
    }
    return null;
  }

  private static <T> T assertRefused(Class<T> kind, SSLContext client, SSLContext server) {
    Exception e = assertThrows(Exception.class, () -> meet(client, server));
    return assertInstanceOf(kind, reason(e, kind), allMessages(e));
  }

  @Test
  void selfSignedCertificatesOfAdmittedKeysAreTrustedBothWays() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    KeyStore client = newClient(identity);
    Met met =
        meet(
            tls(selfSigned(client, "CN=" + identity.name(), urn(identity)), trust(client)),
            tls(selfSigned(server, "CN=localhost", dns("localhost")), trust(server)));
    assertEquals("CN=localhost", met.client().getPeerPrincipal().getName());
    assertEquals("CN=" + identity.name(), met.server().getPeerPrincipal().getName());
  }

  /** The JDK's own key manager factories make of a DPK key store what they make of any other. */
  @ParameterizedTest
  @CsvSource({"SunX509,TLSv1.3", "NewSunX509,TLSv1.3", "PKIX,TLSv1.3", "SunX509,TLSv1.2"})
  void theFactoriesOfTheJdkTakeADpkKeyStore(String algorithm, String protocol) throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    Met met = meet(tlsOf(newClient(identity), algorithm), tlsOf(server, algorithm), protocol);
    assertEquals(protocol, met.client().getProtocol());
    assertEquals("CN=" + identity, met.server().getPeerPrincipal().getName());
    X509Certificate seen = (X509Certificate) met.client().getPeerCertificates()[0];
    assertEquals(server.getCertificate("dns:localhost"), seen);
  }

  @Test
  void httpsUrlConnectionWithItsDefaultVerifier() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = tlsOf(newClient(identity), "PKIX");
    try (HelloServer hello = new HelloServer(wantingCertificates())) {
      HttpsURLConnection connection = (HttpsURLConnection) hello.uri().toURL().openConnection();
      connection.setSSLSocketFactory(client.getSocketFactory());
      try (InputStream in = connection.getInputStream()) {
        assertEquals("hello CN=" + identity, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void httpClientWithItsDefaultVerifier() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = tlsOf(newClient(identity), "PKIX");
    try (HelloServer hello = new HelloServer(wantingCertificates())) {
      assertEquals("hello CN=" + identity, get(client, hello.uri()));
      URI byAddress = URI.create("https://127.0.0.1:" + hello.port() + "/");
      IOException e = assertThrows(IOException.class, () -> get(client, byAddress));
      assertTrue(allMessages(e).contains("ip:127.0.0.1 was asked for"), allMessages(e));
    }
  }

  private static String get(SSLContext client, URI uri) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(client)
        .build()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static HttpsConfigurator wantingCertificates() throws Exception {
    return new HttpsConfigurator(tlsOf(server, "PKIX")) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
        wanted.setNeedClientAuth(true);
        parameters.setSSLParameters(wanted);
      }
    };
  }

  @Test
  void aRevokedClientIsRefusedFromThenOn() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    Credential own = selfSigned(newClient(identity), "", urn(identity));
    SSLContext answering = tls(selfSigned(server, "CN=localhost", dns("localhost")), trust(server));
    meet(tls(own, trust(server)), answering);
    identities.revoke(identity);
    // a context of its own each time: nothing is resumed
    awaitRefusal(own, answering);
  }

  private static void awaitRefusal(Credential own, SSLContext answering) throws Exception {
    long deadline = System.nanoTime() + RegistryFixture.PATIENCE.toNanos();
    while (true) {
      try {
        meet(tls(own, trust(server)), answering);
        assertTrue(System.nanoTime() < deadline, "the revocation was not seen in time");
      } catch (ExecutionException e) {
        assertInstanceOf(
            DpkHandshakeException.IdentityRevoked.class,
            reason(e, DpkHandshakeException.class),
            allMessages(e));
        return;
      }
    }
  }

  @Test
  void aRevokedServerIsRefused() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    KeyStore revoked = load(identities.admit(identity));
    identities.revoke(identity);
    System.setProperty(DpkProvider.PEERS_PROPERTY, "localhost=" + identity);
    KeyStore client = newClient(RegistryFixture.newIdentity());
    assertRefused(
        DpkHandshakeException.IdentityRevoked.class,
        tlsOf(client, "PKIX"),
        tls(selfSigned(revoked, "", urn(identity)), trust(server)));
  }

  @Test
  void aStrangerIsRefused() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    KeyStore stranger = load(identities.pretend(identity));
    DpkHandshakeException e =
        assertRefused(
            DpkHandshakeException.IdentityUnknown.class,
            tlsOf(stranger, "SunX509"),
            tlsOf(server, "SunX509"));
    assertEquals(identity, e.identity().orElseThrow());
  }

  @Test
  void aKeyThatAnAuthorityVouchesForIsRefusedIfItIsNotTheOneOnChain() throws Exception {
    KeyStore client = newClient(RegistryFixture.newIdentity());
    KeyStore thief = load(identities.pretend(SERVER));
    assertRefused(
        DpkHandshakeException.NotAuthentic.class,
        tls(issued(client, urn(identityOf(client))), doubleCheck(client)),
        tls(issued(thief, dns("localhost")), trust(server)));
  }

  @Test
  void theDoubleCheckWantsBoth() throws Exception {
    KeyStore client = newClient(RegistryFixture.newIdentity());
    Credential vouched = issued(client, urn(identityOf(client)));
    SSLContext both = tls(issued(server, dns("localhost")), doubleCheck(server));
    meet(tls(vouched, doubleCheck(client)), both);
    Credential onChainOnly = selfSigned(server, "CN=localhost", dns("localhost"));
    assertPkixRefuses(tls(vouched, doubleCheck(client)), tls(onChainOnly, doubleCheck(server)));
    meet(tlsOf(client, "PKIX"), tls(onChainOnly, trust(server)));
  }

  private static void assertPkixRefuses(SSLContext client, SSLContext server) {
    SSLException e = assertThrows(SSLException.class, () -> meet(client, server));
    assertTrue(allMessages(e).contains("PKIX path building failed"), allMessages(e));
  }

  private static DpkIdentity identityOf(KeyStore store) throws Exception {
    return DpkIdentity.parse(store.aliases().nextElement());
  }

  @Test
  void aTrustStoreOfAnotherTypeMeansTheDoubleCheckToo() throws Exception {
    registryByProperties();
    KeyStore client = newClient(RegistryFixture.newIdentity());
    Credential vouched = issued(client, urn(identityOf(client)));
    TrustManagerFactory both = trust(authority.trusted());
    SSLContext answering = tls(issued(server, dns("localhost")), both);
    meet(tls(vouched, both), answering);
    assertPkixRefuses(
        tls(vouched, both), tls(selfSigned(server, "CN=localhost", dns("localhost")), both));
    KeyStore thief = load(identities.pretend(SERVER));
    assertRefused(
        DpkHandshakeException.NotAuthentic.class,
        tls(vouched, both),
        tls(issued(thief, dns("localhost")), both));
  }

  @Test
  void propertiesAloneNameTheRegistry() throws Exception {
    registryByProperties();
    KeyStore client = newClient(RegistryFixture.newIdentity());
    Credential own = selfSigned(client, "", urn(identityOf(client)));
    TrustManagerFactory bySettings = trust(null);
    meet(
        tls(own, bySettings),
        tls(selfSigned(server, "CN=localhost", dns("localhost")), bySettings));
  }

  private static void registryByProperties() {
    System.setProperty(
        DpkProvider.CHAIN_PROPERTY, Long.toString(identities.chain().id().chainId()));
    System.setProperty(
        DpkProvider.REGISTRY_PROPERTY, identities.chain().id().contract().toString());
    System.setProperty(DpkProvider.NODES_PROPERTY, identities.chain().devnet().uri().toString());
  }

  @Test
  void aNodeThatIsGoneIsNoTrust() throws Exception {
    KeyStore client = newClient(RegistryFixture.newIdentity());
    System.setProperty(DpkProvider.NODES_PROPERTY, "http://127.0.0.1:1/");
    KeyStore astray = load(identities.pretend(RegistryFixture.newIdentity()));
    assertRefused(
        DpkHandshakeException.LookupUnavailable.class,
        tls(selfSigned(client, "", urn(identityOf(client))), trust(astray)),
        tlsOf(server, "PKIX"));
  }
}
