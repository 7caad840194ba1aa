package org.dpk.provider.internal.nsl;

import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a run ends with.
 *
 * @param own the record that this end used
 * @param peer the record that the other end proved to have the private keys of
 * @param suite the suite of both
 * @param keys the keys; the receiver closes them
 * @param terms how long and how often they may be used
 * @param enrolmentToken the token of an enrolment, at the responder; then {@code peer} is the
 *     candidate record, and is not on chain. Null in every other run
 */
public record AgreedKeys(
    EncodedRecord own,
    EncodedRecord peer,
    Suite suite,
    KeyRatchet keys,
    KeyTerms terms,
    byte @Nullable [] enrolmentToken) {}
