package org.dpk.provider.internal.ethereum;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.record.Keccak256;
import org.jspecify.annotations.Nullable;

/**
 * What the contract stores of one identity (registry.md "Storage").
 *
 * @param digest the first 26 bytes of {@code keccak256(head ‖ keccak256(body))}; zero if the
 *     identity was never admitted; copied both ways
 * @param changed the height of the block of the last change
 * @param status what became of it
 */
public record Slot(byte[] digest, long changed, Status status) {

  /** Length of a digest in bytes. */
  public static final int DIGEST_LENGTH = 26;

  /** What became of an identity, by the contract's numbers 0, 1, 2. */
  public enum Status {
    /** Never admitted. */
    ABSENT,
    /** Its record is good. */
    ACTIVE,
    /** Its record was revoked. */
    REVOKED;

    /** By the contract's number; empty if this version does not know it. */
    static Optional<Status> of(int number) {
      return switch (number) {
        case 0 -> Optional.of(ABSENT);
        case 1 -> Optional.of(ACTIVE);
        case 2 -> Optional.of(REVOKED);
        default -> Optional.empty();
      };
    }
  }

  /**
   * @throws IllegalArgumentException if the digest has not 26 bytes
   */
  public Slot {
    if (digest.length != DIGEST_LENGTH) {
      throw new IllegalArgumentException("a digest has 26 bytes, not " + digest.length);
    }
    digest = digest.clone();
  }

  /**
   * What a word of the contract's storage says; empty if the contract never writes such a word.
   *
   * @param word 32 bytes: digest, block (5 bytes) and status (1 byte), high to low
   */
  public static Optional<Slot> of(byte[] word) {
    ByteBuffer in = ByteBuffer.wrap(word);
    byte[] digest = new byte[DIGEST_LENGTH];
    in.get(digest);
    long changed = (in.get() & 0xFFL) << 32 | in.getInt() & 0xFFFF_FFFFL;
    return Status.of(in.get()).map(status -> new Slot(digest, changed, status));
  }

  /** Where the contract keeps an identity: keccak256(idHash ‖ uint256(0)), 32 bytes. */
  public static byte[] key(IdHash id) {
    return Keccak256.hash(id.bytes(), new byte[32]);
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  /** Whether these are the leading bytes of the digest of a record; public values both. */
  public boolean names(byte[] fullDigest) {
    return Arrays.equals(digest, 0, DIGEST_LENGTH, fullDigest, 0, DIGEST_LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slot that
        && changed == that.changed
        && status == that.status
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(digest) + status.hashCode();
  }

  @Override
  public String toString() {
    return "Slot["
        + HexFormat.of().formatHex(digest, 0, 4)
        + "…, block "
        + changed
        + ", "
        + status
        + "]";
  }
}
