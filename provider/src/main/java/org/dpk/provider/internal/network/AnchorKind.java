package org.dpk.provider.internal.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be trusted in place of a node, as a configuration names it. */
enum AnchorKind {
  SYNC_COMMITTEE("sync-committee", "checkpoint", "beacons", "participation", "checkpointAge"),
  QBFT("qbft", "checkpoint", "epoch", "validators"),
  IBFT2("ibft2", "checkpoint", "epoch", "validators"),
  CLIQUE("clique", "checkpoint", "epoch", "period"),
  QUORUM("quorum", "agree", "depth", "interval");

  private static final List<String> COMMON =
      List.of("network", "anchor", "nodes", "mirror", "maxAge", "folder");

  private final String word;
  private final List<String> own;

  AnchorKind(String word, String... own) {
    this.word = word;
    this.own = List.of(own);
  }

  static AnchorKind parse(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it is none of "
                        + Arrays.stream(values())
                            .map(AnchorKind::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** What a network of this kind has its blocks vouched for by. */
  static AnchorKind of(Consensus consensus) {
    return switch (consensus) {
      case BEACON -> SYNC_COMMITTEE;
      case QBFT -> QBFT;
      case IBFT2 -> IBFT2;
      case CLIQUE -> CLIQUE;
    };
  }

  /** What a configuration with it may hold. */
  String[] members() {
    return Stream.concat(COMMON.stream(), own.stream()).toArray(String[]::new);
  }

  /** As a file has it. */
  @Override
  public String toString() {
    return word;
  }
}
