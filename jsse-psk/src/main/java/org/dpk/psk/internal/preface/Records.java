package org.dpk.psk.internal.preface;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** TLS records as far as they are not protected (RFC 8446 §5.1). */
public final class Records {

  public static final int CHANGE_CIPHER_SPEC = 20;
  public static final int ALERT = 21;
  public static final int HANDSHAKE = 22;
  public static final int APPLICATION_DATA = 23;

  /** Content type, version, length. */
  public static final int HEADER_LENGTH = 5;

  /** The most plaintext that one record carries, in bytes. */
  public static final int MAX_FRAGMENT = 1 << 14;

  /** The most that a protected record adds (RFC 5246 §6.2.3), in bytes. */
  public static final int MAX_EXPANSION = 1024;

  /** The longest record, in bytes. */
  public static final int MAX_RECORD = HEADER_LENGTH + MAX_FRAGMENT + MAX_EXPANSION;

  /** The version of a first ClientHello's record (RFC 8446 §5.1). */
  public static final int TLS_1_0_VERSION = 0x0301;

  public static final int TLS_1_2_VERSION = 0x0303;

  private Records() {}

  /** One record with its header; {@code fragment} has 1 to {@link #MAX_FRAGMENT} bytes. */
  static byte[] plain(int contentType, byte[] fragment, int version) {
    byte[] record = new byte[HEADER_LENGTH + fragment.length];
    write(record, 0, contentType, version, fragment, 0, fragment.length);
    return record;
  }

  /** A handshake message, split over as many records as it needs. */
  public static byte[] handshake(byte[] message, int version) {
    int records = (message.length + MAX_FRAGMENT - 1) / MAX_FRAGMENT;
    byte[] out = new byte[message.length + records * HEADER_LENGTH];
    int at = 0;
    for (int from = 0; from < message.length; from += MAX_FRAGMENT) {
      int length = Math.min(MAX_FRAGMENT, message.length - from);
      at = write(out, at, HANDSHAKE, version, message, from, length);
    }
    return out;
  }

  /** The same, each record in an array of its own. */
  public static List<byte[]> split(byte[] message) {
    List<byte[]> records = new ArrayList<>();
    for (int from = 0; from < message.length; from += MAX_FRAGMENT) {
      int to = Math.min(from + MAX_FRAGMENT, message.length);
      records.add(plain(HANDSHAKE, Arrays.copyOfRange(message, from, to), TLS_1_2_VERSION));
    }
    return records;
  }

  private static int write(
      byte[] out, int at, int contentType, int version, byte[] from, int offset, int length) {
    out[at] = (byte) contentType;
    out[at + 1] = (byte) (version >>> 8);
    out[at + 2] = (byte) version;
    out[at + 3] = (byte) (length >>> 8);
    out[at + 4] = (byte) length;
    System.arraycopy(from, offset, out, at + HEADER_LENGTH, length);
    return at + HEADER_LENGTH + length;
  }

  /**
   * The length of the record that a buffer begins with, header included.
   *
   * @param in read from its position, which stays
   * @return 0 if the header is not complete yet
   * @throws FatalAlert if this is no TLS record
   */
  public static int length(ByteBuffer in) throws FatalAlert {
    if (in.remaining() < HEADER_LENGTH) {
      return 0;
    }
    int at = in.position();
    int type = in.get(at) & 0xFF;
    int major = in.get(at + 1) & 0xFF;
    if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA || major != 3) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE,
          "the peer does not speak TLS: its bytes are no TLS record (plain text on a TLS port?)");
    }
    int fragment = (in.get(at + 3) & 0xFF) << 8 | in.get(at + 4) & 0xFF;
    if (fragment > MAX_FRAGMENT + MAX_EXPANSION) {
      throw FatalAlert.protocol(
          Alert.RECORD_OVERFLOW, "the peer announced a record of " + fragment + " bytes");
    }
    return HEADER_LENGTH + fragment;
  }
}
