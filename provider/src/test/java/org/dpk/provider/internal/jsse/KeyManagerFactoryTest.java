package org.dpk.provider.internal.jsse;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.identity.UnlockedDocument;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.psk.PskAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From key store to key manager, without a chain. */
class KeyManagerFactoryTest {

  private static final String OWN = "dns:gw.example";

  @TempDir Path folder;
  private Properties before;
  private Path file;

  @BeforeEach
  void anIdentityFile() throws Exception {
    before = (Properties) System.getProperties().clone();
    file = folder.resolve("device.dpk");
    IdentityFixture.onDisk(file, IdentityFixture.admitted(OWN, 1)).close();
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  private static KeyManagerFactory factory() throws Exception {
    return KeyManagerFactory.getInstance("DPK", new DpkProvider());
  }

  private static KeyStore store(UnlockedDocument document) throws Exception {
    KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
    store.load(new ByteArrayInputStream(document.document().encode()), PASSWORD);
    return store;
  }

  private static void assertAgrees(KeyManagerFactory factory) {
    KeyManager[] managers = factory.getKeyManagers();
    assertEquals(1, managers.length);
    assertInstanceOf(PskAgreement.class, managers[0]);
  }

  @Test
  void aKeyStoreGivesAnAgreement() throws Exception {
    KeyManagerFactory factory = factory();
    factory.init(store(IdentityFixture.admitted(OWN, 2)), PASSWORD);
    assertAgrees(factory);
  }

  @Test
  void aBuilderGivesAnAgreement() throws Exception {
    KeyManagerFactory factory = factory();
    factory.init(
        new KeyStoreBuilderParameters(
            KeyStore.Builder.newInstance(
                "DPK",
                new DpkProvider(),
                file.toFile(),
                new KeyStore.PasswordProtection(PASSWORD))));
    assertAgrees(factory);
  }

  @Test
  void otherParametersAreRefused() throws Exception {
    KeyManagerFactory factory = factory();
    ManagerFactoryParameters foreign = new ManagerFactoryParameters() {};
    assertThrows(InvalidAlgorithmParameterException.class, () -> factory.init(foreign));
    KeyStore.Builder one =
        KeyStore.Builder.newInstance(
            store(IdentityFixture.admitted(OWN, 1)), new KeyStore.PasswordProtection(PASSWORD));
    KeyStoreBuilderParameters two = new KeyStoreBuilderParameters(List.of(one, one));
    assertThrows(InvalidAlgorithmParameterException.class, () -> factory.init(two));
  }

  @Test
  void propertiesNameTheStore() throws Exception {
    System.setProperty("javax.net.ssl.keyStore", file.toString());
    System.setProperty("javax.net.ssl.keyStorePassword", new String(PASSWORD));
    KeyManagerFactory factory = factory();
    factory.init(null, null);
    assertAgrees(factory);
    SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
    context.init(null, null, null);
    assertEquals("TLSv1.3", context.getDefaultSSLParameters().getProtocols()[0]);
  }

  @Test
  void noneMeansTheFileThatOurOwnPropertyNames() throws Exception {
    System.setProperty("javax.net.ssl.keyStore", "NONE");
    System.setProperty("javax.net.ssl.keyStorePassword", new String(PASSWORD));
    assertRefused("-Dorg.dpk.identity=", () -> factory().init(null, null));
    System.setProperty(DpkProvider.IDENTITY_PROPERTY, file.toString());
    KeyManagerFactory factory = factory();
    factory.init(null, null);
    assertAgrees(factory);
  }

  @Test
  void aMissingOrWrongPropertySaysWhichOne() throws Exception {
    assertRefused("javax.net.ssl.keyStorePassword is not set", () -> factory().init(null, null));
    System.setProperty("javax.net.ssl.keyStorePassword", new String(PASSWORD));
    assertRefused("-Djavax.net.ssl.keyStore=", () -> factory().init(null, null));
    System.setProperty("javax.net.ssl.keyStore", folder.resolve("missing.dpk").toString());
    assertRefused("there is no identity file", () -> factory().init(null, null));
    System.setProperty("javax.net.ssl.keyStore", file.toString());
    System.setProperty("javax.net.ssl.keyStoreType", "PKCS12");
    assertRefused("-Djavax.net.ssl.keyStoreType=DPK", () -> factory().init(null, null));
    System.setProperty("javax.net.ssl.keyStoreType", "dpk");
    System.setProperty("javax.net.ssl.keyStorePassword", "wrong");
    assertRefused("the password is wrong", () -> factory().init(null, null));
    SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
    context.init(null, null, null);
    IllegalStateException e = assertThrows(IllegalStateException.class, context::getSocketFactory);
    assertThrows(IllegalStateException.class, context::createSSLEngine);
    assertEquals("TLSv1.3", context.getSupportedSSLParameters().getProtocols()[0]);
    assertTrue(e.getMessage().contains("the password is wrong"), e.getMessage());
  }

  @Test
  void theJdksFactoriesCarryTheIdentityToAContext() throws Exception {
    for (String algorithm : List.of("SunX509", "NewSunX509", "PKIX")) {
      KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
      factory.init(store(IdentityFixture.admitted(OWN, 2)), PASSWORD);
      SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
      context.init(factory.getKeyManagers(), null, null);
      assertNotNull(context.createSSLEngine(), algorithm);
    }
  }

  static List<List<Suite>> mixtures() {
    return IdentityFixture.mixtures();
  }

  /** Whatever key the certificate shows: frameworks know X.509 key managers only. */
  @ParameterizedTest
  @MethodSource("mixtures")
  void anIdentityOfAnySuiteIsFoundInThem(List<Suite> suites) throws Exception {
    KeyStore store = store(IdentityFixture.admitted(OWN, suites));
    for (KeyManagerFactory factory :
        List.of(
            factory(),
            KeyManagerFactory.getInstance("SunX509"),
            KeyManagerFactory.getInstance("PKIX"))) {
      factory.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
      context.init(factory.getKeyManagers(), null, null);
      assertNotNull(context.createSSLEngine(), factory::getAlgorithm);
    }
  }

  @Test
  void keyManagersWithoutAnIdentityAreRefused() throws Exception {
    KeyStore pkcs12 = KeyStore.getInstance("PKCS12");
    pkcs12.load(null, null);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(pkcs12, PASSWORD);
    SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
    KeyManagementException e =
        assertThrows(
            KeyManagementException.class, () -> context.init(factory.getKeyManagers(), null, null));
    assertTrue(e.getMessage().contains("dpk enrol"), e.getMessage());
  }

  @Test
  void aWrongSettingIsNamed() throws Exception {
    KeyStore store = store(IdentityFixture.admitted(OWN, 1));
    System.setProperty(DpkProvider.PEERS_PROPERTY, "printer");
    assertRefused("org.dpk.peers can't be 'printer': write", () -> factory().init(store, PASSWORD));
  }

  @Test
  void aStoreOfAnotherTypeIsRefused() throws Exception {
    KeyStore pkcs12 = KeyStore.getInstance("PKCS12");
    pkcs12.load(null, null);
    assertRefused("KeyStore.getInstance(\"DPK\")", () -> factory().init(pkcs12, PASSWORD));
  }

  @Test
  void anIdentityThatIsNotAdmittedIsRefused() throws Exception {
    ChainSettings chain = new ChainSettings(IdentityFixture.REGISTRY, List.of());
    KeyStore store = store(IdentityFixture.document(OWN, chain, edit -> {}));
    assertRefused("enrol it first", () -> factory().init(store, PASSWORD));
  }

  @Test
  void anIdentityWithoutANodeIsRefused() throws Exception {
    KeyStore store =
        store(
            IdentityFixture.document(
                OWN,
                new ChainSettings(IdentityFixture.REGISTRY, List.of()),
                edit -> IdentityFixture.admit(edit, DpkIdentity.parse(OWN), 1)));
    assertRefused("-Dorg.dpk.nodes=", () -> factory().init(store, PASSWORD));
  }

  private static void assertRefused(String message, Executable init) {
    KeyStoreException e = assertThrows(KeyStoreException.class, init);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void theKeyNeedsItsPassword() throws Exception {
    KeyStore store = store(IdentityFixture.admitted(OWN, 1));
    char[] wrong = "wrong".toCharArray();
    assertThrows(UnrecoverableKeyException.class, () -> factory().init(store, wrong));
    assertThrows(UnrecoverableKeyException.class, () -> factory().init(store, null));
  }

  /** They choose among the listed keys, and an earlier version's is good no more. */
  @ParameterizedTest
  @ValueSource(strings = {"SunX509", "NewSunX509", "PKIX"})
  void theJdksFactoriesSeeTheKeyInForceOnly(String algorithm) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm, "SunJSSE");
    KeyStore store = store(IdentityFixture.admitted(OWN, 3));
    factory.init(store, PASSWORD);
    X509KeyManager keys = assertInstanceOf(X509KeyManager.class, factory.getKeyManagers()[0]);
    String[] servers = keys.getServerAliases("EdDSA", null);
    assertEquals(1, servers.length);
    assertEquals(store.getCertificate(OWN), keys.getCertificateChain(servers[0])[0]);
    assertEquals(1, keys.getClientAliases("EdDSA", null).length);
    assertTrue(store.isKeyEntry(OWN + "@1") && store.isKeyEntry(OWN + "@2"));
  }

  @Test
  void managersComeAfterInit() throws Exception {
    KeyManagerFactory factory = factory();
    assertThrows(IllegalStateException.class, factory::getKeyManagers);
  }
}
