package org.dpk.pkm.internal.outbox;

import java.util.Optional;

/**
 * Something that this PKM means to do on chain, and how far that is.
 *
 * @param id its place in the order
 * @param kind what it is
 * @param registration for which registration; empty for the PKM's own key
 * @param state how far it is
 * @param attempts how often a block held it and the contract refused it
 * @param detail what it waits for, or why it failed; may be empty
 * @param block the block that settled it; 0 before
 */
public record OutboxRow(
    long id,
    Kind kind,
    Optional<String> registration,
    State state,
    int attempts,
    String detail,
    long block) {

  /** What can be meant. */
  public enum Kind {
    /** The PKM's own record goes on chain. */
    STORE_PKM_KEY,
    /** A device's record goes on chain by voucher. */
    ADMIT,
    /** A device's wallet gets what it needs to ask for admission. */
    FUND,
    /** A device that asked for admission gets it. */
    APPROVE,
    /** A device's record is revoked. */
    REVOKE
  }

  /** How far it can be. */
  public enum State {
    /** Nothing is signed. */
    INTENT,
    /** A transaction is signed and stored. */
    PREPARED,
    /** The node took it. */
    BROADCAST,
    /** Done, and on chain. */
    MINED,
    /** Refused for good. */
    FAILED,
    /** Taken back before anything was signed. */
    CANCELLED;

    /** Whether nothing follows. */
    public boolean isFinal() {
      return this == MINED || this == FAILED || this == CANCELLED;
    }
  }

  /** What it is about, for those who watch: the kind, and the registration if there is one. */
  public String subject() {
    return registration.map(id -> kind + " " + id).orElseGet(kind::name);
  }
}
