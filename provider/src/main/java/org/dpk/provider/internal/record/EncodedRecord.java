package org.dpk.provider.internal.record;

import java.util.Arrays;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.jspecify.annotations.Nullable;

/** A record with its bytes and its name in the handshake. Immutable. */
public final class EncodedRecord {

  /** Length of {@code rec_hash} in bytes. */
  public static final int HASH_LENGTH = 32;

  private final IdentityRecord record;
  private final byte[] bytes;
  private final byte[] recHash;

  private EncodedRecord(IdentityRecord record, byte[] bytes) {
    this.record = record;
    this.bytes = bytes;
    this.recHash = RecordCodec.recHash(bytes);
  }

  /**
   * @throws IllegalArgumentException if the record is too long
   */
  public static EncodedRecord of(IdentityRecord record) {
    return new EncodedRecord(record, RecordCodec.encode(record));
  }

  /**
   * @param bytes copied
   * @throws RecordFormatException if the bytes are no record
   */
  public static EncodedRecord decode(byte[] bytes) throws RecordFormatException {
    return new EncodedRecord(RecordCodec.decode(bytes), bytes.clone());
  }

  /** What it says. */
  public IdentityRecord record() {
    return record;
  }

  /** Whose it is. */
  public DpkIdentity identity() {
    return record.identity();
  }

  /** The canonical bytes; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256 of the bytes: {@value #HASH_LENGTH} bytes; a copy. */
  public byte[] recHash() {
    return recHash.clone();
  }

  /** What the contract keeps the beginning of: 32 bytes. */
  public byte[] digest() {
    try {
      return RecordCodec.digest(bytes);
    } catch (RecordFormatException e) {
      throw new IllegalStateException("what was decoded has a head", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedRecord that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(recHash);
  }

  /** Whose it is, and which version. */
  @Override
  public String toString() {
    return record.identity() + " version " + record.version();
  }
}
