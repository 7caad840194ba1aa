package org.dpk.provider.internal.consensus;

import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;

/**
 * What moves a light client on, as a server sends it: LightClientUpdate of
 * specs/altair/light-client/sync-protocol.md, or a LightClientFinalityUpdate, which has no next
 * committee, or a LightClientOptimisticUpdate, which has neither.
 *
 * @param attested the header that the committee signed
 * @param next the committee of the next period; empty where there is none
 * @param finality the header that is final in the attested state; empty where there is none
 * @param aggregate of the committee of the signature slot's period
 * @param signatureSlot the slot whose block has the signature
 */
public record LightClientUpdate(
    LightClientHeader attested,
    Optional<NextCommittee> next,
    Optional<Finality> finality,
    SyncAggregate aggregate,
    long signatureSlot) {

  /**
   * The committee of the next period.
   *
   * @param branch from the committee to the attested header's state root; copied
   */
  public record NextCommittee(SyncCommittee committee, List<Root> branch) {

    /** Copies. */
    public NextCommittee {
      branch = List.copyOf(branch);
    }

    /** A branch of zeros says that there is none (is_sync_committee_update). */
    static Optional<NextCommittee> of(SyncCommittee committee, List<Root> branch)
        throws ConsensusException {
      if (!branch.stream().allMatch(Root::isZero)) {
        return Optional.of(new NextCommittee(committee, branch));
      }
      if (!committee.isEmpty()) {
        throw new ConsensusException(Rule.BRANCH, "the next sync committee has no branch");
      }
      return Optional.empty();
    }
  }

  /**
   * What is final.
   *
   * @param header empty as long as nothing but the genesis is
   * @param branch from the header's root to the attested header's state root; copied
   */
  public record Finality(Optional<LightClientHeader> header, List<Root> branch) {

    /** Copies. */
    public Finality {
      branch = List.copyOf(branch);
    }

    /** A branch of zeros says that there is none (is_finality_update). */
    static Optional<Finality> of(LightClientHeader header, List<Root> branch)
        throws ConsensusException {
      boolean genesis = header.beacon().slot() == 0;
      if (!branch.stream().allMatch(Root::isZero)) {
        requireEmpty(!genesis || header.isEmpty(), "a final header of slot 0 is an empty one");
        return Optional.of(new Finality(genesis ? Optional.empty() : Optional.of(header), branch));
      }
      requireEmpty(header.isEmpty(), "the final header has no branch");
      return Optional.empty();
    }

    private static void requireEmpty(boolean empty, String otherwise) throws ConsensusException {
      if (!empty) {
        throw new ConsensusException(Rule.BRANCH, otherwise);
      }
    }
  }
}
