package org.dpk.provider.internal.nsl;

import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.record.EncodedRecord;

/** What a responder does next. */
public sealed interface ResponderStep {

  /** Send this and wait for the answer. */
  record Send(byte[] message) implements ResponderStep {}

  /**
   * Look the initiator up and go on with {@link Responder#found}, or end with {@link
   * Responder#refuse}.
   *
   * @param identity who it claims to be
   * @param version of the record that it says it has
   * @param pastCaches whether what was known so far is older than that: at most once per run
   */
  record LookUp(DpkIdentity identity, long version, boolean pastCaches) implements ResponderStep {}

  /**
   * Check an enrolment and go on with {@link Responder#enrolmentChecked}, or end with {@link
   * Responder#refuse}. Whether the candidate has its private keys is not proven yet.
   *
   * @param token not copied
   */
  record CheckEnrolment(EncodedRecord candidate, byte[] token) implements ResponderStep {}

  /** The keys are there. */
  record Agreed(AgreedKeys keys) implements ResponderStep {}
}
