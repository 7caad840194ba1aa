package org.dpk.provider.internal.light;

import java.nio.file.Path;
import java.util.List;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a light client is made of.
 *
 * @param nodes that serve proofs and logs of one registry, the preferred one first; none of them is
 *     trusted; at least one
 * @param anchor what is trusted in their place
 * @param folder where anchor and minimum height are kept across restarts; null for nowhere: then a
 *     restart begins at the checkpoint again
 */
public record LightSettings(
    List<ChainEndpoint> nodes, AnchorSettings anchor, LightPolicy policy, @Nullable Path folder) {

  /**
   * @throws IllegalArgumentException if there is no node, or two are of different registries
   */
  public LightSettings {
    nodes = List.copyOf(nodes);
    if (nodes.stream().map(ChainEndpoint::registry).distinct().count() != 1) {
      throw new IllegalArgumentException("a light client asks at least one node, of one registry");
    }
  }

  /** Which contract, on which chain. */
  public RegistryId registry() {
    return nodes.get(0).registry();
  }
}
