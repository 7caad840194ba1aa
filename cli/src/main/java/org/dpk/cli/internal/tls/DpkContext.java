package org.dpk.cli.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.DpkProvider;

/**
 * TLS keyed by DPK, made by the standard calls that the README shows. To close it is for those who
 * make many in one process: an application leaves that to the garbage collector.
 */
public final class DpkContext implements AutoCloseable {

  private final SSLContext tls;
  private final KeyManager[] managers;

  private DpkContext(SSLContext tls, KeyManager[] managers) {
    this.tls = tls;
    this.managers = managers;
  }

  /**
   * TLS as the identity of a file.
   *
   * @param password not cleared
   * @param light a light configuration; empty for what the settings say
   * @throws IOException if a file can't be read or unlocked
   */
  public static DpkContext open(Path identityFile, char[] password, Optional<Path> light)
      throws IOException, GeneralSecurityException {
    return of(keys(identityFile, password, light), password);
  }

  /**
   * The keys of an identity file.
   *
   * @param password not cleared
   * @param light a light configuration; empty for what the settings say
   * @throws IOException if a file can't be read or unlocked
   */
  public static KeyStore keys(Path identityFile, char[] password, Optional<Path> light)
      throws IOException, GeneralSecurityException {
    DpkProvider.install();
    KeyStore keys = KeyStore.getInstance("DPK");
    if (light.isPresent()) {
      DpkLoadStoreParameter file =
          DpkLoadStoreParameter.ofFile(identityFile, new KeyStore.PasswordProtection(password));
      keys.load(file.withLight(light.get()));
      return keys;
    }
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
  public static DpkContext of(KeyStore keys, char[] password) throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("DPK");
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("DPK");
    context.init(factory.getKeyManagers(), null, null);
    return new DpkContext(context, factory.getKeyManagers());
  }

  /** What an application works with. */
  public SSLContext tls() {
    return tls;
  }

  /** Ends what watches the chain for it. */
  @Override
  public void close() throws Exception {
    for (KeyManager manager : managers) {
      if (manager instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }
}
