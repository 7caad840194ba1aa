package org.dpk.provider.internal.anchor;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.IdHash;
import org.jspecify.annotations.Nullable;

/**
 * The newest blocks of the chain without gaps, and how it is known which identities did not change
 * in them. Immutable.
 *
 * <p>Covers the newest block and at most {@value #MAX_DEPTH} below it that are at most {@link
 * #MAX_AGE} older by their own times (protocol.md "Staple").
 */
public final class RecentBlocks {

  /** How far below the newest block the oldest may be. */
  public static final int MAX_DEPTH = 64;

  /** How much older than the newest block the oldest may be. */
  public static final Duration MAX_AGE = Duration.ofMinutes(15);

  /** For how long the newest block stays so without a word from the chain. */
  public static final Duration MAX_SILENCE = Duration.ofMinutes(1);

  /** Covers no block. */
  public static final RecentBlocks NONE = new RecentBlocks(List.of(), LoggedChanges.NONE);

  private final List<AnchoredBlock> blocks; // ascending
  private final Map<ByteBuffer, AnchoredBlock> byHash = new HashMap<>();
  private final ChangeEvidence evidence;

  private RecentBlocks(List<AnchoredBlock> blocks, ChangeEvidence evidence) {
    this.blocks = List.copyOf(blocks);
    this.evidence = evidence;
    blocks.forEach(each -> byHash.put(ByteBuffer.wrap(each.block().hash()), each));
  }

  /** The newest block; empty if none is covered. */
  public Optional<AnchoredBlock> newest() {
    return below(0);
  }

  /** The block so far below the newest; empty if it is not covered. */
  public Optional<AnchoredBlock> below(int depth) {
    int index = blocks.size() - 1 - depth;
    return index < 0 ? Optional.empty() : Optional.of(blocks.get(index));
  }

  /**
   * The block with this hash; empty if it is not covered.
   *
   * @param hash 32 bytes
   */
  public Optional<AnchoredBlock> find(byte[] hash) {
    return Optional.ofNullable(byHash.get(ByteBuffer.wrap(hash)));
  }

  /**
   * Whether the state of an identity is in the newest block what it was in this one.
   *
   * @param block that is covered
   */
  public boolean isUnchangedSince(IdHash id, AnchoredBlock block) {
    return isUnchangedSince(id, block, null);
  }

  /**
   * The same where somebody has proven what the registry's storage was in this block.
   *
   * @param storageRoot 32 bytes; null if nobody has
   */
  public boolean isUnchangedSince(IdHash id, AnchoredBlock block, byte @Nullable [] storageRoot) {
    return evidence.isUnchangedSince(id, block, storageRoot);
  }

  /**
   * With these blocks on top. Where they do not follow on a covered block, or replace one, they
   * take the place of what was there.
   *
   * @param next ascending, each the child of the one before; at least one
   * @param newChanges every change of an identity in these blocks, and the height of its block
   */
  public RecentBlocks with(List<AnchoredBlock> next, Map<IdHash, Long> newChanges) {
    List<AnchoredBlock> kept = on(next);
    LoggedChanges logged = evidence instanceof LoggedChanges known ? known : LoggedChanges.NONE;
    return new RecentBlocks(kept, logged.with(newChanges, kept.get(0).block().number()));
  }

  /**
   * With these blocks on top, likewise, where no log is trusted.
   *
   * @param next ascending, each the child of the one before; at least one
   * @param proven of all blocks that are covered from now on
   */
  public RecentBlocks with(List<AnchoredBlock> next, ChangeEvidence proven) {
    return new RecentBlocks(on(next), proven);
  }

  /** The same blocks, of which more is known. */
  public RecentBlocks with(ChangeEvidence proven) {
    return new RecentBlocks(blocks, proven);
  }

  private List<AnchoredBlock> on(List<AnchoredBlock> next) {
    List<AnchoredBlock> chain = new ArrayList<>(upTo(next.get(0).parentHash()));
    chain.addAll(next);
    return newestOf(chain);
  }

  private List<AnchoredBlock> upTo(byte[] hash) {
    AnchoredBlock last = byHash.get(ByteBuffer.wrap(hash));
    return last == null ? List.of() : blocks.subList(0, blocks.indexOf(last) + 1);
  }

  private static List<AnchoredBlock> newestOf(List<AnchoredBlock> chain) {
    AnchoredBlock newest = chain.get(chain.size() - 1);
    return chain.stream().filter(each -> isRecent(each, newest)).toList();
  }

  private static boolean isRecent(AnchoredBlock block, AnchoredBlock newest) {
    return newest.block().number() - block.block().number() <= MAX_DEPTH
        && newest.block().timestamp() - block.block().timestamp() <= MAX_AGE.toSeconds();
  }
}
