package org.dpk.provider.internal.ethereum;

import java.util.List;
import java.util.Locale;

/**
 * Why a node does not take a transaction. There are no codes for it: each kind of node has words of
 * its own (here those of geth, Besu, Nethermind, Erigon, reth, anvil, hardhat and ethereumjs).
 */
enum NodeRefusal {
  /** It has it already. */
  KNOWN("already known", "already imported", "known transaction", "alreadyknown", "already exists"),
  /** Another one with its nonce is mined, or this one. */
  NONCE_TAKEN(
      "nonce too low", "oldnonce", "nonce is too low", "already been used", "nonce_too_low"),
  /** Another one with its nonce waits, at a fee that this one would have to exceed. */
  FEE_TOO_LOW(
      "underpriced",
      "replacementnotallowed",
      "replacement not allowed",
      "fee too low",
      "feetoolow",
      "less than block base fee",
      "max fee per gas less",
      "gas price below",
      "below configured minimum",
      "maxfeepergas"),
  /** The wallet can't pay. */
  NO_FUNDS("insufficient funds", "insufficientfunds", "upfront cost", "doesn't have enough funds"),
  /** Anything else. */
  OTHER;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so
  private final List<String> words;

  NodeRefusal(String... words) {
    this.words = List.of(words);
  }

  static NodeRefusal of(RpcReply.RpcError error) {
    String message = error.message().toLowerCase(Locale.ROOT);
    for (NodeRefusal refusal : values()) {
      if (refusal.words.stream().anyMatch(message::contains)) {
        return refusal;
      }
    }
    return OTHER;
  }
}
