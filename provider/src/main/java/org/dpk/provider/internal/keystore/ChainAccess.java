package org.dpk.provider.internal.keystore;

import java.net.URI;
import java.nio.file.Path;
import java.security.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.LightMode;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.registry.FullMode;
import org.dpk.provider.internal.registry.RegistryAccess;

/**
 * Which registry a key store looks at, and how. Immutable; connects to nothing by itself.
 *
 * @param nodes to ask, the preferred one first
 * @param light whom to trust in place of them; empty for the nodes themselves
 */
public record ChainAccess(
    RegistryId registry,
    List<URI> nodes,
    Optional<LightConfiguration> light,
    Duration lookupTimeout) {

  /** The registry bounds a look-up itself; this is for one that fails to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Copies the list. */
  public ChainAccess {
    nodes = List.copyOf(nodes);
  }

  /**
   * As the settings say; see {@link #of(RegistryId, List, List, Optional)}.
   *
   * @throws IllegalArgumentException if a setting can't be used
   */
  public static ChainAccess of(RegistryId registry, List<URI> named, List<URI> ofFile) {
    return of(registry, named, ofFile, Optional.empty());
  }

  /**
   * Nodes by preference: those that a caller names, those of {@value DpkProvider#NODES_PROPERTY},
   * those of the light configuration, those of the identity file.
   *
   * @param light the light configuration that a caller names; empty for {@value
   *     DpkProvider#LIGHT_PROPERTY}
   * @throws IllegalArgumentException if a setting or the light configuration can't be used, or it
   *     is for another chain
   */
  public static ChainAccess of(
      RegistryId registry, List<URI> named, List<URI> ofFile, Optional<Path> light) {
    List<URI> set = named.isEmpty() ? Settings.nodes() : named;
    Optional<LightConfiguration> configured =
        light.isPresent() ? light.map(LightConfiguration::read) : Settings.light();
    configured.ifPresent(known -> known.requireChainOf(registry));
    List<URI> nodes =
        configured
            .map(known -> known.nodes(set, ofFile))
            .orElseGet(() -> set.isEmpty() ? ofFile : set);
    return new ChainAccess(registry, nodes, configured, Settings.lookupTimeout());
  }

  /**
   * A handle on the connection to the registry, which is made at the first look-up.
   *
   * @throws RegistryException if no node is known
   */
  public KeyRegistry open() throws RegistryException {
    if (nodes.isEmpty()) {
      throw noNode();
    }
    ChainEndpoint.Limits limits =
        ChainEndpoint.Limits.DEFAULT.withDeadlines(
            shorter(ChainEndpoint.Limits.DEFAULT.call(), lookupTimeout), lookupTimeout);
    return SharedRegistry.of(access(limits));
  }

  private RegistryAccess access(ChainEndpoint.Limits limits) {
    return light
        .<RegistryAccess>map(known -> new LightMode(known.settings(registry, nodes, limits)))
        .orElseGet(
            () ->
                new FullMode(
                    nodes.stream()
                        .map(node -> new ChainEndpoint(node, registry, limits))
                        .toList()));
  }

  /**
   * Looks an identity up and waits for the answer.
   *
   * @throws ProviderException if there is none in time; the cause is a {@link RegistryException}
   */
  Lookup find(KeyRegistry opened, DpkIdentity identity) {
    try {
      return opened
          .find(identity, Freshness.RECENT)
          .get(lookupTimeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(identity, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw failed(identity, new RegistryException.Unreachable("no answer in " + lookupTimeout, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(identity, e);
    }
  }

  static RegistryException noNode() {
    return new RegistryException(
        "no Ethereum node is known to ask: set -D"
            + DpkProvider.NODES_PROPERTY
            + "=http://localhost:8545 or write one into the identity file",
        null);
  }

  static ProviderException failed(DpkIdentity identity, Throwable cause) {
    return new ProviderException(
        "could not look up " + identity + ": " + cause.getMessage(), cause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
