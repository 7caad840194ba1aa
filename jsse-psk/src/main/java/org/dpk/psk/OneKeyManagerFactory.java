package org.dpk.psk;

import java.security.KeyStore;
import java.security.KeyStoreException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A factory that was given its only key manager. */
final class OneKeyManagerFactory extends KeyManagerFactory {

  OneKeyManagerFactory(KeyManager keys) {
    super(new Spi(keys), new PskJsseProvider(), "TLS-PSK");
  }

  private static final class Spi extends KeyManagerFactorySpi {

    private final KeyManager keys;

    Spi(KeyManager keys) {
      this.keys = keys;
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password)
        throws KeyStoreException {
      if (store != null) {
        throw new KeyStoreException(
            "this factory has its pre-shared keys already: give it no key store");
      }
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      throw new UnsupportedOperationException(
          "this factory has its pre-shared keys already: do not initialize it");
    }
  }
}
