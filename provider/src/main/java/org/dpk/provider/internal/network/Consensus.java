package org.dpk.provider.internal.network;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the nodes of a network come to agree on a block. */
public enum Consensus {
  /** Proof of stake, with sync committees. */
  BEACON("beacon"),
  /** Hyperledger Besu's QBFT. */
  QBFT("qbft"),
  /** Hyperledger Besu's IBFT 2.0. */
  IBFT2("ibft2"),
  /** EIP-225. */
  CLIQUE("clique");

  private final String word;

  Consensus(String word) {
    this.word = word;
  }

  static Consensus parse(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it is none of "
                        + Arrays.stream(values())
                            .map(Consensus::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** As a file has it. */
  @Override
  public String toString() {
    return word;
  }
}
