package org.dpk.provider.internal.ethereum;

import java.util.Objects;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordFormatException;

/**
 * What the chain holds of an identity, in the bytes that a change of it must name.
 *
 * @param slot what the contract stores
 * @param head the head of its last record; empty if it was never admitted; copied both ways
 * @param bodyHash keccak256 of the body of its last record, 32 bytes; zero if it was never
 *     admitted; copied both ways
 * @param record the whole active record, checked against the slot's digest; empty if there is no
 *     active one; copied both ways
 * @param block where it was read
 */
public record RegistryEntry(
    Slot slot, byte[] head, byte[] bodyHash, byte[] record, BlockRef block) {

  /** Checks for null and copies. */
  public RegistryEntry {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(block, "block");
    head = head.clone();
    bodyHash = bodyHash.clone();
    record = record.clone();
  }

  /** Of an active record, whose head the contract has read. */
  static RegistryEntry ofRecord(Slot slot, byte[] record, BlockRef block) throws RegistryException {
    try {
      byte[] bodyHash = Keccak256.hash(RecordCodec.body(record));
      return new RegistryEntry(slot, RecordCodec.head(record), bodyHash, record, block);
    } catch (RecordFormatException e) {
      throw new RegistryException.UnusableRecord("the record on chain has no head", e);
    }
  }

  /**
   * The digest that a voucher, an update or a revocation of it names as {@code previous}: 32 bytes,
   * zero if it was never admitted.
   */
  public byte[] digest() {
    return head.length == 0 ? new byte[32] : RecordCodec.digest(head, bodyHash);
  }

  @Override
  public byte[] head() {
    return head.clone();
  }

  @Override
  public byte[] bodyHash() {
    return bodyHash.clone();
  }

  @Override
  public byte[] record() {
    return record.clone();
  }
}
