package org.dpk.provider.internal.network;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.QbftSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.light.LightMode;
import org.dpk.provider.internal.light.LightPolicy;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.registry.RegistryAccess;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of light mode: whom to trust, whom to ask, where to remember. The file is
 * described in docs/light/README.md.
 *
 * @param source the file, for messages
 * @param network empty where it is not named: then any chain is taken
 * @param anchor what is trusted in place of a node
 * @param voucher who that is, for a message: «the sync committee of mainnet»
 * @param isOfNodes whether the anchor is the nodes themselves, so that no others may stand in
 * @param nodes to ask, the preferred one first; may be empty
 * @param mirror where records are had before a node's logs are asked; null for none; not trusted
 * @param policy how old a trusted block may be
 * @param folder where light mode remembers across restarts; null for nowhere
 */
public record LightConfiguration(
    String source,
    Optional<Network> network,
    AnchorSettings anchor,
    String voucher,
    boolean isOfNodes,
    List<URI> nodes,
    @Nullable URI mirror,
    LightPolicy policy,
    @Nullable Path folder) {

  /** Copies the list. */
  public LightConfiguration {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads a light configuration.
   *
   * @param file what is relative in it is so to its folder
   * @throws BadConfiguration if it is none
   */
  public static LightConfiguration read(Path file) {
    return new LightConfigurationReader(Members.read(file), file.toAbsolutePath()).read();
  }

  /**
   * Reads the bytes of a light configuration.
   *
   * @param file where they would stand
   * @throws BadConfiguration if they are none
   */
  static LightConfiguration parse(Path file, byte[] json) {
    Members members = Members.parse(file.toString(), json);
    return new LightConfigurationReader(members, file.toAbsolutePath()).read();
  }

  /**
   * The nodes that are asked: those of a caller, those of the file, those that are known otherwise.
   * Where the nodes are the anchor, always those of the file.
   */
  public List<URI> nodes(List<URI> named, List<URI> otherwise) {
    if (isOfNodes || named.isEmpty()) {
      return nodes.isEmpty() ? otherwise : nodes;
    }
    return named;
  }

  /** How the headers of the chain are hashed. */
  public BlockNaming naming() {
    return anchor instanceof QbftSettings bft ? bft.format().naming() : BlockNaming.ETHEREUM;
  }

  /**
   * The way to one registry, through light mode.
   *
   * @param named nodes that a caller names
   * @param otherwise nodes that are known otherwise
   * @param limits of each node
   * @throws BadConfiguration as {@link #settings}
   */
  public RegistryAccess access(
      RegistryId registry, List<URI> named, List<URI> otherwise, ChainEndpoint.Limits limits) {
    return new LightMode(settings(registry, nodes(named, otherwise), limits));
  }

  /**
   * A light client of one registry.
   *
   * @param asked what {@link #nodes(List, List)} gave
   * @param limits of each of them
   * @throws BadConfiguration if no node is known, or the registry is on another chain
   */
  public LightSettings settings(RegistryId registry, List<URI> asked, ChainEndpoint.Limits limits) {
    requireChainOf(registry);
    if (asked.isEmpty()) {
      throw new BadConfiguration(
          source + ": no node is known to ask: write \"nodes\": [\"https://node.example.org\"]",
          null);
    }
    List<ChainEndpoint> endpoints =
        asked.stream().map(node -> new ChainEndpoint(node, registry, limits)).toList();
    return new LightSettings(endpoints, anchor, policy, folder, mirror);
  }

  /**
   * @throws BadConfiguration if this is for another chain than that of the registry
   */
  public void requireChainOf(RegistryId registry) {
    Network known = network.orElse(null);
    if (known != null && known.chainId() != registry.chainId()) {
      throw new BadConfiguration(
          "%s is for %s, which is chain %d, and the registry %s is on chain %d: write the network of that chain"
              .formatted(
                  source, known.name(), known.chainId(), registry.contract(), registry.chainId()),
          null);
    }
  }

  /** Without addresses, which may hold access keys. */
  @Override
  public String toString() {
    return "%s: %s, %d nodes".formatted(source, voucher, nodes.size());
  }
}
