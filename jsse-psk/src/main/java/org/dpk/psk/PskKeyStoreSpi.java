package org.dpk.psk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyStore.getInstance("PSK")}: a file of pre-shared keys, an alias for each identity.
 *
 * <p>Every alias stands for the whole file, with one synthetic certificate. Not safe for use while
 * it is loaded; else it does not change.
 */
final class PskKeyStoreSpi extends KeyStoreSpi {

  private static final String READ_ONLY =
      "a PSK key store is not written: add the line identity:hexkey to its file";

  private record Loaded(SortedSet<String> aliases, KeyFileEntry entry, Date since) {

    static Loaded of(List<Psk> keys) {
      SortedSet<String> aliases = new TreeSet<>();
      keys.forEach(key -> aliases.add(NamedPskPrincipal.ofIdentity(key.identity()).getName()));
      return new Loaded(aliases, new KeyFileEntry(keys), new Date());
    }
  }

  private static final class Chain {
    static final List<? extends Certificate> OF_ALL =
        SyntheticIssuer.ofThisProcess().chainFor("pre-shared keys");
  }

  private Loaded loaded = Loaded.of(List.of());

  /** {@inheritDoc} The password does not count. */
  @Override
  public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
      throws IOException {
    List<Psk> keys = stream == null ? List.of() : PskFile.read(stream, "the PSK file");
    try {
      loaded = Loaded.of(keys);
    } finally {
      keys.forEach(Psk::destroy);
    }
  }

  @Override
  public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
    return engineIsKeyEntry(alias) ? loaded.entry() : null;
  }

  @Override
  public Certificate @Nullable [] engineGetCertificateChain(String alias) {
    return engineIsKeyEntry(alias) ? Chain.OF_ALL.toArray(Certificate[]::new) : null;
  }

  @Override
  public @Nullable Certificate engineGetCertificate(String alias) {
    return engineIsKeyEntry(alias) ? Chain.OF_ALL.get(0) : null;
  }

  @Override
  public @Nullable String engineGetCertificateAlias(Certificate certificate) {
    boolean ours = engineSize() > 0 && Chain.OF_ALL.get(0).equals(certificate);
    return ours ? loaded.aliases().first() : null;
  }

  @Override
  public @Nullable Date engineGetCreationDate(String alias) {
    return engineIsKeyEntry(alias) ? (Date) loaded.since().clone() : null;
  }

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(loaded.aliases());
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return loaded.aliases().contains(alias);
  }

  @Override
  public int engineSize() {
    return loaded.aliases().size();
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return engineContainsAlias(alias);
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return false;
  }

  @Override
  public void engineSetKeyEntry(
      String alias, Key key, char[] password, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineStore(OutputStream stream, char[] password) throws IOException {
    throw new IOException(READ_ONLY);
  }
}
