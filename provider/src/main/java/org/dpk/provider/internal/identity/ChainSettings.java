package org.dpk.provider.internal.identity;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.dpk.provider.RegistryId;

/**
 * Where an identity is registered, and which nodes to ask.
 *
 * @param registry the contract and the chain
 * @param nodes the addresses of nodes of that chain, the preferred one first; may be empty
 */
public record ChainSettings(RegistryId registry, List<URI> nodes) {

  /** The most nodes that a file may name. */
  public static final int MAX_NODES = 16;

  /**
   * @throws IllegalArgumentException if there are more than {@value #MAX_NODES} nodes
   */
  public ChainSettings {
    Objects.requireNonNull(registry, "registry");
    nodes = List.copyOf(nodes);
    if (nodes.size() > MAX_NODES) {
      throw new IllegalArgumentException("at most " + MAX_NODES + " nodes can be named");
    }
  }
}
