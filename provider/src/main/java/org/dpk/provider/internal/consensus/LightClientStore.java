package org.dpk.provider.internal.consensus;

import java.util.Optional;

/**
 * What a light client knows (LightClientStore of specs/altair/light-client/sync-protocol.md).
 * Immutable; {@link LightClient} makes them, {@link StoreCodec} keeps them.
 */
public final class LightClientStore {

  private final Verified finalized;
  private final Verified optimistic;
  private final KnownCommittee current;
  private final Optional<KnownCommittee> next;

  LightClientStore(
      Verified finalized,
      Verified optimistic,
      KnownCommittee current,
      Optional<KnownCommittee> next) {
    this.finalized = finalized;
    this.optimistic = optimistic;
    this.current = current;
    this.next = next;
  }

  /**
   * A header whose execution branch was verified.
   *
   * @param sent as the server sent it
   * @param trusted what it says
   */
  record Verified(LightClientHeader sent, TrustedHeader trusted) {}

  /** The newest header that is final: only a change of the whole chain's mind would undo it. */
  public TrustedHeader finalized() {
    return finalized.trusted();
  }

  /** The newest header that the committee signed, final or not; never older than the final one. */
  public TrustedHeader optimistic() {
    return optimistic.trusted();
  }

  /**
   * Whether the committee of the period after the final header's is known: without it nothing that
   * is signed in that period can be verified.
   */
  public boolean knowsNextCommittee() {
    return next.isPresent();
  }

  Verified verifiedFinalized() {
    return finalized;
  }

  Verified verifiedOptimistic() {
    return optimistic;
  }

  KnownCommittee current() {
    return current;
  }

  Optional<KnownCommittee> next() {
    return next;
  }

  /** Both headers. */
  @Override
  public String toString() {
    return "final: " + finalized() + "; newest: " + optimistic();
  }
}
