package org.dpk.provider;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code KeyStore.getInstance("DPK").load(…)} and {@code store(…)} take where a stream and a
 * password do not do. Immutable.
 */
public final class DpkLoadStoreParameter implements KeyStore.LoadStoreParameter {

  private final @Nullable Path identityFile;
  private final KeyStore.@Nullable ProtectionParameter protection;
  private final @Nullable RegistryId registry;
  private final List<URI> nodes;
  private final @Nullable Path light;

  private DpkLoadStoreParameter(
      @Nullable Path identityFile,
      KeyStore.@Nullable ProtectionParameter protection,
      @Nullable RegistryId registry,
      List<URI> nodes,
      @Nullable Path light) {
    this.identityFile = identityFile;
    this.protection = protection;
    this.registry = registry;
    this.nodes = List.copyOf(nodes);
    this.light = light;
  }

  /**
   * An identity file: read by {@code load}, replaced atomically by {@code store}.
   *
   * @param protection {@link KeyStore.PasswordProtection} or {@link
   *     KeyStore.CallbackHandlerProtection} for its password; null to list without a password
   */
  public static DpkLoadStoreParameter ofFile(
      Path identityFile, KeyStore.@Nullable ProtectionParameter protection) {
    Objects.requireNonNull(identityFile, "identityFile");
    return new DpkLoadStoreParameter(identityFile, protection, null, List.of(), null);
  }

  /**
   * No identity of one's own: a store that only looks others up.
   *
   * @param nodes Ethereum nodes by URL, the preferred one first; at least one
   */
  public static DpkLoadStoreParameter ofRegistry(RegistryId registry, List<URI> nodes) {
    Objects.requireNonNull(registry, "registry");
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a registry is asked through at least one node: name it");
    }
    return new DpkLoadStoreParameter(null, null, registry, nodes, null);
  }

  /**
   * No identity of one's own, in light mode: a store that only looks others up, through the nodes
   * that a light configuration names, none of which is trusted.
   *
   * @param light the path of the light configuration
   */
  public static DpkLoadStoreParameter ofRegistry(RegistryId registry, Path light) {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(light, "light");
    return new DpkLoadStoreParameter(null, null, registry, List.of(), light);
  }

  /** The same, with these nodes in place of those that the identity file names. */
  public DpkLoadStoreParameter withNodes(List<URI> nodes) {
    return new DpkLoadStoreParameter(identityFile, protection, registry, nodes, light);
  }

  /**
   * The same in light mode: each look-up is proven, and no node is trusted.
   *
   * @param configuration the path of a light configuration
   */
  public DpkLoadStoreParameter withLight(Path configuration) {
    Objects.requireNonNull(configuration, "configuration");
    return new DpkLoadStoreParameter(identityFile, protection, registry, nodes, configuration);
  }

  /** The identity file; empty for a store that only looks others up. */
  public Optional<Path> identityFile() {
    return Optional.ofNullable(identityFile);
  }

  /** The registry of a store without identity; empty where the identity file says it. */
  public Optional<RegistryId> registry() {
    return Optional.ofNullable(registry);
  }

  /** The nodes to ask; empty for those of the identity file. */
  public List<URI> nodes() {
    return nodes;
  }

  /**
   * The light configuration; empty for that of {@link DpkProvider#LIGHT_PROPERTY}, if it is set.
   */
  public Optional<Path> light() {
    return Optional.ofNullable(light);
  }

  @Override
  public KeyStore.@Nullable ProtectionParameter getProtectionParameter() {
    return protection;
  }
}
