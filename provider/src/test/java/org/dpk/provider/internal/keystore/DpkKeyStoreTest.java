package org.dpk.provider.internal.keystore;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.dpk.provider.internal.identity.IdentityFixture.admitted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.network.LightConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's contract of a key store, as far as it needs no chain. */
class DpkKeyStoreTest {

  private static final String OWN = "dns:gw.example";
  private static final char[] WRONG = "wrong".toCharArray();

  private static byte[] file;

  @TempDir Path folder;
  private Properties before;
  private KeyStore store;

  @BeforeEach
  void load() throws Exception {
    before = (Properties) System.getProperties().clone();
    if (file == null) {
      file = admitted(OWN, 2).document().encode();
    }
    store = load(file, PASSWORD);
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  private static KeyStore empty() throws KeyStoreException {
    return KeyStore.getInstance("DPK", new DpkProvider());
  }

  private static KeyStore load(byte[] content, char[] password) throws Exception {
    KeyStore loaded = empty();
    loaded.load(new ByteArrayInputStream(content), password);
    return loaded;
  }

  @Test
  void listsTheOwnIdentityOnceAndTheIssuer() throws Exception {
    assertEquals(List.of(OWN, "dpk-issuer"), Collections.list(store.aliases()));
    assertEquals(2, store.size());
  }

  @Test
  void theOwnIdentityIsAKeyEntryUnderEachOfItsNames() throws Exception {
    for (String alias : List.of(OWN, "DNS:GW.Example", OWN + "@2", OWN + "@1")) {
      assertTrue(store.containsAlias(alias), alias);
      assertTrue(store.isKeyEntry(alias), alias);
      assertFalse(store.isCertificateEntry(alias), alias);
      assertTrue(store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class), alias);
      assertFalse(store.entryInstanceOf(alias, KeyStore.TrustedCertificateEntry.class), alias);
      assertNotNull(store.getCreationDate(alias), alias);
    }
    assertEquals(store.getCertificate(OWN), store.getCertificate(OWN + "@2"));
    assertEquals(new Date(1_700_000_002_000L), store.getCreationDate(OWN));
  }

  @Test
  void theIssuerIsATrustedEntryThatTheOwnCertificateVerifiesUnder() throws Exception {
    assertTrue(store.isCertificateEntry("dpk-issuer"));
    assertTrue(store.entryInstanceOf("dpk-issuer", KeyStore.TrustedCertificateEntry.class));
    assertNull(store.getCertificateChain("dpk-issuer"));
    assertNull(store.getKey("dpk-issuer", PASSWORD));
    Certificate[] chain = store.getCertificateChain(OWN);
    assertEquals(2, chain.length);
    assertEquals(store.getCertificate("dpk-issuer"), chain[1]);
    chain[0].verify(chain[1].getPublicKey());
  }

  @Test
  void theCertificateNamesTheIdentityAndTheBlock() throws Exception {
    X509Certificate certificate = (X509Certificate) store.getCertificate(OWN);
    assertEquals("CN=dns:gw.example", certificate.getSubjectX500Principal().getName());
    assertEquals(
        List.of(List.of(2, "gw.example")), List.copyOf(certificate.getSubjectAlternativeNames()));
    assertNotNull(certificate.getExtensionValue(SyntheticChain.BLOCK_OID));
    assertEquals("EdDSA", certificate.getPublicKey().getAlgorithm());
  }

  @Test
  void theKeySignsWhatTheCertificateVerifies() throws Exception {
    for (String alias : List.of(OWN, OWN + "@1")) {
      PrivateKey key = (PrivateKey) store.getKey(alias, PASSWORD);
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(new byte[] {1, 2, 3});
      byte[] signed = signature.sign();
      signature.initVerify(store.getCertificate(alias));
      signature.update(new byte[] {1, 2, 3});
      assertTrue(signature.verify(signed), alias);
    }
  }

  @Test
  void anEntryComesWithKeyAndChain() throws Exception {
    KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(PASSWORD);
    KeyStore.PrivateKeyEntry entry =
        assertInstanceOf(KeyStore.PrivateKeyEntry.class, store.getEntry(OWN, protection));
    assertEquals(store.getCertificate(OWN), entry.getCertificate());
    assertThrows(UnrecoverableKeyException.class, () -> store.getEntry(OWN, null));
    assertInstanceOf(KeyStore.TrustedCertificateEntry.class, store.getEntry("dpk-issuer", null));
  }

  @Test
  void theKeyCarriesTheWholeIdentityAndCanBeErased() throws Exception {
    OwnPrivateKey key = assertInstanceOf(OwnPrivateKey.class, store.getKey(OWN, PASSWORD));
    assertEquals(OWN, key.identity().identity().toString());
    assertEquals(1, key.identity().earlier().size());
    assertEquals("PKCS8", key.getFormat());
    assertNotNull(key.getEncoded());
    assertFalse(key.toString().contains("PKCS"), key.toString());
    key.destroy();
    assertTrue(key.isDestroyed());
    assertTrue(((EdECPrivateKey) key).getBytes().isEmpty());
    assertFalse(((OwnPrivateKey) store.getKey(OWN, PASSWORD)).isDestroyed());
  }

  @Test
  void theKeyIsNotSerialized() throws Exception {
    Key key = store.getKey(OWN, PASSWORD);
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(key));
    }
  }

  @Test
  void aKeyNeedsThePassword() {
    assertThrows(UnrecoverableKeyException.class, () -> store.getKey(OWN, WRONG));
    assertThrows(UnrecoverableKeyException.class, () -> store.getKey(OWN, null));
  }

  @Test
  void withoutAPasswordItListsAndUnlocksWhenAsked() throws Exception {
    KeyStore locked = load(file, null);
    assertEquals(2, locked.size());
    assertNotNull(locked.getCertificate(OWN));
    assertNotNull(locked.getKey(OWN, PASSWORD));
    assertThrows(UnrecoverableKeyException.class, () -> locked.getKey(OWN, WRONG));
    IOException refused =
        assertThrows(
            IOException.class, () -> locked.store(OutputStream.nullOutputStream(), PASSWORD));
    assertTrue(refused.getMessage().contains("without its password"), refused.getMessage());
    assertThrows(KeyStoreException.class, () -> locked.deleteEntry(OWN + "@1"));
  }

  @Test
  void aWrongPasswordIsAnIoExceptionWithTheCauseThatTheJdkAsksFor() {
    IOException e = assertThrows(IOException.class, () -> load(file, WRONG));
    assertInstanceOf(UnrecoverableKeyException.class, e.getCause());
  }

  @Test
  void namesThatNameNothingAreNotThere() throws Exception {
    for (String alias : List.of("", "gw.example", "@1", OWN + "@", OWN + "@0", OWN + "@x")) {
      assertFalse(store.containsAlias(alias), alias);
      assertFalse(store.isKeyEntry(alias), alias);
      assertFalse(store.isCertificateEntry(alias), alias);
      assertNull(store.getCertificate(alias), alias);
      assertNull(store.getCertificateChain(alias), alias);
      assertNull(store.getCreationDate(alias), alias);
      assertNull(store.getKey(alias, PASSWORD), alias);
      assertNull(store.getEntry(alias, null), alias);
    }
  }

  @Test
  void aCertificateIsFoundAgain() throws Exception {
    for (String alias : Collections.list(store.aliases())) {
      assertEquals(alias, store.getCertificateAlias(store.getCertificate(alias)));
    }
    KeyStore other = load(admitted("dns:other.example", 1).document().encode(), PASSWORD);
    assertNull(store.getCertificateAlias(other.getCertificate("dns:other.example")));
  }

  @Test
  void aLookUpWithoutChainSaysWhyItFailed() {
    ProviderException e =
        assertThrows(ProviderException.class, () -> store.getCertificate("dns:peer.example"));
    assertInstanceOf(RegistryException.class, e.getCause());
    assertTrue(e.getMessage().startsWith("could not look up dns:peer.example: "), e.getMessage());
  }

  @Test
  void whatIsOnChainCantBeChangedHere() throws Exception {
    Certificate certificate = store.getCertificate(OWN);
    Key key = store.getKey(OWN, PASSWORD);
    Certificate[] chain = {certificate};
    for (String alias : List.of(OWN, "dns:peer.example", "dpk-issuer", "whatever")) {
      assertRefused(() -> store.setCertificateEntry(alias, certificate));
      assertRefused(() -> store.setKeyEntry(alias, key, PASSWORD, store.getCertificateChain(OWN)));
      assertRefused(() -> store.setKeyEntry(alias, new byte[9], chain));
      assertRefused(() -> store.deleteEntry(alias));
      assertRefused(
          () -> store.setEntry(alias, new KeyStore.TrustedCertificateEntry(certificate), null));
    }
    assertEquals(2, store.size());
  }

  private static void assertRefused(Executable change) {
    KeyStoreException e = assertThrows(KeyStoreException.class, change);
    assertTrue(e.getMessage().contains("only reads the chain"), e.getMessage());
  }

  @Test
  void earlierKeysCanBeDeletedAndStayDeletedWhenStored() throws Exception {
    store.deleteEntry(OWN + "@1");
    assertFalse(store.isKeyEntry(OWN + "@1"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    assertEquals(
        List.of(OWN, "dpk-issuer"), Collections.list(load(out.toByteArray(), PASSWORD).aliases()));
  }

  @Test
  void storingUnderTheSamePasswordKeepsTheFile() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    assertArrayEquals(file, out.toByteArray());
  }

  @Test
  void storingUnderAnotherPasswordChangesThePassword() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, WRONG);
    assertThrows(IOException.class, () -> load(out.toByteArray(), PASSWORD));
    KeyStore renewed = load(out.toByteArray(), WRONG);
    assertArrayEquals(secret(store.getKey(OWN, PASSWORD)), secret(renewed.getKey(OWN, WRONG)));
  }

  private static byte[] secret(Key key) {
    return ((EdECPrivateKey) key).getBytes().orElseThrow();
  }

  @Test
  void storingNeedsAPassword() {
    assertThrows(
        IllegalArgumentException.class, () -> store.store(OutputStream.nullOutputStream(), null));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.store(OutputStream.nullOutputStream(), new char[0]));
    assertThrows(IllegalArgumentException.class, () -> store.store(null));
  }

  @Test
  void aParameterLoadsAndStoresAFile() throws Exception {
    Path path = folder.resolve("device.dpk");
    Files.write(path, file);
    KeyStore loaded = empty();
    loaded.load(DpkLoadStoreParameter.ofFile(path, new KeyStore.PasswordProtection(PASSWORD)));
    assertTrue(loaded.isKeyEntry(OWN));
    loaded.deleteEntry(OWN + "@1");
    loaded.store(DpkLoadStoreParameter.ofFile(path, new KeyStore.PasswordProtection(PASSWORD)));
    assertEquals(2, load(Files.readAllBytes(path), PASSWORD).size());
  }

  @Test
  void aCallbackHandlerIsAskedForThePassword() throws Exception {
    Path path = folder.resolve("device.dpk");
    Files.write(path, file);
    CallbackHandler handler =
        callbacks -> {
          for (Callback callback : callbacks) {
            ((PasswordCallback) callback).setPassword(PASSWORD);
          }
        };
    KeyStore loaded = empty();
    loaded.load(
        DpkLoadStoreParameter.ofFile(path, new KeyStore.CallbackHandlerProtection(handler)));
    loaded.deleteEntry(OWN + "@1");
    assertFalse(loaded.isKeyEntry(OWN + "@1"));
  }

  @Test
  void aForeignParameterIsRefused() {
    KeyStore.LoadStoreParameter foreign = () -> null;
    assertThrows(IllegalArgumentException.class, () -> empty().load(foreign));
    assertThrows(IllegalArgumentException.class, () -> store.store(foreign));
  }

  @Test
  void withoutAnythingItHoldsOnlyTheIssuer() throws Exception {
    KeyStore nothing = empty();
    nothing.load(null, null);
    assertEquals(List.of("dpk-issuer"), Collections.list(nothing.aliases()));
    ProviderException e =
        assertThrows(ProviderException.class, () -> nothing.containsAlias("dns:peer.example"));
    assertTrue(e.getMessage().contains("org.dpk.registry"), e.getMessage());
    assertThrows(IOException.class, () -> nothing.store(OutputStream.nullOutputStream(), PASSWORD));
  }

  @Test
  void aPropertyNamesTheFile() throws Exception {
    Path path = folder.resolve("device.dpk");
    Files.write(path, file);
    System.setProperty(DpkProvider.IDENTITY_PROPERTY, path.toString());
    KeyStore loaded = empty();
    loaded.load(null, PASSWORD);
    assertTrue(loaded.isKeyEntry(OWN));
    System.setProperty(DpkProvider.IDENTITY_PROPERTY, folder.resolve("missing").toString());
    IOException e = assertThrows(IOException.class, () -> empty().load(null, PASSWORD));
    assertInstanceOf(IdentityFileException.Unreadable.class, e);
  }

  @Test
  void aWrongSettingSaysWhichOneAndWhatToWrite() {
    System.setProperty(DpkProvider.CHAIN_PROPERTY, "1");
    assertSettingRefused(DpkProvider.REGISTRY_PROPERTY + " is missing");
    System.setProperty(DpkProvider.REGISTRY_PROPERTY, "nonsense");
    assertSettingRefused(DpkProvider.REGISTRY_PROPERTY + " can't be 'nonsense': write");
    System.clearProperty(DpkProvider.CHAIN_PROPERTY);
    assertSettingRefused(DpkProvider.CHAIN_PROPERTY + " is missing");
    System.setProperty(DpkProvider.CHAIN_PROPERTY, "mainnet");
    assertSettingRefused(DpkProvider.CHAIN_PROPERTY + " can't be 'mainnet'");
  }

  private static void assertSettingRefused(String message) {
    IOException e = assertThrows(IOException.class, () -> empty().load(null, null));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void aNodeThatIsNoneSaysWhatToWrite() throws Exception {
    System.setProperty(DpkProvider.NODES_PROPERTY, "ftp://node.example/");
    IOException e = assertThrows(IOException.class, () -> load(file, PASSWORD));
    assertTrue(e.getMessage().contains("http://"), e.getMessage());
  }

  @Test
  void nodesComeFromTheFileUnlessTheyAreSetOrNamed() {
    List<URI> ofFile = List.of(URI.create("http://file:1/"));
    List<URI> named = List.of(URI.create("http://named:1/"));
    assertEquals(ofFile, access(List.of(), ofFile));
    System.setProperty(DpkProvider.NODES_PROPERTY, " http://set:1/ , ws://set:2/");
    List<URI> set = List.of(URI.create("http://set:1/"), URI.create("ws://set:2/"));
    assertEquals(set, access(List.of(), ofFile));
    assertEquals(named, access(named, ofFile));
  }

  private static List<URI> access(List<URI> named, List<URI> ofFile) {
    return ChainAccess.of(IdentityFixture.REGISTRY, named, ofFile).nodes();
  }

  @Test
  void aLightConfigurationThatCannotBeUsedIsNeverFullMode() throws Exception {
    Path light = folder.resolve("light.json");
    System.setProperty(DpkProvider.LIGHT_PROPERTY, light.toString());
    assertLightRefused("light.json can't be read (there is no such file)");
    Files.writeString(light, "{\"anchor\": \"luck\"}");
    assertLightRefused("light.json: 'anchor' can't be used, it is none of sync-committee,");
    Files.writeString(light, quorum("\"network\": \"hoodi\","));
    IOException e = assertThrows(IOException.class, () -> load(file, PASSWORD));
    assertTrue(e.getMessage().contains("is for hoodi, which is chain 560048"), e.getMessage());
  }

  private void assertLightRefused(String message) {
    for (Executable reading : List.<Executable>of(() -> load(file, PASSWORD), Settings::check)) {
      Exception e = assertThrows(Exception.class, reading);
      assertTrue(e.getMessage().startsWith(DpkProvider.LIGHT_PROPERTY + ": "), e.getMessage());
      assertTrue(e.getMessage().contains(message), e.getMessage());
    }
  }

  @Test
  void nodesOfALightConfigurationGoBeforeThoseOfTheFile() throws Exception {
    List<URI> ofFile = List.of(URI.create("http://file:1/"));
    List<URI> named = List.of(URI.create("http://named:1/"));
    Path light = folder.resolve("light.json");
    System.setProperty(DpkProvider.LIGHT_PROPERTY, light.toString());
    Files.writeString(light, committee("\"nodes\": [\"http://light:1/\"],"));
    assertEquals(List.of(URI.create("http://light:1/")), access(List.of(), ofFile));
    assertEquals(named, access(named, ofFile));
    System.setProperty(DpkProvider.NODES_PROPERTY, "http://set:1/");
    assertEquals(List.of(URI.create("http://set:1/")), access(List.of(), ofFile));
    System.clearProperty(DpkProvider.NODES_PROPERTY);
    Files.writeString(light, committee(""));
    assertEquals(ofFile, access(List.of(), ofFile));
    Files.writeString(light, quorum(""));
    assertEquals(List.of(URI.create("http://quorum:1/")), access(named, ofFile));
  }

  private static String quorum(String more) {
    return "{%s \"anchor\": \"quorum\", \"agree\": 1, \"nodes\": [\"http://quorum:1/\"]}"
        .formatted(more);
  }

  /** Of a network of one's own, on the chain of the fixture. */
  private String committee(String more) throws IOException {
    String mainnet;
    try (InputStream in = LightConfiguration.class.getResourceAsStream("mainnet.json")) {
      mainnet = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String chain = "\"chainId\": " + IdentityFixture.REGISTRY.chainId() + ",";
    Files.writeString(folder.resolve("mine.json"), mainnet.replaceFirst("\"chainId\": 1,", chain));
    return "{%s \"network\": \"mine.json\", \"beacons\": [\"http://b\"], \"checkpoint\": \"0x%064x\"}"
        .formatted(more, 1);
  }

  @Test
  void peersAndTimeoutAreRead() {
    System.setProperty(
        DpkProvider.PEERS_PROPERTY, "Printer.local=uuid:0190b1d2-0000-7000-8000-000000000001");
    assertEquals(
        DpkIdentity.parse("uuid:0190b1d2-0000-7000-8000-000000000001"),
        Settings.peers().get("printer.local"));
    for (String wrong : List.of("printer.local", "=dns:x.example", "a=b")) {
      System.setProperty(DpkProvider.PEERS_PROPERTY, wrong);
      assertThrows(IllegalArgumentException.class, Settings::peers, wrong);
    }
    System.setProperty(DpkProvider.LOOKUP_TIMEOUT_PROPERTY, "3");
    assertEquals(3, Settings.lookupTimeout().toSeconds());
    for (String wrong : List.of("0", "-1", "3601", "soon")) {
      System.setProperty(DpkProvider.LOOKUP_TIMEOUT_PROPERTY, wrong);
      assertThrows(IllegalArgumentException.class, Settings::lookupTimeout, wrong);
    }
  }
}
