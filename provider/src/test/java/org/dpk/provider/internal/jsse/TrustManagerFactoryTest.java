package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.DpkTrustParameters;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.identity.UnlockedDocument;
import org.dpk.provider.internal.trust.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** From key stores, parameters and settings to a trust manager, without a chain. */
class TrustManagerFactoryTest {

  private static final String OWN = "dns:gw.example";

  private Properties before;

  @BeforeEach
  void keepProperties() {
    before = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  private static TrustManagerFactory factory() throws Exception {
    return TrustManagerFactory.getInstance("DPK", new DpkProvider());
  }

  private static KeyStore dpk(UnlockedDocument document, char[] password) throws Exception {
    KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
    store.load(new ByteArrayInputStream(document.document().encode()), password);
    return store;
  }

  private static X509TrustManager made(TrustManagerFactory factory) {
    assertEquals(1, factory.getTrustManagers().length);
    return assertInstanceOf(X509ExtendedTrustManager.class, factory.getTrustManagers()[0]);
  }

  private static void registryBySettings() {
    System.setProperty(DpkProvider.CHAIN_PROPERTY, "31337");
    System.setProperty(
        DpkProvider.REGISTRY_PROPERTY, IdentityFixture.REGISTRY.contract().toString());
    System.setProperty(DpkProvider.NODES_PROPERTY, "http://127.0.0.1:1/");
  }

  @Test
  void aDpkStoreIsEnoughAndNeedsNoPassword() throws Exception {
    UnlockedDocument document = IdentityFixture.admitted(OWN, 1);
    for (char[] password : new char[][] {IdentityFixture.PASSWORD, null}) {
      TrustManagerFactory factory = factory();
      factory.init(dpk(document, password));
      assertEquals(0, made(factory).getAcceptedIssuers().length);
    }
  }

  @Test
  void settingsAreEnough() throws Exception {
    registryBySettings();
    TrustManagerFactory factory = factory();
    factory.init((KeyStore) null);
    assertEquals(0, made(factory).getAcceptedIssuers().length);
  }

  @Test
  void aStoreOfAnotherTypeAndPkixParametersMeanTheDoubleCheck() throws Exception {
    registryBySettings();
    TestCertificates authority = new TestCertificates();
    X509Certificate[] issuers = {authority.authority()};
    TrustManagerFactory byStore = factory();
    byStore.init(authority.trusted());
    assertArrayEquals(issuers, made(byStore).getAcceptedIssuers());
    TrustManagerFactory byParameters = factory();
    byParameters.init(
        new CertPathTrustManagerParameters(
            new PKIXBuilderParameters(authority.trusted(), new X509CertSelector())));
    assertArrayEquals(issuers, made(byParameters).getAcceptedIssuers());
    TrustManagerFactory byOurs = factory();
    byOurs.init(DpkTrustParameters.ofSettings().and(authority.pkix()));
    assertArrayEquals(issuers, made(byOurs).getAcceptedIssuers());
  }

  @Test
  void otherParametersAreRefused() throws Exception {
    ManagerFactoryParameters foreign = new ManagerFactoryParameters() {};
    assertThrows(InvalidAlgorithmParameterException.class, () -> factory().init(foreign));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> factory().init((ManagerFactoryParameters) null));
  }

  @Test
  void managersComeAfterInit() throws Exception {
    assertThrows(IllegalStateException.class, factory()::getTrustManagers);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertRefused(
        "no registry is named: write -Dorg.dpk.chain=", () -> factory().init((KeyStore) null));
    KeyStore nothing = KeyStore.getInstance("DPK", new DpkProvider());
    nothing.load(null, null);
    assertRefused("no registry is known", () -> factory().init(nothing));
    KeyStore withoutNode =
        dpk(
            IdentityFixture.document(
                OWN,
                new ChainSettings(IdentityFixture.REGISTRY, List.of()),
                edit -> IdentityFixture.admit(edit, DpkIdentity.parse(OWN), 1)),
            IdentityFixture.PASSWORD);
    assertRefused("-Dorg.dpk.nodes=", () -> factory().init(withoutNode));
    System.setProperty("javax.net.ssl.keyStoreType", "DPK");
    assertRefused(
        "javax.net.ssl.keyStorePassword is not set", () -> factory().init((KeyStore) null));
    registryBySettings();
    System.setProperty(DpkProvider.PEERS_PROPERTY, "printer");
    assertRefused("org.dpk.peers can't be 'printer'", () -> factory().init((KeyStore) null));
  }

  private static void assertRefused(String message, Executable init) {
    KeyStoreException e = assertThrows(KeyStoreException.class, init);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
