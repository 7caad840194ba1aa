package org.dpk.provider.internal.light;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dpk.provider.BlockRef;

/**
 * What a node serves of what a light client needs, as far as it was found out in time. Immutable.
 *
 * @param node for messages, without secrets
 * @param objection why it is of no use as it is: it does not answer, is of another chain, knows no
 *     such registry, or its clock is off; empty if there is none
 * @param chainId that it says it serves
 * @param newest its newest block, by a header whose hash was computed here
 * @param finalized the newest that it calls final; many development chains call none so
 * @param proofs whether it proves the registry's account, by the depth below the newest block,
 *     ascending
 * @param logs whether it has the logs of a block
 * @param batches whether it takes several questions at once
 * @param latency of the smallest question, over a connection that is open; the median of several
 */
public record ProviderReport(
    String node,
    Optional<String> objection,
    Optional<BigInteger> chainId,
    Optional<BlockRef> newest,
    Optional<BlockRef> finalized,
    List<AtDepth> proofs,
    List<AtBlock> logs,
    Optional<Boolean> batches,
    Optional<Duration> latency) {

  /** Whether a node serves something. */
  public enum Served {
    /** It does, and what it gave is right. */
    YES,
    /** It does not. */
    NO,
    /** What it gave is not right. */
    WRONG,
    /** There is nothing of the kind: the chain is shorter, or the block has no such log. */
    NOTHING_THERE,
    /** There was no time left to find out. */
    NOT_ASKED
  }

  /**
   * Proofs at one depth.
   *
   * @param depth in blocks below the newest
   * @param why in words; empty with {@link Served#YES}
   */
  public record AtDepth(long depth, Served served, String why) {}

  /**
   * The registry's logs of one block.
   *
   * @param block its height
   * @param why in words; empty with {@link Served#YES}
   */
  public record AtBlock(long block, Served served, String why) {}

  /** Copies. */
  public ProviderReport {
    proofs = List.copyOf(proofs);
    logs = List.copyOf(logs);
  }

  /** The deepest block, counted from the newest, that it proved something of; empty if none. */
  public OptionalLong provenDepth() {
    return proofs.stream()
        .filter(each -> each.served == Served.YES)
        .max(Comparator.comparingLong(AtDepth::depth))
        .map(each -> OptionalLong.of(each.depth))
        .orElse(OptionalLong.empty());
  }

  /** Whether a light client can use it: it has no fault, and proves what stands in a new block. */
  public boolean isUsable() {
    return objection.isEmpty()
        && !proofs.isEmpty()
        && proofs.get(0).served == Served.YES
        && proofs.stream().noneMatch(each -> each.served == Served.WRONG);
  }
}
