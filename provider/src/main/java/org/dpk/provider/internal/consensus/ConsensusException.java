package org.dpk.provider.internal.consensus;

import java.util.Objects;

/** What a light client can't accept, and which rule says so. */
public final class ConsensusException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public enum Rule {
    /** Bytes or JSON that are not what they are said to be, or too long. */
    MALFORMED,
    /** A fork that this release knows no structures of; an update of DPK may. */
    UNKNOWN_FORK,
    /** A header from before Capella, which commits to no execution block. */
    NO_EXECUTION_DATA,
    /** The header is not the one that the checkpoint names. */
    WRONG_CHECKPOINT,
    /** The checkpoint, or the state that was kept, is older than the policy allows. */
    TOO_OLD,
    /** Signed at a slot that has not come yet: the other side lies, or the clock is slow. */
    FUTURE,
    /** Slots that are not in their order: signature after attested, attested not before final. */
    SLOT_ORDER,
    /** Signed by a committee that is not known yet, or no longer. */
    PERIOD,
    /** Not newer than what is final already. */
    NOT_NEWER,
    /** Fewer than two thirds of the committee signed. */
    PARTICIPATION,
    /** A Merkle branch does not lead to its root. */
    BRANCH,
    /** Another next committee than the one that is known. */
    WRONG_COMMITTEE,
    /** The committee did not sign this. */
    SIGNATURE,
    /** A kept state that is of another chain, another version or damaged. */
    STATE
  }

  private final Rule rule;

  /**
   * @param message what is wrong, and what to do where something can be done
   */
  public ConsensusException(Rule rule, String message) {
    super(message);
    this.rule = Objects.requireNonNull(rule);
  }

  /** Which rule is broken. */
  public Rule rule() {
    return rule;
  }
}
