package org.dpk.provider.internal.trust;

import static org.dpk.provider.internal.trust.TestCertificates.dns;
import static org.dpk.provider.internal.trust.TestCertificates.ip;
import static org.dpk.provider.internal.trust.TestCertificates.uri;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.agreement.MapRegistry;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.trust.TestCertificates.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own TLS where certificates count only if their keys are on chain. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DpkTrustManagerTest {

  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:gw.example");
  private static final DpkIdentity CLIENT =
      DpkIdentity.parse("uuid:0190b1d2-0000-7000-8000-000000000001");
  private static final String CLIENT_URN = "urn:uuid:" + CLIENT.name();
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final MapRegistry chain = new MapRegistry();
  private final SuiteKeyPair serverKeys = newKeys();
  private final SuiteKeyPair clientKeys = newKeys();
  private final SuiteKeyPair otherKeys = newKeys();

  private static SuiteKeyPair newKeys() {
    return SuiteKeyPair.generate(Suite.NSL_X25519, IdentityFixture.RANDOM);
  }

  @BeforeEach
  void bothAreAdmitted() {
    admit(SERVER, 1, serverKeys);
    admit(CLIENT, 1, clientKeys);
  }

  @AfterEach
  void erase() {
    serverKeys.close();
    clientKeys.close();
    otherKeys.close();
  }

  private void admit(DpkIdentity identity, long version, SuiteKeyPair keys) {
    chain.put(EncodedRecord.of(IdentityFixture.record(identity, version, keys)));
  }

  private DpkTrustManager trust() {
    return new DpkTrustManager(chain, DEADLINE, HostIdentity.byName(), null);
  }

  private DpkTrustManager both(X509TrustManager pkix) {
    return new DpkTrustManager(chain, DEADLINE, HostIdentity.byName(), pkix);
  }

  private static Credential selfSigned(SuiteKeyPair keys, String subject, GeneralName... names)
      throws Exception {
    return TestCertificates.selfSigned(publicKey(keys), keys.certifiedKey(), subject, names);
  }

  private Credential serverCredential() throws Exception {
    return selfSigned(serverKeys, "CN=gw.example", dns("gw.example"));
  }

  private Credential clientCredential() throws Exception {
    return selfSigned(clientKeys, "", uri(CLIENT_URN));
  }

  private TlsEngines handshake(
      Credential server, Credential client, DpkTrustManager trust, String host) throws Exception {
    TlsEngines engines =
        new TlsEngines(
            TestCertificates.tls(client, trust), TestCertificates.tls(server, trust), host);
    engines.handshake();
    return engines;
  }

  /** What the client says of a server. */
  private String refusedServer(Credential server, DpkTrustManager trust, String host) {
    TlsEngines.Refused e =
        assertThrows(
            TlsEngines.Refused.class, () -> handshake(server, clientCredential(), trust, host));
    assertEquals("client", e.end(), e::toString);
    return certificateException(e).getMessage();
  }

  private static CertificateException certificateException(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException certificate) {
        return certificate;
      }
    }
    throw new AssertionError("refused for another reason", failure);
  }

  /** What a server says of a client; the reason is the cause. */
  private CertificateException refusedClient(Credential client, DpkTrustManager trust) {
    return assertThrows(
        CertificateException.class,
        () -> trust.checkClientTrusted(client.chain(), "UNKNOWN", (SSLEngine) null));
  }

  private static void assertSays(String part, CertificateException e) {
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  // --- who is trusted -------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void keysOnChainAreTrustedBothWays(String protocol) throws Exception {
    TlsEngines engines =
        new TlsEngines(
            TestCertificates.tls(clientCredential(), trust()),
            TestCertificates.tls(serverCredential(), trust()),
            "gw.example");
    engines.client().setEnabledProtocols(new String[] {protocol});
    engines.handshake();
    assertEquals(protocol, engines.client().getSession().getProtocol());
    assertArrayEquals(
        clientCredential().chain()[0].getPublicKey().getEncoded(),
        engines.server().getSession().getPeerCertificates()[0].getPublicKey().getEncoded());
    assertTrue(chain.asked.containsAll(List.of(SERVER.toString(), CLIENT.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CN=gw.example", "CN=GW.Example.", "CN=dns:gw.example", ""})
  void theSubjectMayBeEmptyOrTheIdentityInAnySpelling(String subject) throws Exception {
    Credential server = selfSigned(serverKeys, subject, dns("GW.example"));
    assertDoesNotThrow(() -> handshake(server, clientCredential(), trust(), "gw.EXAMPLE."));
  }

  @Test
  void addressesAreIdentitiesToo() throws Exception {
    admit(DpkIdentity.parse("ip:2001:db8::1"), 1, otherKeys);
    Credential server = selfSigned(otherKeys, "CN=2001:db8::1", ip("2001:db8:0::1"));
    assertDoesNotThrow(() -> handshake(server, clientCredential(), trust(), "2001:db8::1"));
  }

  @Test
  void aHostStandsForWhatIsConfigured() throws Exception {
    DpkIdentity printer = DpkIdentity.parse("uuid:0190b1d2-0000-7000-8000-000000000002");
    admit(printer, 1, otherKeys);
    Credential server = selfSigned(otherKeys, "", uri("urn:uuid:" + printer.name()));
    HostIdentity hosts = HostIdentity.of(Map.of("printer.local", printer));
    DpkTrustManager mapped = new DpkTrustManager(chain, DEADLINE, hosts, null);
    assertDoesNotThrow(() -> handshake(server, clientCredential(), mapped, "printer.local"));
    String message = refusedServer(server, trust(), "printer.local");
    assertTrue(message.contains("dns:printer.local was asked for"), message);
  }

  @Test
  void theServerNameThatTheApplicationSetIsAskedForToo() throws Exception {
    SSLContext client = TestCertificates.tls(clientCredential(), trust());
    SSLEngine engine = client.createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("gw.example")));
    engine.setSSLParameters(parameters);
    new TlsEngines(engine, TestCertificates.tls(serverCredential(), trust())).handshake();
  }

  // --- who is not, at the client --------------------------------------------------------------

  @Test
  void anotherKeyIsRefusedWhateverTheCertificateSays() throws Exception {
    Credential forged = selfSigned(otherKeys, "CN=gw.example", dns("gw.example"));
    String message = refusedServer(forged, trust(), "gw.example");
    assertTrue(message.contains("not the one on chain for dns:gw.example (version 1"), message);
  }

  @Test
  void anotherNameIsRefusedThoughItsKeyIsOnChain() throws Exception {
    admit(DpkIdentity.parse("dns:evil.example"), 1, otherKeys);
    Credential other = selfSigned(otherKeys, "CN=evil.example", dns("evil.example"));
    String message = refusedServer(other, trust(), "gw.example");
    assertTrue(message.contains("of dns:evil.example, but dns:gw.example was"), message);
    Credential borrowed = selfSigned(otherKeys, "CN=gw.example", dns("gw.example"));
    refusedServer(borrowed, trust(), "gw.example");
  }

  @Test
  void aWildcardIsRefused() throws Exception {
    String alone =
        refusedServer(
            selfSigned(serverKeys, "CN=gw.example", dns("*.example")), trust(), "gw.example");
    assertTrue(alone.contains("'*.example'"), alone);
    refusedServer(selfSigned(serverKeys, "", dns("*.example")), trust(), "gw.example");
    String beside =
        refusedServer(
            selfSigned(serverKeys, "", dns("gw.example"), dns("*.example")), trust(), "gw.example");
    assertTrue(beside.contains("one identity only"), beside);
  }

  /** HTTP/2 clients reuse a connection for every name in the certificate (RFC 9113 §9.1.1). */
  @Test
  void aSecondNameIsRefusedSinceNobodyProvedIt() throws Exception {
    Credential coalescing =
        selfSigned(serverKeys, "CN=gw.example", dns("gw.example"), dns("bank.example"));
    String message = refusedServer(coalescing, trust(), "gw.example");
    assertTrue(message.contains("dns:bank.example"), message);
  }

  @Test
  void aSubjectThatSaysMoreIsRefused() throws Exception {
    for (String subject : List.of("CN=admin", "CN=gw.example,O=Bank", "O=Bank", "CN=a+CN=b")) {
      Credential server = selfSigned(serverKeys, subject, dns("gw.example"));
      String message = refusedServer(server, trust(), "gw.example");
      assertTrue(message.contains("one identity only"), message);
    }
  }

  @Test
  void aCommonNameAloneIsNoIdentity() throws Exception {
    refusedServer(selfSigned(serverKeys, "CN=gw.example"), trust(), "gw.example");
  }

  @Test
  void anEngineWithoutHostTrustsNobody() {
    String message =
        assertThrows(
                TlsEngines.Refused.class,
                () -> handshake(serverCredential(), clientCredential(), trust(), null))
            .getCause()
            .getMessage();
    assertTrue(message.contains("no identity was asked for"), message);
    assertTrue(message.contains("createSSLEngine(host, port)"), message);
  }

  @Test
  void aHostThatNamesNoIdentityIsRefused() throws Exception {
    String message = refusedServer(serverCredential(), trust(), "127.1");
    assertTrue(message.contains("the host names no identity"), message);
  }

  // --- who is not, at the server --------------------------------------------------------------

  @Test
  void aClientHasToNameExactlyOneIdentity() throws Exception {
    assertSays("has to name one identity", refusedClient(selfSigned(clientKeys, "CN=x"), trust()));
    assertSays(
        "has to name one identity",
        refusedClient(selfSigned(clientKeys, "", uri(CLIENT_URN), dns("gw.example")), trust()));
    assertSays(
        "one identity only",
        refusedClient(selfSigned(clientKeys, "CN=admin", uri(CLIENT_URN)), trust()));
    assertSays(
        "one identity only",
        refusedClient(
            selfSigned(clientKeys, "", uri(CLIENT_URN), uri("https://admin.example/")), trust()));
  }

  @Test
  void namesAreShownOnOneLineAndBounded() throws Exception {
    String subject = "CN=\u001b[2J" + "y".repeat(500);
    CertificateException e =
        refusedClient(selfSigned(clientKeys, subject, uri(CLIENT_URN)), trust());
    assertTrue(e.getMessage().length() < 400, e.getMessage());
    assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
  }

  @Test
  void eachReasonHasItsMessageAndItsCause() throws Exception {
    Credential client = clientCredential();
    chain.cached.remove(CLIENT);
    chain.chain.remove(CLIENT);
    CertificateException unknown = refusedClient(client, trust());
    assertSays("is not registered in 0x5fbdb2315678afecb367f032d93f642f64180aa3", unknown);
    assertReason(DpkHandshakeException.IdentityUnknown.class, unknown);

    chain.revoke(CLIENT);
    CertificateException revoked = refusedClient(client, trust());
    assertSays("is revoked since block 101", revoked);
    assertReason(DpkHandshakeException.IdentityRevoked.class, revoked);

    admit(CLIENT, 2, otherKeys);
    CertificateException other = refusedClient(client, trust());
    assertSays("is not the one on chain for " + CLIENT + " (version 2", other);
    assertReason(DpkHandshakeException.NotAuthentic.class, other);

    chain.put(MapRegistry.active(expired(clientKeys.publicKey())));
    CertificateException expired = refusedClient(client, trust());
    assertSays("is not valid at the time of block 100", expired);
    assertReason(DpkHandshakeException.RecordStale.class, expired);

    chain.failures.put(CLIENT, new RegistryException.Unreachable("the node is gone", null));
    CertificateException failed = refusedClient(client, trust());
    assertSays("could not look up " + CLIENT + ": the node is gone", failed);
    assertReason(DpkHandshakeException.LookupUnavailable.class, failed);
    assertInstanceOf(RegistryException.Unreachable.class, failed.getCause().getCause());

    chain.failures.put(CLIENT, new RegistryException.UnusableRecord("it does not parse", null));
    CertificateException unusable = refusedClient(client, trust());
    assertSays("can't be used; its owner has to replace it: it does not parse", unusable);
    assertReason(DpkHandshakeException.RecordStale.class, unusable);
  }

  private static void assertReason(
      Class<? extends DpkHandshakeException> kind, CertificateException e) {
    DpkHandshakeException reason = assertInstanceOf(kind, e.getCause());
    assertEquals(CLIENT, reason.identity().orElseThrow());
  }

  private static IdentityRecord expired(SuiteKey key) {
    EthereumAddress owner = EthereumAddress.parse("0x00000000000000000000000000000000000000aa");
    long before = MapRegistry.BLOCK.timestamp() - 1;
    return new IdentityRecord(3, owner, owner, 0, before, CLIENT, List.of(key), List.of());
  }

  @Test
  void aSuiteThatIsNotKnownHereCountsForNothing() throws Exception {
    SuiteKey future = new SuiteKey(0x7777, new byte[32], clientKeys.publicKey().sig());
    EthereumAddress owner = EthereumAddress.parse("0x00000000000000000000000000000000000000aa");
    chain.put(
        MapRegistry.active(
            new IdentityRecord(4, owner, owner, 0, 0, CLIENT, List.of(future), List.of())));
    assertSays("no key of a suite that is known", refusedClient(clientCredential(), trust()));
  }

  @Test
  void aKeyThatWasReplacedIsRefusedAndSaysSo() throws Exception {
    DpkTrustManager trust = trust();
    Credential client = clientCredential();
    trust.checkClientTrusted(client.chain(), "UNKNOWN", (SSLEngine) null);
    admit(CLIENT, 2, otherKeys);
    CertificateException e = refusedClient(client, trust);
    assertSays("was that of " + CLIENT + " in version 1 and was replaced (version 2", e);
    assertReason(DpkHandshakeException.NotAuthentic.class, e);
    Credential renewed = selfSigned(otherKeys, "", uri(CLIENT_URN));
    trust.checkClientTrusted(renewed.chain(), "UNKNOWN", (SSLEngine) null);
  }

  @Test
  void aCacheThatLagsBehindIsLookedPastButNotForWhoeverAsksOften() throws Exception {
    DpkTrustManager trust = trust();
    chain.putOnChainOnly(EncodedRecord.of(IdentityFixture.record(CLIENT, 2, otherKeys)));
    Credential renewed = selfSigned(otherKeys, "", uri(CLIENT_URN));
    trust.checkClientTrusted(renewed.chain(), "UNKNOWN", (SSLEngine) null);
    chain.asked.clear();
    refusedClient(clientCredential(), trust);
    refusedClient(clientCredential(), trust);
    assertEquals(List.of(CLIENT.toString(), CLIENT.toString()), chain.asked);
  }

  @Test
  void aLookUpThatStallsEndsAtItsDeadline() throws Exception {
    chain.stalled.put(CLIENT, new CompletableFuture<>());
    DpkTrustManager hurried =
        new DpkTrustManager(chain, Duration.ofMillis(50), HostIdentity.byName(), null);
    CertificateException e = refusedClient(clientCredential(), hurried);
    assertReason(DpkHandshakeException.LookupUnavailable.class, e);
  }

  @Test
  void strangersAreBoundedAndDoNotStarveThoseWhoWereHereBefore() throws Exception {
    DpkTrustManager trust = trust();
    Credential known = clientCredential();
    trust.checkClientTrusted(known.chain(), "UNKNOWN", (SSLEngine) null);
    CompletableFuture<Lookup> stalled = new CompletableFuture<>();
    List<Credential> strange = new ArrayList<>();
    for (int i = 16; i <= 32; i++) {
      String name = "0190b1d2-0000-7000-8000-0000000000" + i;
      chain.stalled.put(DpkIdentity.parse("uuid:" + name), stalled);
      strange.add(selfSigned(otherKeys, "", uri("urn:uuid:" + name)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      chain.asked.clear();
      List<Future<?>> waiting = new ArrayList<>();
      CountDownLatch started = new CountDownLatch(16);
      for (Credential each : strange.subList(0, 16)) {
        waiting.add(
            threads.submit(
                () -> {
                  started.countDown();
                  return refusedClient(each, trust);
                }));
      }
      assertTrue(started.await(20, TimeUnit.SECONDS));
      Waiting.until("all ask", () -> chain.asked.size() == 16);
      assertReasonIsBusy(refusedClient(strange.get(16), trust));
      trust.checkClientTrusted(known.chain(), "UNKNOWN", (SSLEngine) null);
      stalled.complete(chain.cached.get(SERVER));
      for (Future<?> each : waiting) {
        each.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertReasonIsBusy(CertificateException e) {
    assertInstanceOf(DpkHandshakeException.Busy.class, e.getCause());
    assertSays("too many look-ups are under way, try again", e);
  }

  // --- the double check -----------------------------------------------------------------------

  @Test
  void withPkixBothHaveToAgree() throws Exception {
    TestCertificates authority = new TestCertificates();
    DpkTrustManager both = both(authority.pkix());
    Credential server = issued(authority, serverKeys, "CN=gw.example,O=Acme", dns("gw.example"));
    Credential client = issued(authority, clientKeys, "CN=device 1", uri(CLIENT_URN));
    handshake(server, client, both, "gw.example");

    Credential wrongKey = issued(authority, otherKeys, "CN=gw.example", dns("gw.example"));
    TlsEngines.Refused chainRefuses =
        assertThrows(
            TlsEngines.Refused.class, () -> handshake(wrongKey, client, both, "gw.example"));
    assertSays("not the one on chain", certificateException(chainRefuses));
    TlsEngines.Refused pkixRefuses =
        assertThrows(
            TlsEngines.Refused.class,
            () -> handshake(serverCredential(), client, both, "gw.example"));
    assertSays("PKIX path", certificateException(pkixRefuses));
    handshake(serverCredential(), clientCredential(), trust(), "gw.example");
  }

  @Test
  void withPkixAClientNeedsBothToo() throws Exception {
    TestCertificates authority = new TestCertificates();
    DpkTrustManager both = both(authority.pkix());
    Credential issued = issued(authority, clientKeys, "CN=device 1", uri(CLIENT_URN));
    both.checkClientTrusted(issued.chain(), "UNKNOWN", (SSLEngine) null);
    both.checkClientTrusted(issued.chain(), "UNKNOWN", (Socket) null);
    both.checkClientTrusted(issued.chain(), "UNKNOWN");
    Credential wrongKey = issued(authority, otherKeys, "CN=device 1", uri(CLIENT_URN));
    assertReason(DpkHandshakeException.NotAuthentic.class, refusedClient(wrongKey, both));
    assertSays("PKIX path", refusedClient(clientCredential(), both));
  }

  @Test
  void withPkixNobodyIsAskedOnChainForACertificateThatPkixRefuses() throws Exception {
    DpkTrustManager both = both(new TestCertificates().pkix());
    refusedClient(clientCredential(), both);
    assertEquals(List.of(), chain.asked);
  }

  @Test
  void issuersAreThoseOfPkix() throws Exception {
    TestCertificates authority = new TestCertificates();
    assertEquals(0, trust().getAcceptedIssuers().length);
    assertArrayEquals(
        new X509Certificate[] {authority.authority()}, both(authority.pkix()).getAcceptedIssuers());
  }

  private static Credential issued(
      TestCertificates authority, SuiteKeyPair keys, String subject, GeneralName... names)
      throws Exception {
    return authority.issue(publicKey(keys), keys.certifiedKey(), subject, names);
  }

  // --- calls without a connection -------------------------------------------------------------

  @Test
  void aServerCantBeCheckedWithoutAConnection() throws Exception {
    X509Certificate[] server = serverCredential().chain();
    DpkTrustManager trust = trust();
    for (CertificateException e :
        List.of(
            assertThrows(
                CertificateException.class, () -> trust.checkServerTrusted(server, "UNKNOWN")),
            assertThrows(
                CertificateException.class,
                () -> trust.checkServerTrusted(server, "UNKNOWN", (Socket) null)),
            assertThrows(
                CertificateException.class,
                () -> trust.checkServerTrusted(server, "UNKNOWN", new Socket())),
            assertThrows(
                CertificateException.class,
                () -> trust.checkServerTrusted(server, "UNKNOWN", (SSLEngine) null)))) {
      assertSays("no identity was asked for", e);
      assertSays("X509ExtendedTrustManager", e);
    }
  }

  @Test
  void aClientNamesItselfSoThatItCanBe() throws Exception {
    trust().checkClientTrusted(clientCredential().chain(), "UNKNOWN");
  }

  @Test
  void missingArgumentsAreNamedAsTheJdkDoes() throws Exception {
    X509Certificate[] server = serverCredential().chain();
    DpkTrustManager trust = trust();
    for (X509TrustManager each : List.of(trust, new TestCertificates().pkix())) {
      assertThrows(IllegalArgumentException.class, () -> each.checkClientTrusted(null, "RSA"));
      assertThrows(
          IllegalArgumentException.class,
          () -> each.checkClientTrusted(new X509Certificate[0], "RSA"));
      assertThrows(IllegalArgumentException.class, () -> each.checkClientTrusted(server, ""));
      assertThrows(IllegalArgumentException.class, () -> each.checkServerTrusted(server, null));
    }
  }

  /** A record may have several: each that can sign a certificate is good for one. */
  @Test
  void anyKeyOfARecordWithSeveralSuitesIsAccepted() throws Exception {
    List<SuiteKeyPair> keys = IdentityFixture.keys(List.of(Suite.values()));
    chain.put(EncodedRecord.of(IdentityFixture.record(SERVER, 2, keys)));
    for (SuiteKeyPair pair : keys) {
      if (pair.suite() != Suite.NSL_XWING) {
        Credential server = selfSigned(pair, "CN=gw.example", dns("gw.example"));
        handshake(server, clientCredential(), trust(), "gw.example");
      }
    }
  }

  @Test
  void theKeyOfASuiteThatTheRecordHasNotIsRefused() throws Exception {
    List<SuiteKeyPair> keys =
        IdentityFixture.keys(List.of(Suite.NSL_XWING, Suite.NSL_X25519, Suite.NSL_RSA2048));
    chain.put(EncodedRecord.of(IdentityFixture.record(SERVER, 2, keys.subList(0, 2))));
    Credential server = selfSigned(keys.get(2), "CN=gw.example", dns("gw.example"));
    String message = refusedServer(server, trust(), "gw.example");
    assertTrue(message.contains("is not the one on chain"), message);
  }

  private static PublicKey publicKey(SuiteKeyPair keys) throws Exception {
    byte[] spki = Suite.shownBy(keys.publicKey()).orElseThrow();
    String algorithm = keys.certifiedKey().getAlgorithm();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
  }
}
