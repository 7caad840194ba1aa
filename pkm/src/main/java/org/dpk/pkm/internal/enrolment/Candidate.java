package org.dpk.pkm.internal.enrolment;

import java.time.Instant;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;

/**
 * The record that a token is bound to.
 *
 * @param registration the registration's id
 * @param bytes the canonical bytes
 * @param boundAt since when
 */
public record Candidate(String registration, byte[] bytes, Instant boundAt) {

  /** What the record says. */
  public IdentityRecord record() {
    try {
      return RecordCodec.decode(bytes);
    } catch (RecordFormatException e) {
      throw new IllegalStateException("only records that parse are ever bound", e);
    }
  }

  /** Its digest on chain, 32 bytes. */
  public byte[] digest() {
    try {
      return RecordCodec.digest(bytes);
    } catch (RecordFormatException e) {
      throw new IllegalStateException("only records that parse are ever bound", e);
    }
  }
}
