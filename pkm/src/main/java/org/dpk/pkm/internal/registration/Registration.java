package org.dpk.pkm.internal.registration;

import java.time.Instant;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.enrol.AdmissionMode;

/**
 * What an operator decided of a device.
 *
 * @param id names this registration, a UUID in lower case
 * @param identity what the device becomes
 * @param assurance how it is known that the identity is the device's to have
 * @param mode who sends the record to the contract
 * @param fees whether the fees are paid
 * @param recordNotAfter what the device's record says as its end; Unix seconds, 0 for none
 * @param registeredBy which administrator
 * @param registeredAt when
 * @param tokenNotAfter until when the token may be bound to a record
 * @param state what became of it
 * @param stateAt since when
 */
public record Registration(
    String id,
    DpkIdentity identity,
    Assurance assurance,
    AdmissionMode mode,
    Fees fees,
    long recordNotAfter,
    String registeredBy,
    Instant registeredAt,
    Instant tokenNotAfter,
    State state,
    Instant stateAt) {

  /** How it is known that an identity is the device's to have. */
  public enum Assurance {
    /** This PKM made the name up: nobody else can have it. */
    GENERATED,
    /** Nobody checked it; an administrator took it upon himself. */
    UNCHECKED
  }

  /** Whether the fees of the admission are paid. */
  public enum Fees {
    /** Not yet. */
    DUE,
    /** The device's owner paid them. */
    PAID,
    /** Nobody has to. */
    WAIVED
  }

  /** What became of a registration. */
  public enum State {
    /** The token waits for its device. */
    ISSUED,
    /** A device proved that it holds the keys of a record; the token is good for that one only. */
    BOUND,
    /** The admission of that record is ordered; the token is good for nothing else any more. */
    SPENT,
    /** The record is on chain. */
    ADMITTED,
    /** No device came in time. */
    EXPIRED,
    /** The registry refused the record. */
    FAILED,
    /** The token, or the record, was revoked. */
    REVOKED
  }

  /** Whether the token can't be bound to a record any more, for its date. */
  public boolean isExpired(Instant now) {
    return state == State.EXPIRED || (state == State.ISSUED && now.isAfter(tokenNotAfter));
  }
}
