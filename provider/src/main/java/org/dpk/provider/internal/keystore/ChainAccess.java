package org.dpk.provider.internal.keystore;

import java.net.URI;
import java.security.ProviderException;
import java.time.Duration;
import java.util.List;
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
import org.dpk.provider.internal.registry.FullMode;

/** Which registry a key store looks at, and how. Immutable; connects to nothing by itself. */
public record ChainAccess(RegistryId registry, List<URI> nodes, Duration lookupTimeout) {

  /** The registry bounds a look-up itself; this is for one that fails to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Copies the list. */
  public ChainAccess {
    nodes = List.copyOf(nodes);
  }

  /**
   * Nodes by preference: those that a caller names, those of {@value DpkProvider#NODES_PROPERTY},
   * those of the identity file.
   */
  public static ChainAccess of(RegistryId registry, List<URI> named, List<URI> ofFile) {
    List<URI> set = Settings.nodes();
    List<URI> nodes = !named.isEmpty() ? named : !set.isEmpty() ? set : ofFile;
    return new ChainAccess(registry, nodes, Settings.lookupTimeout());
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
    return SharedRegistry.of(
        new FullMode(
            nodes.stream().map(node -> new ChainEndpoint(node, registry, limits)).toList()));
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
