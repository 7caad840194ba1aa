package org.dpk.provider.internal.consensus;

import java.util.Locale;
import java.util.Set;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;

/**
 * What a fork's containers look like, and where in the state things stand: the constants of
 * specs/capella, deneb and electra, light-client/sync-protocol.md. Fulu changes none of them.
 *
 * <p>A release knows the forks that were there when it was made. Anything else is refused, since a
 * guess at a structure could prove nothing.
 */
enum ForkStructures {
  CAPELLA(105, 54, 55),
  DENEB(105, 54, 55),
  ELECTRA(169, 86, 87),
  FULU(169, 86, 87);

  /** EXECUTION_PAYLOAD_GINDEX, the same in all of them. */
  static final int EXECUTION_GINDEX = 25;

  /** Those whose light-client headers commit to no execution block. */
  private static final Set<String> BEFORE_CAPELLA = Set.of("phase0", "altair", "bellatrix");

  private final int finalizedRootGindex;
  private final int currentSyncCommitteeGindex;
  private final int nextSyncCommitteeGindex;

  ForkStructures(int finalized, int current, int next) {
    this.finalizedRootGindex = finalized;
    this.currentSyncCommitteeGindex = current;
    this.nextSyncCommitteeGindex = next;
  }

  /**
   * Those of the fork with this name.
   *
   * @throws ConsensusException if it is not known, or has no execution data
   */
  static ForkStructures of(String fork) throws ConsensusException {
    if (BEFORE_CAPELLA.contains(fork)) {
      throw new ConsensusException(
          Rule.NO_EXECUTION_DATA,
          "headers of fork %s prove no execution block: use a newer checkpoint".formatted(fork));
    }
    for (ForkStructures each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(fork)) {
        return each;
      }
    }
    throw new ConsensusException(
        Rule.UNKNOWN_FORK,
        "this release of DPK does not know the fork %s: update DPK".formatted(printable(fork)));
  }

  private static String printable(String fork) {
    return fork.matches("[a-z0-9_-]{1,32}") ? fork : "that is named";
  }

  /** FINALIZED_ROOT_GINDEX. */
  int finalizedRootGindex() {
    return finalizedRootGindex;
  }

  /** CURRENT_SYNC_COMMITTEE_GINDEX. */
  int currentSyncCommitteeGindex() {
    return currentSyncCommitteeGindex;
  }

  /** NEXT_SYNC_COMMITTEE_GINDEX. */
  int nextSyncCommitteeGindex() {
    return nextSyncCommitteeGindex;
  }

  /** Whether an execution block's header says what its blobs cost (EIP-4844). */
  boolean hasBlobGas() {
    return this != CAPELLA;
  }
}
