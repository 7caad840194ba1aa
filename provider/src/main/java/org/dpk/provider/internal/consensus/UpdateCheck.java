package org.dpk.provider.internal.consensus;

import java.util.Optional;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/**
 * What an update has to fulfil (validate_light_client_update), cheap rules first: the signature,
 * which costs a thousand times the rest, is looked at last.
 *
 * @param headers of the same chain
 */
record UpdateCheck(BeaconChain chain, HeaderCheck headers) {

  /**
   * An update whose branches and signature were verified.
   *
   * @param finalized empty if nothing but the genesis is final, or nothing is said of it
   * @param next the committee after the attested header's period
   */
  record Proven(Verified attested, Optional<Verified> finalized, Optional<NextCommittee> next) {}

  /** What can be seen without a hash: who signed, in which order, and for when. */
  void requireRelevant(LightClientStore store, LightClientUpdate update, long currentSlot)
      throws ConsensusException {
    requireParticipation(update.aggregate().participants());
    requireOrder(update, currentSlot);
    requirePeriod(store, update);
    requireNewer(store, update);
  }

  private void requireParticipation(int participants) throws ConsensusException {
    if (3 * participants < 2 * chain.syncCommitteeSize()) {
      throw new ConsensusException(
          Rule.PARTICIPATION,
          "%d of %d signed, fewer than two thirds: wait, or ask another beacon node"
              .formatted(participants, chain.syncCommitteeSize()));
    }
  }

  private static void requireOrder(LightClientUpdate update, long currentSlot)
      throws ConsensusException {
    long attested = update.attested().beacon().slot();
    if (update.signatureSlot() > currentSlot) {
      throw new ConsensusException(
          Rule.FUTURE,
          "signed at slot %d, and now is slot %d: check the clock"
              .formatted(update.signatureSlot(), currentSlot));
    }
    if (update.signatureSlot() <= attested || attested < finalizedSlot(update)) {
      throw new ConsensusException(
          Rule.SLOT_ORDER,
          "slots that can't be: signed at %d, attested %d, final %d"
              .formatted(update.signatureSlot(), attested, finalizedSlot(update)));
    }
  }

  private void requirePeriod(LightClientStore store, LightClientUpdate update)
      throws ConsensusException {
    long known = chain.periodOf(store.finalized().slot());
    long signed = chain.periodOf(update.signatureSlot());
    if (signed < known || signed > known + (store.knowsNextCommittee() ? 1 : 0)) {
      throw new ConsensusException(
          Rule.PERIOD,
          "signed by the committee of period %d, and known is that of %d%s: get the updates between"
              .formatted(signed, known, store.knowsNextCommittee() ? " and the next" : ""));
    }
  }

  private void requireNewer(LightClientStore store, LightClientUpdate update)
      throws ConsensusException {
    long attested = update.attested().beacon().slot();
    boolean hasNewCommittee =
        !store.knowsNextCommittee()
            && update.next().isPresent()
            && chain.periodOf(attested) == chain.periodOf(store.finalized().slot());
    if (attested <= store.finalized().slot() && !hasNewCommittee) {
      throw new ConsensusException(
          Rule.NOT_NEWER,
          "slot %d is not newer than slot %d, which is final already"
              .formatted(attested, store.finalized().slot()));
    }
  }

  /** 0 where there is none, as in the specification's empty header. */
  static long finalizedSlot(LightClientUpdate update) {
    return update.finality().flatMap(Finality::header).map(each -> each.beacon().slot()).orElse(0L);
  }

  Proven verify(LightClientStore store, LightClientUpdate update) throws ConsensusException {
    Verified attested = headers.verify(update.attested());
    ForkStructures fork = headers.forkAt(update.attested().beacon().slot());
    Optional<Verified> finalized = Optional.empty();
    if (update.finality().isPresent()) {
      finalized = verifyFinality(update.finality().get(), update.attested().beacon(), fork);
    }
    if (update.next().isPresent()) {
      verifyNext(store, update.next().get(), update.attested().beacon(), fork);
    }
    verifySignature(store, update);
    return new Proven(attested, finalized, update.next());
  }

  private Optional<Verified> verifyFinality(
      Finality finality, BeaconHeader attested, ForkStructures fork) throws ConsensusException {
    Optional<Verified> header = Optional.empty();
    if (finality.header().isPresent()) {
      header = Optional.of(headers.verify(finality.header().get()));
    }
    HeaderCheck.requireBranch(
        "final header",
        header.map(each -> each.trusted().beaconRoot()).orElse(Root.ZERO),
        finality.branch(),
        fork.finalizedRootGindex(),
        attested.stateRoot());
    return header;
  }

  private void verifyNext(
      LightClientStore store, NextCommittee next, BeaconHeader attested, ForkStructures fork)
      throws ConsensusException {
    Root root = HashTreeRoot.of(next.committee());
    boolean samePeriod =
        chain.periodOf(attested.slot()) == chain.periodOf(store.finalized().slot());
    if (samePeriod && store.next().filter(known -> !known.root().equals(root)).isPresent()) {
      throw new ConsensusException(
          Rule.WRONG_COMMITTEE, "the next sync committee is not the one that is known");
    }
    HeaderCheck.requireBranch(
        "next sync committee",
        root,
        next.branch(),
        fork.nextSyncCommitteeGindex(),
        attested.stateRoot());
  }

  private void verifySignature(LightClientStore store, LightClientUpdate update)
      throws ConsensusException {
    long slot = update.signatureSlot();
    boolean byNext = chain.periodOf(slot) > chain.periodOf(store.finalized().slot());
    KnownCommittee committee = byNext ? store.next().orElseThrow() : store.current();
    // a block is signed under the fork of the slot before (process_sync_aggregate)
    byte[] version = chain.forkAtSlot(Math.max(slot, 1) - 1).version();
    Root root =
        HashTreeRoot.signingRoot(
            update.attested().beacon(), version, chain.genesisValidatorsRoot());
    SyncAggregate aggregate = update.aggregate();
    if (!committee
        .members()
        .verify(aggregate.participation(), root.bytes(), aggregate.signature())) {
      throw new ConsensusException(
          Rule.SIGNATURE, "the sync committee of slot %d did not sign this".formatted(slot));
    }
  }
}
