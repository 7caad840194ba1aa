package org.dpk.provider.internal.jsse;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.ManagerFactoryParameters;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.keystore.Passwords;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyManagerFactory.getInstance("DPK")}: from a DPK key store to a key manager that agrees
 * on keys in its identity's name.
 *
 * <p>Without a key store, {@code init(null, null)} takes the one that {@code
 * javax.net.ssl.keyStore} and its relatives name. Nothing is asked of the chain here.
 */
public final class DpkKeyManagerFactorySpi extends KeyManagerFactorySpi {

  private @Nullable KeyManager keyManager;

  /** For the provider. */
  public DpkKeyManagerFactorySpi() {}

  /**
   * {@inheritDoc}
   *
   * @param store of type DPK; null for the one that the properties name
   * @param password of the identity file; not cleared
   * @throws KeyStoreException if there is no admitted identity in the store, no node to ask, or a
   *     setting is missing or wrong: the message says which one and what to write
   */
  @Override
  protected void engineInit(@Nullable KeyStore store, char @Nullable [] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    if (store != null) {
      keyManager = keyManager(store, password);
      return;
    }
    char[] ofProperties = DefaultKeyStore.password();
    try {
      keyManager = keyManager(DefaultKeyStore.load(ofProperties), ofProperties);
    } finally {
      Arrays.fill(ofProperties, '\0');
    }
  }

  /**
   * {@inheritDoc}
   *
   * @param parameters {@link KeyStoreBuilderParameters} with one key store
   */
  @Override
  protected void engineInit(ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    if (!(parameters instanceof KeyStoreBuilderParameters builders)) {
      throw new InvalidAlgorithmParameterException(
          "the DPK key manager factory takes KeyStoreBuilderParameters");
    }
    List<KeyStore.Builder> stores = builders.getParameters();
    if (stores.size() != 1) {
      throw new InvalidAlgorithmParameterException(
          "a machine has one DPK identity: give one key store, not " + stores.size());
    }
    try {
      init(stores.get(0));
    } catch (Exception e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  @Override
  protected KeyManager[] engineGetKeyManagers() {
    if (keyManager == null) {
      throw new IllegalStateException("the factory is not initialized: call init first");
    }
    return new KeyManager[] {keyManager};
  }

  private void init(KeyStore.Builder builder) throws Exception {
    KeyStore store = builder.getKeyStore();
    // a DPK store protects all its entries alike
    char[] password = Passwords.of(builder.getProtectionParameter(store.aliases().nextElement()));
    try {
      keyManager = keyManager(store, password);
    } finally {
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }

  private static KeyManager keyManager(KeyStore store, char @Nullable [] password)
      throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
    try {
      return Agreements.of(OwnKey.in(store, password));
    } catch (RegistryException | IllegalArgumentException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }
}
