package org.dpk.provider.internal.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.ProviderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key store without identity looks others up on a real chain. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KeyStoreLookupIT {

  private static RegistryFixture chain;
  private final Wallet owner = Wallet.create();
  private final DpkIdentity identity = RegistryFixture.newIdentity();

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start(AnvilOptions.defaults());
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
    store.load(DpkLoadStoreParameter.ofRegistry(chain.id(), List.of(chain.devnet().uri())));
    return store;
  }

  @Test
  void anyIdentityOnChainIsATrustedCertificate() throws Exception {
    IdentityRecord record = chain.admit(identity, owner.address());
    KeyStore store = store();
    for (String alias : List.of(identity.toString(), identity + "@1")) {
      assertTrue(store.containsAlias(alias));
      assertTrue(store.isCertificateEntry(alias));
      assertFalse(store.isKeyEntry(alias));
      assertNull(store.getKey(alias, "x".toCharArray()));
      assertNull(store.getCertificateChain(alias));
      assertTrue(store.entryInstanceOf(alias, KeyStore.TrustedCertificateEntry.class));
      assertNotNull(store.getCreationDate(alias));
    }
    X509Certificate certificate = (X509Certificate) store.getCertificate(identity.toString());
    byte[] spki = certificate.getPublicKey().getEncoded();
    assertArrayEquals(
        record.keys().get(0).sig(), Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    assertEquals(
        List.of(List.of(6, "urn:uuid:" + identity.name())),
        List.copyOf(certificate.getSubjectAlternativeNames()));
    assertNotNull(certificate.getExtensionValue(SyntheticChain.BLOCK_OID));
    assertInstanceOf(
        KeyStore.TrustedCertificateEntry.class, store.getEntry(identity.toString(), null));
  }

  @Test
  void theChainIsNeverListed() throws Exception {
    chain.admit(identity, owner.address());
    KeyStore store = store();
    assertNotNull(store.getCertificate(identity.toString()));
    assertEquals(List.of("dpk-issuer"), Collections.list(store.aliases()));
    assertEquals(1, store.size());
  }

  @Test
  void aCertificateThatWasHandedOutIsFoundAgain() throws Exception {
    chain.admit(identity, owner.address());
    KeyStore store = store();
    X509Certificate certificate = (X509Certificate) store.getCertificate(identity.toString());
    assertEquals(certificate, store.getCertificate(identity.toString()));
    assertEquals(identity + "@1", store.getCertificateAlias(certificate));
  }

  @Test
  void theJdkValidatesThePath() throws Exception {
    chain.admit(identity, owner.address());
    KeyStore store = store();
    PKIXParameters parameters =
        new PKIXParameters(
            Set.of(new TrustAnchor((X509Certificate) store.getCertificate("dpk-issuer"), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(store.getCertificate(identity.toString()))),
            parameters);
  }

  @Test
  void anIdentityThatIsNotThereIsNoEntry() throws Exception {
    KeyStore store = store();
    assertFalse(store.containsAlias(identity.toString()));
    assertFalse(store.isCertificateEntry(identity.toString()));
    assertNull(store.getCertificate(identity.toString()));
    assertNull(store.getCreationDate(identity.toString()));
    assertNull(store.getEntry(identity.toString(), null));
  }

  @Test
  void aRotationAndARevocationAreSeen() throws Exception {
    chain.admit(identity, owner.address());
    KeyStore store = store();
    X509Certificate first = (X509Certificate) store.getCertificate(identity.toString());
    chain.rotate(identity, owner);
    Waiting.until("the rotation is seen", () -> contains(store, identity + "@2"));
    assertFalse(contains(store, identity + "@1"));
    assertFalse(first.equals(store.getCertificate(identity.toString())));
    chain.revoke(identity);
    Waiting.until("the revocation is seen", () -> !contains(store, identity.toString()));
    assertNull(store.getCertificate(identity.toString()));
  }

  @Test
  void propertiesNameTheRegistry() throws Exception {
    chain.admit(identity, owner.address());
    System.setProperty(DpkProvider.CHAIN_PROPERTY, Long.toString(chain.id().chainId()));
    System.setProperty(DpkProvider.REGISTRY_PROPERTY, chain.id().contract().toString());
    System.setProperty(DpkProvider.NODES_PROPERTY, chain.devnet().uri().toString());
    try {
      KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
      store.load(null, null);
      assertTrue(store.containsAlias(identity.toString()));
    } finally {
      System.clearProperty(DpkProvider.CHAIN_PROPERTY);
      System.clearProperty(DpkProvider.REGISTRY_PROPERTY);
      System.clearProperty(DpkProvider.NODES_PROPERTY);
    }
  }

  @Test
  void theNextNodeIsAskedWhereTheFirstIsGone() throws Exception {
    chain.admit(identity, owner.address());
    KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
    store.load(
        DpkLoadStoreParameter.ofRegistry(
            chain.id(), List.of(URI.create("http://127.0.0.1:1/"), chain.devnet().uri())));
    assertTrue(store.containsAlias(identity.toString()));
  }

  @Test
  void anUnreachableNodeIsNoAnswer() throws Exception {
    KeyStore store = KeyStore.getInstance("DPK", new DpkProvider());
    store.load(
        DpkLoadStoreParameter.ofRegistry(chain.id(), List.of(URI.create("http://127.0.0.1:1/"))));
    ProviderException e =
        assertThrows(ProviderException.class, () -> store.containsAlias(identity.toString()));
    assertInstanceOf(RegistryException.Unreachable.class, e.getCause());
  }

  @Test
  void storesOfOneRegistryShareAConnectionThatEndsWithThem() throws Exception {
    URI node = chain.devnet().anvil().webSocketUri();
    List<URI> nodes = List.of(node);
    KeyStore one = KeyStore.getInstance("DPK", new DpkProvider());
    one.load(DpkLoadStoreParameter.ofRegistry(chain.id(), nodes));
    KeyStore other = KeyStore.getInstance("DPK", new DpkProvider());
    other.load(DpkLoadStoreParameter.ofRegistry(chain.id(), nodes));
    assertFalse(one.containsAlias(identity.toString()));
    assertFalse(other.containsAlias(identity.toString()));
    assertEquals(1, SharedRegistry.connectionsVia(node));
    one = null;
    other = null;
    Waiting.until(
        "the connection ends",
        () -> {
          System.gc();
          return SharedRegistry.connectionsVia(node) == 0;
        });
  }

  private static boolean contains(KeyStore store, String alias) {
    try {
      return store.containsAlias(alias);
    } catch (KeyStoreException e) {
      throw new AssertionError(e);
    }
  }
}
