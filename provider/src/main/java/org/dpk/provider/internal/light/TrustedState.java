package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.light.KnownSlots.Known;
import org.dpk.provider.internal.light.KnownSlots.News;
import org.dpk.provider.internal.proof.BlockHeader;
import org.jspecify.annotations.Nullable;

/**
 * The trusted blocks, and what was answered from them. A new head leads at once; it is covered once
 * the blocks between are linked. One lock, so that no answer slips in between: it either is among
 * those that are looked through when a block is covered, or is held against that block when it is
 * noted. Nothing here waits for anybody. Safe for use by several threads.
 */
final class TrustedState implements BlockAnchor {

  private final EthereumAddress contract;
  private final Assurance assurance;
  private final Duration silence;
  private final BlockAge blockAge;
  private final LongSupplier nanoClock;
  private final KnownSlots known = new KnownSlots();
  private ProvenBlocks proven = ProvenBlocks.NONE;
  private @Nullable AnchoredBlock head;
  private @Nullable AnchoredBlock covered;
  private volatile RecentBlocks recent = RecentBlocks.NONE;
  private volatile long heard;

  /** No reorganisation. */
  static final long NO_FORK = Long.MAX_VALUE;

  /**
   * What came of covering a block.
   *
   * @param before the one that was covered before; null if none was
   * @param fork the height of the last block that stayed; {@link #NO_FORK} if all did
   */
  record Coverage(@Nullable BlockRef before, long fork) {}

  /**
   * @param silence for how long the newest block stays so without a word from the anchor
   */
  TrustedState(
      EthereumAddress contract,
      Assurance assurance,
      Duration silence,
      BlockAge blockAge,
      LongSupplier nanoClock) {
    this.contract = contract;
    this.assurance = assurance;
    this.silence = silence;
    this.blockAge = blockAge;
    this.nanoClock = nanoClock;
    this.heard = nanoClock.getAsLong();
  }

  // ------------------------------------------------------------------------ for look-ups

  /** The newest block that is trusted; empty before there is one. */
  synchronized Optional<AnchoredBlock> head() {
    return Optional.ofNullable(head);
  }

  /** How long ago the anchor said so. */
  Duration age() {
    return Duration.ofNanos(nanoClock.getAsLong() - heard);
  }

  /**
   * Notes an answer, before it is given.
   *
   * @param at where it is proven
   * @param root of the registry's storage there
   * @return the block that it holds at; empty if the chain went on and it may not hold any more
   */
  synchronized Optional<BlockRef> note(IdHash id, Slot slot, AnchoredBlock at, byte[] root) {
    Known answer = new Known(slot, at, root);
    if (isSame(at, head) || isSame(at, covered)) {
      known.put(id, answer);
      return Optional.of(at.block());
    }
    AnchoredBlock newest = covered;
    if (newest != null && proven.isUnchangedSince(id, at, root)) {
      known.put(id, new Known(slot, newest, root));
      return Optional.of(newest.block());
    }
    return Optional.empty();
  }

  private static boolean isSame(AnchoredBlock block, @Nullable AnchoredBlock other) {
    return other != null && other.block().equals(block.block());
  }

  // ------------------------------------------------------------------------ for staples

  @Override
  public RecentBlocks recent() {
    RecentBlocks now = recent;
    boolean isGood =
        age().compareTo(silence) <= 0 && now.newest().filter(blockAge::isGood).isPresent();
    return isGood ? now : RecentBlocks.NONE;
  }

  /** All blocks that are linked, however old. */
  RecentBlocks linked() {
    return recent;
  }

  @Override
  public Assurance assurance() {
    return assurance;
  }

  @Override
  public boolean rely(IdHash id, byte[] word, AnchoredBlock newest, byte[] storageRoot) {
    return Slot.of(word).flatMap(slot -> note(id, slot, newest, storageRoot)).isPresent();
  }

  // ------------------------------------------------------------------------ for the watch

  /** The anchor vouches for this block now. */
  synchronized void lead(AnchoredBlock newest) {
    head = newest;
    heard = nanoClock.getAsLong();
  }

  /** Whether this is the newest block that is covered. */
  synchronized boolean covers(AnchoredBlock block) {
    return isSame(block, covered);
  }

  /**
   * Covers a block.
   *
   * @param linked it and those below it, ascending; empty if no header of it is to be had
   */
  synchronized Coverage cover(AnchoredBlock newest, List<BlockHeader> linked) {
    AnchoredBlock before = covered;
    long fork = before == null ? NO_FORK : fork(before, newest, linked);
    proven = linked.isEmpty() ? proven.with(newest) : proven.with(linked, contract);
    covered = newest;
    recent =
        recent.with(
            linked.isEmpty() ? List.of(newest) : linked.stream().map(AnchoredBlock::of).toList(),
            proven);
    return new Coverage(before == null ? null : before.block(), fork);
  }

  private long fork(AnchoredBlock before, AnchoredBlock newest, List<BlockHeader> linked) {
    long first = linked.isEmpty() ? newest.block().number() : linked.get(0).block().number();
    byte[] parent = linked.isEmpty() ? newest.parentHash() : linked.get(0).parentHash();
    long stays = recent.find(parent).map(block -> block.block().number()).orElse(first - 1);
    return stays < before.block().number() ? stays : NO_FORK;
  }

  /** What a root that was proven in the covered block says of it. */
  synchronized void prove(AnchoredBlock block, byte[] root) {
    proven = proven.withRoot(block.block(), root);
    recent = recent.with(proven);
  }

  /** Whether the storage root of the covered block is known, or that of one that it equals. */
  synchronized boolean isRootKnown() {
    return proven.isRootKnown();
  }

  /**
   * Moves what is proven to be unchanged to the covered block.
   *
   * @return the rest: what may have changed, the latest answer last
   */
  synchronized Map<IdHash, Known> settle() {
    AnchoredBlock newest = covered;
    if (newest == null) {
      return Map.of();
    }
    Map<IdHash, Known> rest = new LinkedHashMap<>();
    for (Map.Entry<IdHash, Known> each : known.notAt(newest).entrySet()) {
      Known was = each.getValue();
      if (proven.isUnchangedSince(each.getKey(), was.at(), was.root())) {
        known.replace(each.getKey(), was, new Known(was.slot(), newest, was.root()));
      } else {
        rest.put(each.getKey(), was);
      }
    }
    return rest;
  }

  /** What an identity provably is in a block, whatever it was. */
  synchronized void prove(IdHash id, Known was, Slot is, AnchoredBlock at, byte[] root) {
    Known proven = new Known(is, at, root);
    if (proven.isActive() == was.isActive()) {
      known.replace(id, was, proven);
    } else {
      known.remove(id, was);
    }
  }

  /** An answer that nobody proves any more: nobody holds it as true, but it is watched. */
  synchronized void suspect(IdHash id, Known was) {
    known.replace(id, was, new Known(was.slot(), was.at(), was.root(), true));
  }

  /** An answer that nobody needs any more. */
  synchronized void drop(IdHash id, Known was) {
    known.remove(id, was);
  }

  /** As {@link KnownSlots#takeNews}. */
  synchronized Map<IdHash, News> takeNews() {
    return known.takeNews();
  }

  /** As {@link KnownSlots#takeReplaced}. */
  synchronized Map<IdHash, Known> takeReplaced() {
    return known.takeReplaced();
  }

  /** As {@link ProvenBlocks#isUnrevokedSince}, up to the covered block. */
  synchronized boolean isUnrevokedSince(IdHash id, AnchoredBlock block) {
    return proven.isUnrevokedSince(id, block);
  }

  /** Whether there is a revocation to report that no new head brought. */
  synchronized boolean hasNews() {
    return known.hasNews();
  }

  /**
   * Whether what is proven in a block holds now, as far as a block can tell: whoever serves old
   * blocks one after the other must not keep caches young with them.
   */
  boolean isOfThePresent(AnchoredBlock block) {
    return blockAge.isGood(block);
  }
}
