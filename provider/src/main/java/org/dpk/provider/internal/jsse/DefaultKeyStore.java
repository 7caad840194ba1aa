package org.dpk.provider.internal.jsse;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.keystore.Settings;

/**
 * The key store that the JDK's own properties name ({@code javax.net.ssl.keyStore} and its
 * relatives, as in the JSSE Reference Guide), where a program names none itself.
 */
final class DefaultKeyStore {

  static final String FILE = "javax.net.ssl.keyStore";
  static final String TYPE = "javax.net.ssl.keyStoreType";
  static final String PASSWORD = "javax.net.ssl.keyStorePassword";

  private static final String NO_FILE = "NONE";

  private DefaultKeyStore() {}

  /** Whether the properties ask for a DPK key store. */
  static boolean isAskedFor() {
    return Settings.value(TYPE).filter(DpkProvider.NAME::equalsIgnoreCase).isPresent();
  }

  /**
   * Loads it.
   *
   * @param password as {@link #password}
   * @throws KeyStoreException if a property is missing or wrong: it says which and what to write;
   *     or if the file can't be loaded
   */
  static KeyStore load(char[] password) throws KeyStoreException {
    checkType();
    Optional<Path> file = file();
    try {
      KeyStore store = KeyStore.getInstance(DpkProvider.NAME, new DpkProvider());
      if (file.isPresent()) {
        KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(password);
        store.load(DpkLoadStoreParameter.ofFile(file.get(), protection));
      } else {
        store.load(null, password);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }

  /**
   * The same with the password that the properties give, where they ask for DPK.
   *
   * @throws KeyStoreException as above, and where they do not ask for DPK
   */
  static KeyStore loadAskedFor() throws KeyStoreException {
    if (!isAskedFor()) {
      throw new KeyStoreException(
          "no registry is named: write -D"
              + DpkProvider.CHAIN_PROPERTY
              + "=…, -D"
              + DpkProvider.REGISTRY_PROPERTY
              + "=0x… and -D"
              + DpkProvider.NODES_PROPERTY
              + "=http://localhost:8545, or -D"
              + TYPE
              + "="
              + DpkProvider.NAME
              + ", -D"
              + FILE
              + "=device.dpk and -D"
              + PASSWORD
              + "=…, or init the factory with a KeyStore of type DPK");
    }
    char[] password = password();
    try {
      return load(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /**
   * The password that the properties give; the caller clears it.
   *
   * @throws KeyStoreException if they give none
   */
  static char[] password() throws KeyStoreException {
    String password = System.getProperty(PASSWORD);
    if (password == null || password.isEmpty()) {
      throw new KeyStoreException(
          PASSWORD + " is not set: write -D" + PASSWORD + "=… with the identity file's password");
    }
    return password.toCharArray();
  }

  private static void checkType() throws KeyStoreException {
    Optional<String> type = Settings.value(TYPE);
    if (type.isPresent() && !isAskedFor()) {
      throw new KeyStoreException(
          TYPE + " is '" + type.get() + "': write -D" + TYPE + "=" + DpkProvider.NAME);
    }
  }

  private static Optional<Path> file() throws KeyStoreException {
    Optional<String> named = Settings.value(FILE).filter(name -> !name.equals(NO_FILE));
    if (named.isEmpty() && Settings.identityFile().isEmpty()) {
      throw new KeyStoreException(
          "no identity file is named: write -D"
              + FILE
              + "=device.dpk, or -D"
              + DpkProvider.IDENTITY_PROPERTY
              + "=device.dpk");
    }
    return named.map(Path::of);
  }
}
