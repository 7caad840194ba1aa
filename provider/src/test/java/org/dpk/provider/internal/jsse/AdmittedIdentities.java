package org.dpk.provider.internal.jsse;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** A real chain, identities that are admitted on it, and their files. */
public final class AdmittedIdentities implements AutoCloseable {

  private final RegistryFixture chain;
  private final Path folder;

  private AdmittedIdentities(RegistryFixture chain, Path folder) {
    this.chain = chain;
    this.folder = folder;
  }

  public static AdmittedIdentities start(Path folder) throws IOException {
    DpkProvider.install();
    return new AdmittedIdentities(RegistryFixture.start(), folder);
  }

  public RegistryFixture chain() {
    return chain;
  }

  ChainSettings settings() {
    return settings(chain.id(), chain.devnet().uri());
  }

  static ChainSettings settings(RegistryId registry, URI node) {
    return new ChainSettings(registry, List.of(node));
  }

  /** Admits an identity by the PKM's voucher, and writes its file. */
  public Path admit(DpkIdentity identity) throws Exception {
    try (SuiteKeyPair keys = newKeys()) {
      IdentityRecord record = record(identity, keys);
      chain
          .sender()
          .send(
              chain.admission(new RegistryReader(chain.node()).entry(identity), record),
              RegistryFixture.PATIENCE);
      return file(record, keys, settings());
    }
  }

  /** Writes the file of an identity that nobody admitted. */
  public Path pretend(DpkIdentity identity) throws Exception {
    return pretend(identity, settings());
  }

  /** Writes the file of an identity that nobody admitted, somewhere else. */
  Path pretend(DpkIdentity identity, ChainSettings settings) throws Exception {
    try (SuiteKeyPair keys = newKeys()) {
      return file(record(identity, keys), keys, settings);
    }
  }

  public void revoke(DpkIdentity identity) throws Exception {
    chain.revoke(identity);
  }

  /** TLS as an identity, by the calls that the README shows. */
  public static SSLContext context(Path file) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("DPK");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("DPK");
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("DPK");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static SuiteKeyPair newKeys() {
    return SuiteKeyPair.generate(Suite.NSL_X25519, IdentityFixture.RANDOM);
  }

  private IdentityRecord record(DpkIdentity identity, SuiteKeyPair keys) {
    return IdentityFixture.record(
        identity, 1, chain.pkm().address(), chain.pkm().address(), List.of(keys));
  }

  private Path file(IdentityRecord record, SuiteKeyPair keys, ChainSettings settings)
      throws Exception {
    BlockRef seen = chain.node().newestBlock();
    Path path = folder.resolve(record.identity().name() + "-" + seen.number() + ".dpk");
    IdentityFixture.onDisk(
            path,
            IdentityFixture.document(
                record.identity().toString(),
                settings,
                edit -> edit.candidate(record, List.of(keys)).admitted(seen)))
        .close();
    return path;
  }

  @Override
  public void close() {
    chain.close();
  }
}
