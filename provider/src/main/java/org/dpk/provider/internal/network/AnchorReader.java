package org.dpk.provider.internal.network;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.BftFormat;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.consensus.BeaconChain;

/** Reads of a configuration what is trusted in place of a node. */
final class AnchorReader {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Members members;
  private final Optional<Network> network;
  private final List<URI> nodes;

  AnchorReader(Members members, Optional<Network> network, List<URI> nodes) {
    this.members = members;
    this.network = network;
    this.nodes = nodes;
  }

  AnchorSettings read(AnchorKind kind) {
    return switch (kind) {
      case SYNC_COMMITTEE -> new SyncCommitteeReader(members, beaconChain()).read();
      case QBFT -> new ValidatorReader(members, network).bft(BftFormat.QBFT);
      case IBFT2 -> new ValidatorReader(members, network).bft(BftFormat.IBFT2);
      case CLIQUE -> new ValidatorReader(members, network).clique();
      case QUORUM -> quorum();
    };
  }

  private BeaconChain beaconChain() {
    return network
        .flatMap(Network::beacon)
        .orElseThrow(
            () ->
                members.wrong(
                    "network",
                    "a sync committee is that of a network, and none is named",
                    "\"mainnet\"",
                    null));
  }

  /** Who vouches for a block, for a message. */
  String voucher(AnchorKind kind) {
    return switch (kind) {
      case SYNC_COMMITTEE -> "the sync committee of " + chain();
      case QBFT, IBFT2, CLIQUE -> "the validators of " + chain() + " (" + kind + ")";
      case QUORUM -> agreeing() + " of " + nodes.size() + " nodes that agree";
    };
  }

  private String chain() {
    return network.map(Network::name).orElse("the chain");
  }

  private int agreeing() {
    return (int) members.number("agree", 1, QuorumSettings.MAX_NODES, "2");
  }

  /** On the final block where no depth is named: only a development chain has to go without. */
  private QuorumSettings quorum() {
    int agree = agreeing();
    if (agree > nodes.size()) {
      throw members.wrong(
          "nodes",
          "%d of them have to agree, and %d are named here".formatted(agree, nodes.size()),
          "[\"https://one.example.org\", \"https://two.example.net\"]",
          null);
    }
    if (nodes.stream().map(AnchorReader::server).distinct().count() < nodes.size()) {
      throw members.wrong("nodes", "two of them are one server", "one address of each", null);
    }
    QuorumSettings settings =
        members.has("depth")
            ? QuorumSettings.newest(
                agree, (int) members.number("depth", 0, QuorumSettings.MAX_DEPTH, "3"))
            : QuorumSettings.finalized(agree);
    return members
        .optionalText("interval", "\"12s\"", DurationText::parse)
        .map(settings::every)
        .orElse(settings);
  }

  /** Two keys for one provider's server are no two nodes. */
  private static String server(URI node) {
    if (node.getHost() == null) {
      return node.getPath();
    }
    String host = node.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return host + ":" + (node.getPort() < 0 ? usualPort(node) : node.getPort());
  }

  private static int usualPort(URI node) {
    return node.getScheme().toLowerCase(Locale.ROOT).endsWith("s") ? HTTPS : HTTP;
  }
}
