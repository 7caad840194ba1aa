package org.dpk.provider.internal.light;

import java.net.URI;
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
 * @param mirror where records are had before a node's logs are asked, {@code http} or {@code
 *     https}: see {@link RecordMirror}; null for none
 */
public record LightSettings(
    List<ChainEndpoint> nodes,
    AnchorSettings anchor,
    LightPolicy policy,
    @Nullable Path folder,
    @Nullable URI mirror) {

  /**
   * @throws IllegalArgumentException if there is no node, or two are of different registries
   */
  public LightSettings {
    nodes = List.copyOf(nodes);
    if (nodes.stream().map(ChainEndpoint::registry).distinct().count() != 1) {
      throw new IllegalArgumentException("a light client asks at least one node, of one registry");
    }
    if (mirror != null && !RecordMirror.isAddress(mirror)) {
      throw new IllegalArgumentException(
          "a mirror's address is http://… or https://…, not " + mirror.getScheme() + "://…");
    }
  }

  /** Without a mirror. */
  public LightSettings(
      List<ChainEndpoint> nodes, AnchorSettings anchor, LightPolicy policy, @Nullable Path folder) {
    this(nodes, anchor, policy, folder, null);
  }

  /** The same with a mirror. */
  public LightSettings withMirror(URI address) {
    return new LightSettings(nodes, anchor, policy, folder, address);
  }

  /** The nodes for a message, without secrets. */
  String nodeNames() {
    return String.join(", ", nodes.stream().map(ChainEndpoint::displayed).toList());
  }

  /** Which contract, on which chain. */
  public RegistryId registry() {
    return nodes.get(0).registry();
  }

  /** Without what addresses hold of secrets. */
  @Override
  public String toString() {
    return "light client of %s by %s over %s".formatted(registry(), anchor, nodeNames());
  }
}
