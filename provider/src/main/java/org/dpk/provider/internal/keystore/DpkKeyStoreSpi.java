package org.dpk.provider.internal.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Optional;
import java.util.stream.Stream;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.identity.IdentityDocument;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.identity.UnlockedDocument;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyStore.getInstance("DPK")}: one's own identity from its file, and a view of every
 * identity on chain.
 *
 * <p>Own identities are key entries. Any other identity on chain is a trusted certificate, looked
 * up when it is asked for by its alias; {@code aliases()} lists one's own, the pinned PKM and the
 * issuer of this process, never the chain. A look-up that fails throws a {@link ProviderException},
 * since "not there" would be a lie. Nothing here writes to the chain.
 */
public final class DpkKeyStoreSpi extends KeyStoreSpi {

  private static final int PROBED = 512;

  private final SecureRandom random = new SecureRandom();
  private volatile Snapshot snapshot = Snapshot.empty(null, null);

  /** For the provider. */
  public DpkKeyStoreSpi() {}

  @Override
  public boolean engineProbe(InputStream stream) throws IOException {
    return IdentityDocument.looksLike(stream.readNBytes(PROBED));
  }

  @Override
  public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
      throws IOException {
    snapshot = new Loading(password).fromStream(stream);
  }

  @Override
  public void engineLoad(KeyStore.@Nullable LoadStoreParameter parameter) throws IOException {
    if (parameter == null) {
      engineLoad(null, null);
      return;
    }
    char[] password = Passwords.of(parameter.getProtectionParameter());
    try {
      snapshot = loaded(parameter, new Loading(password));
    } finally {
      clear(password);
    }
  }

  // a parameter with nothing but a password means the file of the settings: KeyStore.Builder's
  private static Snapshot loaded(KeyStore.LoadStoreParameter parameter, Loading loading)
      throws IOException {
    boolean passwordOnly =
        !(parameter instanceof DpkLoadStoreParameter) && parameter.getProtectionParameter() != null;
    return passwordOnly ? loading.fromStream(null) : loading.from(required(parameter));
  }

  @Override
  public void engineStore(OutputStream stream, char @Nullable [] password) throws IOException {
    UnlockedDocument document = storable(snapshot);
    stream.write(underPassword(document, password).encode());
  }

  @Override
  public void engineStore(KeyStore.@Nullable LoadStoreParameter parameter) throws IOException {
    if (parameter == null) {
      throw new IllegalArgumentException("name the file to store to: DpkLoadStoreParameter.ofFile");
    }
    Path file =
        required(parameter)
            .identityFile()
            .orElseThrow(() -> new IllegalArgumentException("name the file to store to"));
    char[] password = Passwords.of(parameter.getProtectionParameter());
    try {
      IdentityFile.write(file, underPassword(storable(snapshot), password));
    } finally {
      clear(password);
    }
  }

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(snapshot.aliases());
  }

  @Override
  public int engineSize() {
    return snapshot.aliases().size();
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return entry(alias).isPresent();
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return snapshot.listed(alias).filter(Entry.Own.class::isInstance).isPresent();
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return entry(alias).filter(entry -> !(entry instanceof Entry.Own)).isPresent();
  }

  @Override
  public @Nullable Certificate engineGetCertificate(String alias) {
    return entry(alias).map(Entry::certificate).orElse(null);
  }

  @Override
  public Certificate @Nullable [] engineGetCertificateChain(String alias) {
    return snapshot
        .listed(alias)
        .filter(Entry.Own.class::isInstance)
        .map(entry -> entry.chain().toArray(new Certificate[0]))
        .orElse(null);
  }

  @Override
  public @Nullable Date engineGetCreationDate(String alias) {
    return entry(alias).map(entry -> (Date) entry.created().clone()).orElse(null);
  }

  @Override
  public @Nullable String engineGetCertificateAlias(Certificate certificate) {
    return snapshot.aliasOf(certificate).orElse(null);
  }

  @Override
  public @Nullable Key engineGetKey(String alias, char @Nullable [] password)
      throws UnrecoverableKeyException {
    Snapshot now = snapshot;
    Optional<Entry.Own> own =
        now.listed(alias).filter(Entry.Own.class::isInstance).map(Entry.Own.class::cast);
    return own.isEmpty() ? null : key(now, own.get(), password);
  }

  /** {@inheritDoc} Key and chain are of one snapshot, whatever is loaded meanwhile. */
  @Override
  public KeyStore.@Nullable Entry engineGetEntry(
      String alias, KeyStore.@Nullable ProtectionParameter protection)
      throws KeyStoreException, UnrecoverableEntryException {
    Snapshot now = snapshot;
    if (protection instanceof ChainEntry.Request) {
      return now.chainEntry().orElse(null);
    }
    Entry entry = entry(now, alias).orElse(null);
    if (entry instanceof Entry.Own own) {
      return privateKeyEntry(now, own, protection);
    }
    return entry == null ? null : trustedEntry(entry, protection);
  }

  @Override
  public void engineSetKeyEntry(
      String alias, Key key, char @Nullable [] password, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw notHere(alias, "enrol it instead, or rotate its keys");
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw notHere(alias, "enrol it instead, or rotate its keys");
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw notHere(alias, "whom to trust is what the chain says");
  }

  /**
   * Only the keys of an earlier version of one's own identity can be deleted; {@code store} makes
   * it last.
   */
  @Override
  public synchronized void engineDeleteEntry(String alias) throws KeyStoreException {
    Snapshot now = snapshot;
    Entry entry = now.listed(alias).orElse(null);
    if (!(entry instanceof Entry.Own own)) {
      throw notHere(alias, "only its owner or its registrar can revoke it, on chain");
    }
    if (now.document() == null || isInForce(now.document(), own)) {
      throw notHere(alias, "it is this machine's own: revoke it on chain, then delete its file");
    }
    if (now.unlocked() == null) {
      throw new KeyStoreException(withoutPassword());
    }
    try {
      snapshot = now.with(now.unlocked().edit(edit -> edit.dropEarlier(own.recordBytes()), random));
    } catch (IdentityFileException e) {
      throw new KeyStoreException("could not delete " + alias + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore.PrivateKeyEntry privateKeyEntry(
      Snapshot now, Entry.Own own, KeyStore.@Nullable ProtectionParameter protection)
      throws KeyStoreException, UnrecoverableEntryException {
    char[] password = null;
    try {
      password = Passwords.of(protection);
      return new KeyStore.PrivateKeyEntry(
          key(now, own, password), own.chain().toArray(new Certificate[0]));
    } catch (IOException e) {
      throw new KeyStoreException(e.getMessage(), e);
    } finally {
      clear(password);
    }
  }

  // as the JDK's own stores have it
  private static KeyStore.TrustedCertificateEntry trustedEntry(
      Entry entry, KeyStore.@Nullable ProtectionParameter protection) {
    if (protection != null) {
      throw new UnsupportedOperationException(
          "a trusted certificate has no password: ask without one");
    }
    return new KeyStore.TrustedCertificateEntry(entry.certificate());
  }

  private Optional<Entry> entry(String alias) {
    return entry(snapshot, alias);
  }

  private Optional<Entry> entry(Snapshot now, String alias) {
    return now.listed(alias).or(() -> Alias.parse(alias).flatMap(parsed -> lookUp(now, parsed)));
  }

  private Optional<Entry.Foreign> lookUp(Snapshot now, Alias alias) {
    return Foreigners.find(now, alias).map(this::remember);
  }

  // the same certificate for the same record, so that getCertificateAlias finds it again
  private synchronized Entry.Foreign remember(Entry.Foreign found) {
    Entry.Foreign known = snapshot.seen().get(Snapshot.aliasOf(found.record()).toString());
    if (known != null && known.record().equals(found.record())) {
      return known;
    }
    snapshot = snapshot.withSeen(found);
    return found;
  }

  private static PrivateKey key(Snapshot now, Entry.Own own, char @Nullable [] password)
      throws UnrecoverableKeyException {
    if (password == null || now.document() == null || now.access() == null) {
      throw new UnrecoverableKeyException(
          "a private key needs the password of the identity file: give it");
    }
    try {
      LocalIdentity local = local(now, now.document(), password);
      String algorithm = own.certificate().getPublicKey().getAlgorithm();
      return OwnPrivateKey.of(
          local, now.access(), certifiedPair(find(local, own)).certifiedKey(), algorithm);
    } catch (IdentityFileException e) {
      UnrecoverableKeyException translated = new UnrecoverableKeyException(e.getMessage());
      translated.initCause(e);
      throw translated;
    }
  }

  private static SuiteKeyPair certifiedPair(OwnRecord record) throws UnrecoverableKeyException {
    Optional<SuiteKey> shown = Suite.shownOf(record.record().keys());
    return record.keys().stream()
        .filter(pair -> shown.filter(pair.publicKey()::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new UnrecoverableKeyException("the certificate's key is not there"));
  }

  // the password that loaded the store costs no second run of scrypt
  private static LocalIdentity local(Snapshot now, IdentityDocument document, char[] password)
      throws IdentityFileException {
    UnlockedDocument unlocked = now.unlocked();
    if (unlocked != null && unlocked.isPassword(password)) {
      return unlocked.local();
    }
    try (UnlockedDocument opened = document.unlock(password)) {
      return opened.local();
    }
  }

  private static OwnRecord find(LocalIdentity local, Entry.Own own)
      throws UnrecoverableKeyException {
    return Stream.concat(local.current().stream(), local.earlier().stream())
        .filter(record -> Arrays.equals(record.bytes(), own.recordBytes()))
        .findFirst()
        .orElseThrow(() -> new UnrecoverableKeyException("the keys of this version are gone"));
  }

  private static boolean isInForce(IdentityDocument document, Entry.Own own) {
    return document
        .current()
        .filter(current -> Arrays.equals(current.bytes(), own.recordBytes()))
        .isPresent();
  }

  private IdentityDocument underPassword(UnlockedDocument document, char @Nullable [] password) {
    if (password == null || password.length == 0) {
      throw new IllegalArgumentException("an identity file needs a password: give one");
    }
    if (document.isPassword(password)) {
      return document.document();
    }
    try (UnlockedDocument other = document.withPassword(password, random)) {
      return other.document();
    }
  }

  private static UnlockedDocument storable(Snapshot now) throws IOException {
    if (now.document() == null) {
      throw new IOException("this key store has no identity to store: enrol one");
    }
    if (now.unlocked() == null) {
      throw new IOException(withoutPassword());
    }
    return now.unlocked();
  }

  private static DpkLoadStoreParameter required(KeyStore.LoadStoreParameter parameter) {
    if (parameter instanceof DpkLoadStoreParameter dpk) {
      return dpk;
    }
    throw new IllegalArgumentException(
        "a key store of type DPK takes a DpkLoadStoreParameter, not a "
            + parameter.getClass().getName());
  }

  private static KeyStoreException notHere(String alias, String instead) {
    return new KeyStoreException(
        "the entry '"
            + alias
            + "' can't be changed here, because a DPK key store only reads the chain: "
            + instead);
  }

  private static String withoutPassword() {
    return "the key store was loaded without its password: load it with the password first";
  }

  private static void clear(char @Nullable [] password) {
    if (password != null) {
      Arrays.fill(password, '\0');
    }
  }
}
