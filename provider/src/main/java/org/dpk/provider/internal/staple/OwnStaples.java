package org.dpk.provider.internal.staple;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.anchor.RecentBlocks;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.staple.Staple.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Makes the staples of this process' own identities: with a proof where the node serves one in
 * time, else of the record alone. Never a reason for a handshake to fail. Safe for use by several
 * threads.
 */
public final class OwnStaples {

  private static final Logger LOG = System.getLogger(OwnStaples.class.getName());

  /** How many blocks a proof is used for: far from the 64 that it is good for. */
  static final int RENEWED_AFTER = 16;

  /** As {@link #RENEWED_AFTER}, by the chain's time. */
  static final Duration RENEWED_AFTER_TIME = Duration.ofMinutes(5);

  /** Before a node that gave no good proof is asked for another. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int IDENTITIES = 64;

  private final RegistryId registry;
  private final BlockAnchor anchor;
  private final RecordProofs proofs;
  private final StapleCheck check;
  private final LongSupplier nanoClock;
  private final Cache<IdHash, Proof> latest =
      Caffeine.newBuilder().maximumSize(IDENTITIES).executor(Runnable::run).build();

  /**
   * A proof, perhaps under way.
   *
   * @param root of the registry's storage, as far as the branches prove one
   */
  private record Proof(
      AnchoredBlock block,
      CompletableFuture<SlotBranches> branches,
      CompletableFuture<Optional<byte[]>> root,
      long askedAt) {

    boolean isUnchangedIn(RecentBlocks recent, IdHash id) {
      byte[] known = root.getNow(Optional.empty()).orElse(null);
      return recent.isUnchangedSince(id, block, known);
    }
  }

  /**
   * @param anchor which blocks exist; proofs are verified against them before they are sent
   */
  public OwnStaples(
      RegistryId registry, BlockAnchor anchor, RecordProofs proofs, LongSupplier nanoClock) {
    this.registry = registry;
    this.anchor = anchor;
    this.proofs = proofs;
    this.check = new StapleCheck(registry, anchor);
    this.nanoClock = nanoClock;
  }

  /** Lets a proof be fetched that will be needed soon, unless a recent one is there. */
  public void prepare(DpkIdentity own) {
    var unused = proof(RecordCodec.idHash(own));
  }

  /**
   * A staple.
   *
   * @param record that is on chain
   * @param patience how long a proof under way is waited for
   */
  public byte[] make(EncodedRecord record, Duration patience) {
    Proof proof = proof(RecordCodec.idHash(record.identity()));
    try {
      return proof == null
          ? Staple.of(record).encode()
          : withProof(record, proof, patience).orElse(Staple.of(record)).encode();
    } catch (WrongStaple e) {
      throw new IllegalStateException("a record always fits into a staple", e);
    }
  }

  private @Nullable Proof proof(IdHash id) {
    RecentBlocks recent = anchor.recent();
    AnchoredBlock block = provable(recent, id).orElse(null);
    return latest
        .asMap()
        .compute(
            id,
            (key, present) ->
                block == null || present != null && !isDue(present, recent, id)
                    ? present
                    : ask(id, block));
  }

  private Proof ask(IdHash id, AnchoredBlock block) {
    CompletableFuture<SlotBranches> branches = proofs.prove(id, block.block());
    CompletableFuture<Optional<byte[]>> root =
        branches.thenApply(each -> root(block, each)).exceptionally(failure -> Optional.empty());
    return new Proof(block, branches, root, nanoClock.getAsLong());
  }

  private Optional<byte[]> root(AnchoredBlock block, SlotBranches branches) {
    try {
      return StateProof.account(block.stateRoot(), registry.contract(), branches.account())
          .map(AccountState::storageRoot);
    } catch (ProofException e) {
      return Optional.empty();
    }
  }

  /** One below the newest, since the peer may not have that yet; unless the record is newer. */
  private static Optional<AnchoredBlock> provable(RecentBlocks recent, IdHash id) {
    return recent
        .below(1)
        .filter(below -> recent.isUnchangedSince(id, below))
        .or(recent::newest)
        .filter(block -> block.block().number() > 0); // the first block's state may be made up
  }

  private boolean isDue(Proof proof, RecentBlocks recent, IdHash id) {
    if (proof.branches.isCompletedExceptionally()) {
      return nanoClock.getAsLong() - proof.askedAt > PAUSE.toNanos()
          || isOfAnEarlierRecord(proof, recent, id);
    }
    AnchoredBlock newest = recent.newest().orElse(proof.block);
    return recent.find(proof.block.block().hash()).isEmpty()
        || proof.branches.isDone() && !proof.isUnchangedIn(recent, id)
        || newest.block().number() - proof.block.block().number() > RENEWED_AFTER
        || newest.block().timestamp() - proof.block.block().timestamp()
            > RENEWED_AFTER_TIME.toSeconds();
  }

  /** A record that was just admitted is in no proof of the block before: not the node's fault. */
  private static boolean isOfAnEarlierRecord(Proof proof, RecentBlocks recent, IdHash id) {
    return recent.find(proof.block.block().hash()).isPresent() && !proof.isUnchangedIn(recent, id);
  }

  private Optional<Staple> withProof(EncodedRecord record, Proof proof, Duration patience) {
    try {
      SlotBranches branches = proof.branches.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      Staple staple =
          new Staple(
              record,
              new Evidence(
                  registry.chainId(),
                  proof.block.block().hash(),
                  branches.account(),
                  branches.slot()));
      staple.encode(); // within its bounds
      return check.check(record.identity(), staple).map(good -> staple);
    } catch (WrongStaple e) {
      LOG.log(Level.DEBUG, "no good proof of the record of " + record.identity(), e);
      proof.branches.obtrudeException(e); // not asked again for a while
      return Optional.empty();
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, "no proof of the record of " + record.identity(), e);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
