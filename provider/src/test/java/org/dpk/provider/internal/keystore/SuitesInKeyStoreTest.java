package org.dpk.provider.internal.keystore;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A DPK store of an identity with keys of every suite, and of several. */
class SuitesInKeyStoreTest {

  private static final String OWN = "dns:gw.example";
  private static final String XWING = "1.3.6.1.4.1.62253.25722";
  private static final KeyStore.PasswordProtection PROTECTION =
      new KeyStore.PasswordProtection(PASSWORD);

  @BeforeAll
  static void install() {
    DpkProvider.install();
  }

  @AfterAll
  static void remove() {
    Security.removeProvider(DpkProvider.NAME);
  }

  static List<List<Suite>> mixtures() {
    return IdentityFixture.mixtures();
  }

  private static KeyStore store(List<Suite> suites) throws Exception {
    KeyStore store = KeyStore.getInstance("DPK");
    byte[] file = IdentityFixture.admitted(OWN, suites).document().encode();
    store.load(new ByteArrayInputStream(file), PASSWORD);
    return store;
  }

  /** The first suite that signs, else the first. */
  private static Suite shown(List<Suite> suites) {
    return suites.stream()
        .filter(suite -> suite != Suite.NSL_XWING)
        .findFirst()
        .orElse(suites.get(0));
  }

  private static String algorithm(Suite suite) {
    return switch (suite) {
      case NSL_RSA2048 -> "RSA";
      case NSL_X25519 -> "EdDSA";
      case NSL_XWING -> XWING;
    };
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void anEntryIsACertificateAndItsPrivateKey(List<Suite> suites) throws Exception {
    KeyStore store = store(suites);
    KeyStore.PrivateKeyEntry entry =
        assertInstanceOf(KeyStore.PrivateKeyEntry.class, store.getEntry(OWN, PROTECTION));
    PrivateKey privateKey = entry.getPrivateKey();
    PublicKey publicKey = entry.getCertificate().getPublicKey();
    assertEquals(algorithm(shown(suites)), publicKey.getAlgorithm());
    assertEquals(publicKey.getAlgorithm(), privateKey.getAlgorithm());
    assertEquals(
        suites.size(),
        ((OwnPrivateKey) privateKey).identity().current().orElseThrow().keys().size());
    assertEquals("PKCS8", privateKey.getFormat());
    switch (shown(suites)) {
      case NSL_X25519 ->
          assertSigns("Ed25519", assertInstanceOf(EdECPrivateKey.class, privateKey), publicKey);
      case NSL_RSA2048 ->
          assertSigns(
              "RSASSA-PSS", assertInstanceOf(RSAPrivateCrtKey.class, privateKey), publicKey);
      case NSL_XWING -> assertEquals(XWingFormat.PKCS8_LENGTH, privateKey.getEncoded().length);
    }
  }

  /** draft-connolly-cfrg-xwing-kem-10 §5.7: a seed of 32 bytes behind its algorithm. */
  private static final class XWingFormat {
    static final int PKCS8_LENGTH = 54;
  }

  private static void assertSigns(String algorithm, PrivateKey key, PublicKey verifier)
      throws Exception {
    byte[] message = {1, 2, 3};
    Signature signature = signature(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] made = signature.sign();
    Signature verification = signature(algorithm);
    verification.initVerify(verifier);
    verification.update(message);
    assertTrue(verification.verify(made));
  }

  private static Signature signature(String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void aChainIsReadAgainAndPassesPkix(List<Suite> suites) throws Exception {
    Certificate[] chain = store(suites).getCertificateChain(OWN);
    assertEquals(2, chain.length);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate leaf =
        (X509Certificate)
            factory.generateCertificate(new ByteArrayInputStream(chain[0].getEncoded()));
    assertEquals(chain[0].getPublicKey(), leaf.getPublicKey());
    PKIXParameters trust =
        new PKIXParameters(Set.of(new TrustAnchor((X509Certificate) chain[1], null)));
    trust.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(leaf)), trust);
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void whatIsStoredIsTheSame(List<Suite> suites) throws Exception {
    KeyStore store = store(suites);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    KeyStore again = KeyStore.getInstance("DPK");
    again.load(new ByteArrayInputStream(out.toByteArray()), PASSWORD);
    assertArrayEquals(
        store.getKey(OWN, PASSWORD).getEncoded(), again.getKey(OWN, PASSWORD).getEncoded());
    assertEquals(
        store.getCertificate(OWN).getPublicKey(), again.getCertificate(OWN).getPublicKey());
  }

  /** The control: the JDK's own store takes the entry, where it knows keys of that kind. */
  @ParameterizedTest
  @MethodSource("mixtures")
  void aKeyThatSignsIsExportedToPkcs12(List<Suite> suites) throws Exception {
    KeyStore store = store(suites);
    KeyStore pkcs12 = KeyStore.getInstance("PKCS12");
    pkcs12.load(null, null);
    pkcs12.setEntry(OWN, store.getEntry(OWN, PROTECTION), PROTECTION);
    if (shown(suites) == Suite.NSL_XWING) {
      assertThrows(
          java.security.UnrecoverableKeyException.class, () -> pkcs12.getKey(OWN, PASSWORD));
    } else {
      assertArrayEquals(
          store.getKey(OWN, PASSWORD).getEncoded(), pkcs12.getKey(OWN, PASSWORD).getEncoded());
    }
    assertArrayEquals(store.getCertificateChain(OWN), pkcs12.getCertificateChain(OWN));
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void aDestroyedKeyTakesTheIdentityAlongAndGivesNothing(List<Suite> suites) throws Exception {
    KeyStore store = store(suites);
    OwnPrivateKey key = (OwnPrivateKey) store.getKey(OWN, PASSWORD);
    assertThrows(
        NotSerializableException.class,
        () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(key));
    key.destroy();
    assertTrue(key.isDestroyed());
    assertNull(key.getEncoded());
    assertNull(key.getFormat());
    assertTrue(
        key.identity().current().orElseThrow().keys().stream()
            .allMatch(pair -> pair.isDestroyed()));
    if (key instanceof RSAPrivateCrtKey rsa) {
      assertThrows(IllegalStateException.class, rsa::getPrivateExponent);
      assertThrows(IllegalStateException.class, rsa::getPrimeP);
    } else if (key instanceof EdECPrivateKey ed25519) {
      assertTrue(ed25519.getBytes().isEmpty());
    }
    assertEquals("OwnPrivateKey[" + OWN + "]", key.toString());
    assertFalse(((OwnPrivateKey) store.getKey(OWN, PASSWORD)).isDestroyed(), "another copy");
  }

  /** Frameworks put a key store into the JDK's key managers; DPK's context finds it there. */
  @ParameterizedTest
  @ValueSource(strings = {"SunX509", "NewSunX509"})
  void theJdksKeyManagersCarryEachKindOfKey(String factory) throws Exception {
    for (List<Suite> suites : mixtures()) {
      KeyManagerFactory managers = KeyManagerFactory.getInstance(factory);
      managers.init(store(suites), PASSWORD);
      X509KeyManager manager = (X509KeyManager) managers.getKeyManagers()[0];
      String[] aliases = manager.getServerAliases(algorithm(shown(suites)), null);
      assertEquals(1, aliases.length, () -> suites + ": " + Arrays.toString(aliases));
      PrivateKey key = manager.getPrivateKey(aliases[0]);
      assertInstanceOf(OwnPrivateKey.class, key);
      assertSame(key, manager.getPrivateKey(aliases[0]));
    }
  }
}
