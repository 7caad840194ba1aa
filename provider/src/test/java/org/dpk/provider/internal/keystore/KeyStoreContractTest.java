package org.dpk.provider.internal.keystore;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DomainLoadStoreParameter;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of {@code KeyStoreSpi}, on a DPK store and, as the control, on the JDK's PKCS12 with
 * the same entries.
 */
class KeyStoreContractTest {

  private static final String OWN = "dns:gw.example";
  private static final String TRUSTED = "dpk-issuer";
  private static final String NOBODY = "nobody";
  private static final char[] WRONG = "wrong".toCharArray();
  private static final KeyStore.PasswordProtection PROTECTION =
      new KeyStore.PasswordProtection(PASSWORD);

  private static byte[] dpkFile;
  private static byte[] pkcs12File;

  @TempDir Path folder;
  private Properties before;

  /** Which methods of the SPI a test is about. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Covers {
    String[] value();
  }

  enum Kind {
    DPK,
    PKCS12;

    KeyStore empty() throws KeyStoreException {
      return KeyStore.getInstance(name());
    }

    byte[] file() {
      return this == DPK ? dpkFile : pkcs12File;
    }

    KeyStore load() throws Exception {
      return load(PASSWORD);
    }

    KeyStore load(char[] password) throws Exception {
      return load(file(), password);
    }

    KeyStore load(byte[] content, char[] password) throws Exception {
      KeyStore store = empty();
      store.load(new ByteArrayInputStream(content), password);
      return store;
    }
  }

  @BeforeAll
  static void twoStoresWithTheSameEntries() throws Exception {
    DpkProvider.install();
    dpkFile = IdentityFixture.admitted(OWN, 1).document().encode();
    KeyStore dpk = Kind.DPK.load();
    KeyStore pkcs12 = Kind.PKCS12.empty();
    pkcs12.load(null, null);
    pkcs12.setEntry(OWN, dpk.getEntry(OWN, PROTECTION), PROTECTION);
    pkcs12.setEntry(TRUSTED, dpk.getEntry(TRUSTED, null), null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pkcs12.store(out, PASSWORD);
    pkcs12File = out.toByteArray();
  }

  @AfterAll
  static void removeProvider() {
    Security.removeProvider(DpkProvider.NAME);
  }

  @BeforeEach
  void keepProperties() {
    before = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  private Path write(Kind kind) throws IOException {
    return Files.write(folder.resolve("store." + kind), kind.file());
  }

  // --- completeness ---------------------------------------------------------------------------

  @Test
  void noMethodOfTheSpiIsLeftOut() {
    Set<String> spi =
        Arrays.stream(KeyStoreSpi.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(KeyStoreContractTest::signature)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> covered =
        Arrays.stream(KeyStoreContractTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Covers.class))
            .flatMap(method -> Stream.of(method.getAnnotation(Covers.class).value()))
            .collect(Collectors.toCollection(TreeSet::new));
    // came with JDK 18
    spi.add("engineGetAttributes(String)");
    assertEquals(spi, covered);
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingWorksBeforeLoad(Kind kind) throws Exception {
    KeyStore store = kind.empty();
    assertThrows(KeyStoreException.class, store::aliases);
    assertThrows(KeyStoreException.class, () -> store.getKey(OWN, PASSWORD));
    assertThrows(KeyStoreException.class, () -> store.getEntry(OWN, PROTECTION));
    assertThrows(
        KeyStoreException.class, () -> store.store(OutputStream.nullOutputStream(), PASSWORD));
  }

  // --- reading --------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetKey(String,char[])")
  void aKeyNeedsItsPasswordAndAKeyEntry(Kind kind) throws Exception {
    KeyStore store = kind.load();
    Key key = store.getKey(OWN, PASSWORD);
    assertInstanceOf(PrivateKey.class, key);
    assertArrayEquals(Kind.DPK.load().getKey(OWN, PASSWORD).getEncoded(), key.getEncoded());
    assertThrows(UnrecoverableKeyException.class, () -> store.getKey(OWN, WRONG));
    assertNull(store.getKey(NOBODY, PASSWORD));
    assertNull(store.getKey(TRUSTED, PASSWORD));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetCertificateChain(String)")
  void onlyAKeyEntryHasAChainAndItsLeafIsFirst(Kind kind) throws Exception {
    KeyStore store = kind.load();
    Certificate[] chain = store.getCertificateChain(OWN);
    assertEquals(2, chain.length);
    chain[0].verify(chain[1].getPublicKey());
    chain[0] = null;
    assertNotNull(store.getCertificateChain(OWN)[0], "a copy");
    assertNull(store.getCertificateChain(TRUSTED));
    assertNull(store.getCertificateChain(NOBODY));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetCertificate(String)")
  void aCertificateIsTheLeafOrTheTrustedOne(Kind kind) throws Exception {
    KeyStore store = kind.load();
    assertEquals(store.getCertificateChain(OWN)[0], store.getCertificate(OWN));
    assertEquals(store.getCertificateChain(OWN)[1], store.getCertificate(TRUSTED));
    assertNull(store.getCertificate(NOBODY));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetCreationDate(String)")
  void eachEntryHasADateAndHandsOutACopy(Kind kind) throws Exception {
    KeyStore store = kind.load();
    Date created = store.getCreationDate(OWN);
    long time = created.getTime();
    created.setTime(0);
    assertEquals(time, store.getCreationDate(OWN).getTime());
    assertNotNull(store.getCreationDate(TRUSTED));
    assertNull(store.getCreationDate(NOBODY));
  }

  @ParameterizedTest
  @EnumSource
  @Covers({"engineAliases()", "engineSize()", "engineContainsAlias(String)"})
  void whatIsListedIsThereAndCounted(Kind kind) throws Exception {
    KeyStore store = kind.load();
    List<String> aliases = Collections.list(store.aliases());
    assertEquals(Set.of(OWN, TRUSTED), Set.copyOf(aliases));
    assertEquals(aliases.size(), store.size());
    for (String alias : aliases) {
      assertTrue(store.containsAlias(alias), alias);
    }
    assertTrue(store.containsAlias("DNS:GW.EXAMPLE"), "case does not matter");
    assertFalse(store.containsAlias(NOBODY));
  }

  @ParameterizedTest
  @EnumSource
  @Covers({
    "engineIsKeyEntry(String)",
    "engineIsCertificateEntry(String)",
    "engineEntryInstanceOf(String,Class)"
  })
  void anEntryIsOfOneKind(Kind kind) throws Exception {
    KeyStore store = kind.load();
    assertTrue(store.isKeyEntry(OWN));
    assertFalse(store.isCertificateEntry(OWN));
    assertTrue(store.entryInstanceOf(OWN, KeyStore.PrivateKeyEntry.class));
    assertFalse(store.entryInstanceOf(OWN, KeyStore.SecretKeyEntry.class));
    assertFalse(store.entryInstanceOf(OWN, KeyStore.TrustedCertificateEntry.class));
    assertFalse(store.isKeyEntry(TRUSTED));
    assertTrue(store.isCertificateEntry(TRUSTED));
    assertTrue(store.entryInstanceOf(TRUSTED, KeyStore.TrustedCertificateEntry.class));
    assertFalse(store.entryInstanceOf(TRUSTED, KeyStore.PrivateKeyEntry.class));
    assertFalse(store.isKeyEntry(NOBODY));
    assertFalse(store.isCertificateEntry(NOBODY));
    assertFalse(store.entryInstanceOf(NOBODY, KeyStore.PrivateKeyEntry.class));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetCertificateAlias(Certificate)")
  void aCertificateLeadsBackToItsAlias(Kind kind) throws Exception {
    KeyStore store = kind.load();
    assertEquals(OWN, store.getCertificateAlias(store.getCertificate(OWN)));
    assertEquals(TRUSTED, store.getCertificateAlias(store.getCertificate(TRUSTED)));
    KeyStore other = Kind.DPK.load(IdentityFixture.admitted(OWN, 1).document().encode(), PASSWORD);
    assertNull(store.getCertificateAlias(other.getCertificate(OWN)));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineGetEntry(String,ProtectionParameter)")
  void anEntryComesAsAWhole(Kind kind) throws Exception {
    KeyStore store = kind.load();
    KeyStore.PrivateKeyEntry own =
        assertInstanceOf(KeyStore.PrivateKeyEntry.class, store.getEntry(OWN, PROTECTION));
    assertArrayEquals(store.getKey(OWN, PASSWORD).getEncoded(), own.getPrivateKey().getEncoded());
    assertArrayEquals(store.getCertificateChain(OWN), own.getCertificateChain());
    KeyStore.TrustedCertificateEntry trusted =
        assertInstanceOf(KeyStore.TrustedCertificateEntry.class, store.getEntry(TRUSTED, null));
    assertEquals(store.getCertificate(TRUSTED), trusted.getTrustedCertificate());
    assertNull(store.getEntry(NOBODY, PROTECTION));
    assertThrows(UnrecoverableKeyException.class, () -> store.getEntry(OWN, null));
    assertThrows(
        UnrecoverableKeyException.class,
        () -> store.getEntry(OWN, new KeyStore.PasswordProtection(WRONG)));
    assertThrows(UnsupportedOperationException.class, () -> store.getEntry(TRUSTED, PROTECTION));
  }

  /** Came with JDK 18, so it is called by its name. */
  @ParameterizedTest
  @EnumSource
  @Covers("engineGetAttributes(String)")
  void attributesAreThoseOfTheEntry(Kind kind) throws Exception {
    KeyStore store = kind.load();
    KeyStore.Entry entry = store.getEntry(OWN, PROTECTION);
    assertEquals(kind == Kind.DPK, entry.getAttributes().isEmpty());
    if (Runtime.version().feature() >= 18) {
      Method attributes = KeyStore.class.getMethod("getAttributes", String.class);
      assertEquals(entry.getAttributes(), attributes.invoke(store, OWN));
      assertEquals(Set.of(), attributes.invoke(store, NOBODY));
    }
  }

  // --- changing: PKCS12 does, DPK says why not ------------------------------------------------

  @ParameterizedTest
  @EnumSource
  @Covers({
    "engineSetKeyEntry(String,Key,char[],Certificate[])",
    "engineSetKeyEntry(String,byte[],Certificate[])",
    "engineSetCertificateEntry(String,Certificate)",
    "engineSetEntry(String,Entry,ProtectionParameter)"
  })
  void anEntryIsSetOrTheReasonIsTold(Kind kind) throws Exception {
    KeyStore store = kind.load();
    Key key = store.getKey(OWN, PASSWORD);
    Certificate[] chain = store.getCertificateChain(OWN);
    KeyStore.Entry entry = store.getEntry(OWN, PROTECTION);
    change(kind, store, "one", () -> store.setKeyEntry("one", key, PASSWORD, chain));
    change(kind, store, "two", () -> store.setCertificateEntry("two", chain[1]));
    change(kind, store, "three", () -> store.setEntry("three", entry, PROTECTION));
    change(
        kind,
        store,
        "four",
        () ->
            store.setKeyEntry(
                "four",
                new EncryptedPrivateKeyInfo("PBEWithSHA1AndDESede", new byte[16]).getEncoded(),
                chain));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineDeleteEntry(String)")
  void anEntryIsDeletedOrTheReasonIsTold(Kind kind) throws Exception {
    KeyStore store = kind.load();
    if (kind == Kind.DPK) {
      for (String alias : List.of(OWN, TRUSTED, NOBODY)) {
        assertThrows(KeyStoreException.class, () -> store.deleteEntry(alias), alias);
      }
      assertEquals(2, store.size());
    } else {
      store.deleteEntry(OWN);
      assertFalse(store.containsAlias(OWN));
    }
  }

  private interface Change {
    void run() throws Exception;
  }

  private static void change(Kind kind, KeyStore store, String alias, Change change)
      throws Exception {
    if (kind == Kind.PKCS12) {
      change.run();
      assertTrue(store.containsAlias(alias), alias);
      return;
    }
    KeyStoreException e = assertThrows(KeyStoreException.class, change::run);
    assertTrue(e.getMessage().contains("only reads the chain"), e.getMessage());
    assertEquals(2, store.size());
  }

  // --- storing and loading --------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  @Covers({"engineStore(OutputStream,char[])", "engineLoad(InputStream,char[])"})
  void whatIsStoredIsLoadedUnderTheNewPassword(Kind kind) throws Exception {
    KeyStore store = kind.load();
    byte[] key = store.getKey(OWN, PASSWORD).getEncoded();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, WRONG);
    KeyStore again = kind.load(out.toByteArray(), WRONG);
    assertEquals(store.size(), again.size());
    // PKCS12 keeps each key's own password, and DPK has one for all
    assertArrayEquals(key, again.getKey(OWN, kind == Kind.DPK ? WRONG : PASSWORD).getEncoded());
    IOException e = assertThrows(IOException.class, () -> kind.load(out.toByteArray(), PASSWORD));
    assertInstanceOf(UnrecoverableKeyException.class, e.getCause());
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineLoad(InputStream,char[])")
  void loadingNothingOrGarbage(Kind kind) throws Exception {
    KeyStore store = kind.load();
    store.load(null, null);
    assertFalse(store.isKeyEntry(OWN), "what was loaded before is gone");
    assertEquals(kind == Kind.DPK ? 1 : 0, store.size());
    for (byte[] garbage : List.of(new byte[0], new byte[100], "{\"format\":1}".getBytes("UTF-8"))) {
      assertThrows(IOException.class, () -> kind.load(garbage, PASSWORD));
      assertThrows(IOException.class, () -> store.load(new ByteArrayInputStream(garbage), null));
    }
    byte[] half = Arrays.copyOf(kind.file(), kind.file().length / 2);
    assertThrows(IOException.class, () -> kind.load(half, PASSWORD));
  }

  @ParameterizedTest
  @EnumSource
  void aFailedLoadKeepsWhatWasThere(Kind kind) throws Exception {
    KeyStore store = kind.load();
    assertThrows(IOException.class, () -> store.load(new ByteArrayInputStream(kind.file()), WRONG));
    if (kind == Kind.DPK) {
      assertTrue(store.isKeyEntry(OWN));
      assertNotNull(store.getKey(OWN, PASSWORD));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineLoad(LoadStoreParameter)")
  void aParameterWithAPasswordMeansNoStream(Kind kind) throws Exception {
    System.setProperty(DpkProvider.IDENTITY_PROPERTY, write(Kind.DPK).toString());
    for (KeyStore.ProtectionParameter protection :
        List.of(PROTECTION, new KeyStore.CallbackHandlerProtection(KeyStoreContractTest::answer))) {
      KeyStore store = kind.empty();
      store.load(() -> protection);
      assertEquals(kind == Kind.DPK, store.containsAlias(OWN));
    }
    KeyStore store = kind.empty();
    store.load(null);
    assertEquals(kind == Kind.DPK, store.containsAlias(OWN));
  }

  private static void answer(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      ((PasswordCallback) callback).setPassword(PASSWORD);
    }
  }

  @Test
  @Covers({"engineLoad(LoadStoreParameter)", "engineStore(LoadStoreParameter)"})
  void ourOwnParameterNamesFiles() throws Exception {
    Path path = write(Kind.DPK);
    KeyStore store = Kind.DPK.empty();
    store.load(DpkLoadStoreParameter.ofFile(path, PROTECTION));
    Path other = write(Kind.PKCS12);
    store.store(DpkLoadStoreParameter.ofFile(other, PROTECTION));
    assertArrayEquals(Files.readAllBytes(path), Files.readAllBytes(other));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineStore(LoadStoreParameter)")
  void aParameterThatNamesNoFileCantBeStoredTo(Kind kind) throws Exception {
    KeyStore store = kind.load();
    Class<? extends RuntimeException> expected =
        kind == Kind.DPK ? IllegalArgumentException.class : UnsupportedOperationException.class;
    assertThrows(expected, () -> store.store(() -> PROTECTION));
    assertThrows(IllegalArgumentException.class, () -> Kind.DPK.load().store(null));
  }

  @ParameterizedTest
  @EnumSource
  @Covers("engineProbe(InputStream)")
  void aFileTellsItsType(Kind kind) throws Exception {
    File file = write(kind).toFile();
    KeyStore store = KeyStore.getInstance(file, PASSWORD);
    assertEquals(kind.name(), store.getType().toUpperCase(Locale.ROOT));
    assertTrue(store.isKeyEntry(OWN));
    KeyStore byParameter = KeyStore.getInstance(file, () -> PROTECTION);
    assertTrue(byParameter.isKeyEntry(OWN));
  }

  @ParameterizedTest
  @EnumSource
  void aBuilderLoadsAFileOfEitherType(Kind kind) throws Exception {
    File file = write(kind).toFile();
    for (KeyStore.Builder builder :
        List.of(
            KeyStore.Builder.newInstance(file, PROTECTION),
            KeyStore.Builder.newInstance(kind.name(), null, file, PROTECTION),
            KeyStore.Builder.newInstance(
                kind.name(),
                null,
                file,
                new KeyStore.CallbackHandlerProtection(KeyStoreContractTest::answer)))) {
      KeyStore store = builder.getKeyStore();
      assertNotNull(store.getEntry(OWN, builder.getProtectionParameter(OWN)));
    }
  }

  /** What {@code javax.net.ssl.keyStore=NONE} is to a key store that has its own place. */
  @Test
  void aBuilderWithoutFileTakesTheFileOfTheSettings() throws Exception {
    System.setProperty(DpkProvider.IDENTITY_PROPERTY, write(Kind.DPK).toString());
    KeyStore.Builder builder = KeyStore.Builder.newInstance("DPK", null, PROTECTION);
    KeyStore store = builder.getKeyStore();
    assertNotNull(store.getEntry(OWN, builder.getProtectionParameter(OWN)));
    int[] asked = {0};
    KeyStore.Builder asking =
        KeyStore.Builder.newInstance(
            "DPK",
            null,
            new KeyStore.CallbackHandlerProtection(
                callbacks -> {
                  // the JDK asks again after a wrong password
                  char[] password = asked[0]++ == 0 ? WRONG : PASSWORD;
                  ((PasswordCallback) callbacks[0]).setPassword(password);
                }));
    assertTrue(asking.getKeyStore().isKeyEntry(OWN));
    assertEquals(2, asked[0]);
  }

  /** A domain of the JDK that joins a DPK store and a PKCS12 store. */
  @Test
  void aDomainJoinsBoth() throws Exception {
    Path dpk = write(Kind.DPK);
    Path pkcs12 = write(Kind.PKCS12);
    Path domains =
        Files.writeString(
            folder.resolve("domains.cfg"),
            """
            domain both {
              keystore chain keystoreType="DPK" keystoreURI="%s";
              keystore file keystoreType="PKCS12" keystoreURI="%s";
            };
            """
                .formatted(dpk.toUri(), pkcs12.toUri()));
    KeyStore joined = KeyStore.getInstance("DKS");
    joined.load(
        new DomainLoadStoreParameter(
            URI.create(domains.toUri() + "#both"),
            Map.of("chain", PROTECTION, "file", PROTECTION)));
    assertEquals(4, joined.size());
    assertTrue(joined.isKeyEntry("chain " + OWN));
    assertNotNull(joined.getKey("chain " + OWN, PASSWORD));
    assertTrue(joined.isKeyEntry("file " + OWN));
  }

  // --- under concurrent use -------------------------------------------------------------------

  /** Each answer is of one snapshot: key and certificate belong together, whatever is loaded. */
  @Test
  void answersAreOfOneSnapshotWhileAnotherThreadLoads() throws Exception {
    byte[] other = IdentityFixture.admitted(OWN, 1).document().encode();
    KeyStore store = Kind.DPK.load();
    Certificate[] leaves = {
      store.getCertificate(OWN), Kind.DPK.load(other, PASSWORD).getCertificate(OWN)
    };
    assertNotEquals(leaves[0].getPublicKey(), leaves[1].getPublicKey());
    Thread loading =
        new Thread(
            () -> {
              for (int i = 0; i < 10; i++) {
                reload(store, i % 2 == 0 ? other : dpkFile);
              }
            });
    loading.start();
    try {
      int read = 0;
      while (loading.isAlive() || read < 10) {
        assertBelongTogether((KeyStore.PrivateKeyEntry) store.getEntry(OWN, PROTECTION));
        read++;
        assertEquals(2, Collections.list(store.aliases()).size());
      }
    } finally {
      loading.join();
    }
  }

  private static void reload(KeyStore store, byte[] content) {
    try {
      store.load(new ByteArrayInputStream(content), PASSWORD);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertBelongTogether(KeyStore.PrivateKeyEntry entry) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(entry.getPrivateKey());
    signature.update((byte) 1);
    byte[] signed = signature.sign();
    signature.initVerify(entry.getCertificate());
    signature.update((byte) 1);
    assertTrue(signature.verify(signed));
  }
}
