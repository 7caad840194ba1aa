package org.dpk.provider.internal.proof;

import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;

/**
 * The filter over a block's logs (Yellow Paper §4.3.1): 2048 bits, three of which stand for each
 * contract that logged and for each topic. Who trusts the header knows from it which logs are not
 * in the block; whether one is, it does not say. Immutable.
 */
public final class LogsBloom {

  /** Length in bytes. */
  public static final int LENGTH = 256;

  private static final int TOPIC = 32;

  /** M3:2048: so many bits for each entry, each named by 11 bits of a pair of its hash's bytes. */
  private static final int BITS_OF_ENTRY = 3;

  private static final int BITS = 8 * LENGTH;

  private final byte[] bits;

  private LogsBloom(byte[] bits) {
    this.bits = bits;
  }

  /**
   * The filter of a header.
   *
   * @param logsBloom 256 bytes; copied
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH} bytes
   */
  public static LogsBloom of(byte[] logsBloom) {
    if (logsBloom.length != LENGTH) {
      throw new IllegalArgumentException("a bloom has 256 bytes, not " + logsBloom.length);
    }
    return new LogsBloom(logsBloom.clone());
  }

  /** Of a header that has checked the length, and that never hands it out but as a copy. */
  static LogsBloom ofChecked(byte[] logsBloom) {
    return new LogsBloom(logsBloom);
  }

  /** Whether it is that of a block without logs, or of a chain that keeps no blooms. */
  public boolean isEmpty() {
    for (byte each : bits) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether this contract may have logged; false proves that it has not. */
  public boolean mayContain(EthereumAddress contract) {
    return mayContainEntry(contract.bytes());
  }

  /**
   * Whether a log may have this topic, in whatever place; false proves that none has.
   *
   * @param topic 32 bytes: an event's signature hash, or an indexed argument
   * @throws IllegalArgumentException if there are not exactly 32 bytes
   */
  public boolean mayContain(byte[] topic) {
    if (topic.length != TOPIC) {
      throw new IllegalArgumentException("a topic has 32 bytes, not " + topic.length);
    }
    return mayContainEntry(topic);
  }

  private boolean mayContainEntry(byte[] entry) {
    byte[] hash = Keccak256.hash(entry);
    for (int pair = 0; pair < 2 * BITS_OF_ENTRY; pair += 2) {
      if (!isSet(((hash[pair] & 0xFF) << 8 | hash[pair + 1] & 0xFF) % BITS)) {
        return false;
      }
    }
    return true;
  }

  /** The lowest bit is the last byte's. */
  private boolean isSet(int bit) {
    return (bits[LENGTH - 1 - bit / 8] >>> bit % 8 & 1) != 0;
  }
}
