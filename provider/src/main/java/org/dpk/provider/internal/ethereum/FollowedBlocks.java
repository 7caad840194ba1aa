package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.anchor.LinkedHeaders;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.time.Deadline;

/**
 * The newest blocks as one trusted node has them: the anchor of full mode. It is fed by the watch,
 * on its thread; whoever asks for the blocks causes no question to the node.
 *
 * <p>A block is covered only if its header hashes to its name and links to the newest one, and once
 * the registry's changes in all later blocks are known. Nothing is covered while the node is out of
 * reach, or its newest block too old.
 */
final class FollowedBlocks implements BlockAnchor {

  private static final Logger LOG = System.getLogger(FollowedBlocks.class.getName());

  /** How far back headers are read at the start, or where blocks were skipped. */
  static final int REACH = 32;

  /** Headers in one exchange. */
  private static final int AT_ONCE = 16;

  private final EthereumNode node;
  private final LinkedHeaders below;
  private final LongSupplier nanoClock;
  private final Map<IdHash, Long> changes = new HashMap<>(); // that are not in a snapshot yet

  /** Every change above this height was reported. */
  private long changesFrom;

  private boolean reachedBack;
  private boolean warned;
  private volatile RecentBlocks recent = RecentBlocks.NONE;
  private volatile long heard;

  /**
   * @param start the newest header, as the node gave it
   */
  FollowedBlocks(EthereumNode node, JsonNode start, LongSupplier nanoClock)
      throws RegistryException {
    this.node = node;
    HeaderSource headers = new NodeHeaders(node);
    this.below =
        new LinkedHeaders(
            (first, count) ->
                headers.headers(
                    BlockNaming.ETHEREUM, first, count, node.endpoint().limits().call()),
            AT_ONCE);
    this.nanoClock = nanoClock;
    this.changesFrom = Answers.block(start).number();
    header(start)
        .ifPresent(head -> recent = recent.with(List.of(AnchoredBlock.of(head)), Map.of()));
    heardOf(Answers.block(start));
  }

  @Override
  public RecentBlocks recent() {
    return nanoClock.getAsLong() - heard > RecentBlocks.MAX_SILENCE.toNanos()
        ? RecentBlocks.NONE
        : recent;
  }

  /** The chain says something new of an identity. */
  void changed(IdentityChanged change) {
    changes.merge(change.idHash(), change.blockNumber(), Math::max);
  }

  /** Changes up to this block may not have been reported. */
  void missed(BlockRef newest) {
    recent = RecentBlocks.NONE;
    changesFrom = newest.number();
    reachedBack = false;
  }

  /**
   * Covers the newest block, once its changes were reported, and those between it and what was
   * covered before.
   */
  void follow(JsonNode newest) throws RegistryException {
    BlockHeader head = header(newest).orElse(null);
    if (head == null) {
      recent = RecentBlocks.NONE;
      return;
    }
    if (!isNewest(head)) {
      recent = recent.with(chainTo(head).stream().map(AnchoredBlock::of).toList(), changes);
      changes.clear();
    }
    heardOf(head.block());
  }

  private boolean isNewest(BlockHeader head) {
    AnchoredBlock newest = recent.newest().orElse(null);
    return reachedBack && newest != null && newest.block().equals(head.block());
  }

  /** What lies between is read to spare look-ups: without it the newest block is covered alone. */
  private List<BlockHeader> chainTo(BlockHeader head) {
    try {
      if (reachedBack) {
        return linked(head, recent);
      }
      reachedBack = true; // tried once: a node may refuse it for good
      readChangesBefore(head);
      return linked(head, RecentBlocks.NONE);
    } catch (RegistryException e) {
      LOG.log(Level.DEBUG, "blocks before " + head.block() + " are not covered", e);
      return List.of(head);
    }
  }

  private void heardOf(BlockRef newest) {
    try {
      new RegistryCheck(node.endpoint()).checkAge(newest, Instant.now());
      heard = nanoClock.getAsLong();
    } catch (RegistryException e) {
      heard = nanoClock.getAsLong() - RecentBlocks.MAX_SILENCE.toNanos() - 1;
    }
  }

  /** Those of the blocks before the watch began, so that these may be covered too. */
  private void readChangesBefore(BlockHeader head) throws RegistryException {
    long from = Math.max(0, head.block().number() - REACH);
    if (from < changesFrom) {
      RpcCall question = RegistryLog.question(node.registry().contract(), from + 1, changesFrom);
      for (RegistryLog log : RegistryLog.parse(node.ask(deadline(), question).get(0))) {
        changes.merge(log.id(), log.blockNumber(), Math::max);
      }
      changesFrom = from;
    }
  }

  /** The newest header and those below it that are not covered yet, the oldest first. */
  private List<BlockHeader> linked(BlockHeader head, RecentBlocks covered)
      throws RegistryException {
    LinkedHeaders.Floor floor =
        new LinkedHeaders.Floor(
            Math.max(changesFrom, head.block().number() - REACH),
            head.block().timestamp() - RecentBlocks.MAX_AGE.toSeconds(),
            covered);
    List<BlockHeader> chain = new ArrayList<>();
    if (!floor.isReachedBy(head)) {
      chain.addAll(below.upTo(head.block().number() - 1, head.parentHash(), floor, AT_ONCE));
    }
    chain.add(head);
    return chain;
  }

  private Deadline deadline() {
    return Deadline.in(node.endpoint().limits().call());
  }

  /** Empty if the fields do not make the hash: no state root is taken on its word alone. */
  private Optional<BlockHeader> header(JsonNode header) throws RegistryException {
    Optional<BlockHeader> parsed = Headers.parse(header);
    if (parsed.isEmpty() && !warned) {
      warned = true;
      LOG.log(
          Level.INFO,
          "headers of this chain do not hash to their names here: staples with proofs are not used");
    }
    return parsed;
  }
}
