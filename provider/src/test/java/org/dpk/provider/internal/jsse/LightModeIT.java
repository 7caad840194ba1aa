package org.dpk.provider.internal.jsse;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.DpkTrustParameters;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.network.LightFiles;
import org.dpk.provider.internal.registry.CountingProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What applications use, in light mode: one property, and each look-up is a proof. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LightModeIT {

  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:localhost");

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private static Path server;

  private final DpkIdentity identity = RegistryFixture.newIdentity();
  private CountingProxy node;
  private Path light;
  private Properties before;

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    server = identities.admit(SERVER);
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  @BeforeEach
  void configure() throws Exception {
    before = (Properties) System.getProperties().clone();
    node = new CountingProxy(identities.chain().devnet().uri());
    light = LightFiles.quorum(folder, node.uri());
    System.setProperty(DpkProvider.LIGHT_PROPERTY, light.toString());
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
    node.close();
  }

  @Test
  void aKeyStoreShowsWhatIsProven() throws Exception {
    Path file = identities.admit(identity);
    KeyStore store = KeyStore.getInstance("DPK");
    store.load(DpkLoadStoreParameter.ofFile(file, new KeyStore.PasswordProtection(PASSWORD)));
    assertEquals(
        List.of(identity.toString(), "dpk-issuer"), Collections.list(store.aliases()), "own ones");
    X509Certificate certificate = (X509Certificate) store.getCertificate(SERVER.toString());
    assertEquals(
        List.of(List.of(2, "localhost")), List.copyOf(certificate.getSubjectAlternativeNames()));
    assertTrue(node.count("eth_getProof") > 0, "a look-up is a proof");
    assertNull(store.getCertificate(RegistryFixture.newIdentity().toString()));
  }

  @Test
  void aStoreWithoutIdentityFollowsTheChain() throws Exception {
    System.clearProperty(DpkProvider.LIGHT_PROPERTY);
    identities.admit(identity);
    KeyStore store = KeyStore.getInstance("DPK");
    store.load(DpkLoadStoreParameter.ofRegistry(identities.chain().id(), light));
    assertNotNull(store.getCertificate(identity.toString()));
    identities.revoke(identity);
    Waiting.until(
        "the revocation is seen", () -> store.getCertificate(identity.toString()) == null);
    assertTrue(node.count("eth_getProof") > 1);
  }

  @Test
  void twoMachinesTalk() throws Exception {
    SSLContext client = AdmittedIdentities.context(identities.admit(identity));
    try (HelloServer hello = new HelloServer(AdmittedIdentities.context(server))) {
      assertEquals("hello " + identity, get(client, hello.uri()));
    }
    assertTrue(node.count("eth_getProof") >= 2, "each looks the other up");
  }

  @Test
  void aRevokedMachineIsRefused() throws Exception {
    SSLContext client = AdmittedIdentities.context(identities.admit(identity));
    identities.revoke(identity);
    try (HelloServer hello = new HelloServer(AdmittedIdentities.context(server))) {
      IOException refused = assertThrows(IOException.class, () -> get(client, hello.uri()));
      assertTrue(HttpsIT.allMessages(refused).contains("revoked"), HttpsIT.allMessages(refused));
    }
  }

  @Test
  void certificatesAreCheckedByProofs() throws Exception {
    KeyStore store = KeyStore.getInstance("DPK");
    store.load(DpkLoadStoreParameter.ofFile(server, new KeyStore.PasswordProtection(PASSWORD)));
    identities.admit(identity);
    X509Certificate certificate = (X509Certificate) store.getCertificate(identity.toString());
    TrustManagerFactory factory = TrustManagerFactory.getInstance("DPK");
    factory.init(DpkTrustParameters.of(store));
    int proofs = node.count("eth_getProof");
    ((X509TrustManager) factory.getTrustManagers()[0])
        .checkClientTrusted(new X509Certificate[] {certificate}, "EdDSA");
    assertTrue(proofs > 0, "the certificate was made of a proof");
    identities.revoke(identity);
    Waiting.until(
        "the revocation is seen", () -> store.getCertificate(identity.toString()) == null);
    assertThrows(
        java.security.cert.CertificateException.class,
        () ->
            ((X509TrustManager) factory.getTrustManagers()[0])
                .checkClientTrusted(new X509Certificate[] {certificate}, "EdDSA"));
  }

  @Test
  void aConfigurationOfAnotherChainIsRefusedAtOnce() throws Exception {
    Path other = LightFiles.quorum(folder, node.uri(), "\"network\": \"sepolia\",");
    KeyStore store = KeyStore.getInstance("DPK");
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                store.load(
                    DpkLoadStoreParameter.ofFile(server, new KeyStore.PasswordProtection(PASSWORD))
                        .withLight(other)));
    assertTrue(
        refused.getMessage().contains("is for sepolia, which is chain 11155111"),
        refused.getMessage());
    assertEquals(0, node.count());
  }

  @Test
  void aConfigurationThatCannotBeUsedIsNeverFullMode() throws Exception {
    System.setProperty(DpkProvider.LIGHT_PROPERTY, folder.resolve("none.json").toString());
    KeyStore store = KeyStore.getInstance("DPK");
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                store.load(
                    DpkLoadStoreParameter.ofFile(
                        server, new KeyStore.PasswordProtection(PASSWORD))));
    assertTrue(refused.getMessage().contains("none.json can't be read"), refused.getMessage());
  }

  private static String get(SSLContext client, URI uri) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(client)
        .build()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
