package org.dpk.provider.internal.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dpk.provider.DpkLoadStoreParameter;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.identity.IdentityDocument;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.UnlockedDocument;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot of what a key store is loaded from. Asks no chain.
 *
 * @param password null to list without a password
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
record Loading(char @Nullable [] password) {

  /**
   * @param stream an identity file; null for the file that the settings name, else for a store that
   *     only looks others up
   */
  Snapshot fromStream(@Nullable InputStream stream) throws IOException {
    if (stream != null) {
      return of(IdentityDocument.read(stream), null, List.of(), Optional.empty());
    }
    Optional<Path> file = settings(Settings::identityFile);
    return file.isPresent()
        ? fromFile(file.get(), List.of(), Optional.empty())
        : fromRegistry(Optional.empty(), List.of(), Optional.empty());
  }

  Snapshot from(DpkLoadStoreParameter parameter) throws IOException {
    return parameter.identityFile().isPresent()
        ? fromFile(parameter.identityFile().get(), parameter.nodes(), parameter.light())
        : fromRegistry(parameter.registry(), parameter.nodes(), parameter.light());
  }

  private Snapshot fromFile(Path file, List<URI> nodes, Optional<Path> light) throws IOException {
    return of(IdentityFile.read(file), file, nodes, light);
  }

  private Snapshot fromRegistry(Optional<RegistryId> named, List<URI> nodes, Optional<Path> light)
      throws IOException {
    Optional<RegistryId> registry = settings(() -> named.or(Settings::registry));
    if (registry.isEmpty()) {
      return Snapshot.empty(null, null);
    }
    ChainAccess access = settings(() -> ChainAccess.of(registry.get(), nodes, List.of(), light));
    return Snapshot.empty(access, open(access));
  }

  private Snapshot of(
      IdentityDocument document, @Nullable Path file, List<URI> nodes, Optional<Path> light)
      throws IOException {
    UnlockedDocument unlocked = password == null ? null : document.unlock(password);
    ChainAccess access =
        settings(
            () ->
                ChainAccess.of(
                    document.chain().registry(), nodes, document.chain().nodes(), light));
    return Snapshot.of(document, unlocked, file, access, open(access));
  }

  // a store works without a chain; what needs one says so when it is asked for
  private static @Nullable KeyRegistry open(ChainAccess access) throws IOException {
    if (access.nodes().isEmpty()) {
      return null;
    }
    try {
      return access.open();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  // KeyStore.load has no other exception for a setting that can't be used
  private static <T> T settings(Supplier<T> read) throws IOException {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
