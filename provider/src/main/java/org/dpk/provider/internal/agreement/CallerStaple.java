package org.dpk.provider.internal.agreement;

import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.WrongStaple;
import org.jspecify.annotations.Nullable;

/**
 * What a caller stapled to its NS1.
 *
 * @param staple null if nothing
 */
record CallerStaple(@Nullable Staple staple) {

  /**
   * Reads it.
   *
   * @param bytes null if there is none
   * @throws WrongStaple if it does not parse
   */
  static CallerStaple of(byte @Nullable [] bytes) throws WrongStaple {
    return new CallerStaple(bytes == null ? null : Staple.decode(bytes));
  }

  /** The record in it; null if there is none. */
  @Nullable EncodedRecord record() {
    return staple == null ? null : staple.record();
  }
}
