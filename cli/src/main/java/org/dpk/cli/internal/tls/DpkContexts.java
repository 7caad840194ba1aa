package org.dpk.cli.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dpk.provider.DpkProvider;

/** Contexts for TLS keyed by DPK. */
public final class DpkContexts {

  private DpkContexts() {}

  /**
   * A context of one's own identity, by the calls that the README shows.
   *
   * @param password not cleared
   * @throws IOException if the identity file can't be read or unlocked
   */
  public static SSLContext of(Path identityFile, char[] password)
      throws IOException, GeneralSecurityException {
    return of(keys(identityFile, password), password);
  }

  /**
   * The keys of an identity file.
   *
   * @param password not cleared
   * @throws IOException if the file can't be read or unlocked
   */
  public static KeyStore keys(Path identityFile, char[] password)
      throws IOException, GeneralSecurityException {
    DpkProvider.install();
    KeyStore keys = KeyStore.getInstance("DPK");
    try (InputStream in = Files.newInputStream(identityFile)) {
      keys.load(in, password);
    }
    return keys;
  }

  /**
   * A context that remembers no peer yet.
   *
   * @param password not cleared
   */
  public static SSLContext of(KeyStore keys, char[] password) throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("DPK");
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("DPK");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
