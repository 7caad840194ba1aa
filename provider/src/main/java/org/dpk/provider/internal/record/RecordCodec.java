package org.dpk.provider.internal.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RecordExtension;
import org.dpk.provider.SuiteKey;

/**
 * The canonical bytes of a record, and its hashes (registry.md "The record").
 *
 * <p>TLS presentation language (RFC 8446 §3), big-endian. A record has one encoding only: what
 * {@link #decode} accepts, {@link #encode} gives back byte for byte.
 */
public final class RecordCodec {

  /** The longest record, in bytes. */
  public static final int MAX_LENGTH = 8 * 1024;

  /** The first byte of every record. */
  public static final int FORMAT = 1;

  private static final int ID_LENGTH_OFFSET = 65;
  private static final int FIXED_HEAD_LENGTH = 66;

  private RecordCodec() {}

  /**
   * The canonical bytes.
   *
   * @throws IllegalArgumentException if they would be more than {@value #MAX_LENGTH}
   */
  public static byte[] encode(IdentityRecord record) {
    byte[] id = record.identity().bytes();
    byte[] keys = encodeKeys(record.keys());
    byte[] extensions = encodeExtensions(record.extensions());
    int length = FIXED_HEAD_LENGTH + id.length + 2 + keys.length + 2 + extensions.length;
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a record has at most " + MAX_LENGTH + " bytes, this one has " + length);
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put((byte) FORMAT).putLong(record.version());
    out.put(record.owner().bytes()).put(record.registrar().bytes());
    out.putLong(record.notBefore()).putLong(record.notAfter());
    out.put((byte) id.length).put(id);
    out.putShort((short) keys.length).put(keys);
    out.putShort((short) extensions.length).put(extensions);
    return out.array();
  }

  /**
   * Reads a record.
   *
   * @throws RecordFormatException if a byte is not as it has to be
   */
  public static IdentityRecord decode(byte[] record) throws RecordFormatException {
    requireHead(record);
    ByteBuffer in = ByteBuffer.wrap(record);
    in.get();
    try {
      IdentityRecord decoded =
          new IdentityRecord(
              in.getLong(),
              EthereumAddress.of(take(in, EthereumAddress.LENGTH)),
              EthereumAddress.of(take(in, EthereumAddress.LENGTH)),
              in.getLong(),
              in.getLong(),
              identity(take(in, in.get() & 0xFF)),
              decodeKeys(part(in)),
              decodeExtensions(part(in)));
      requireEnd(in);
      return decoded;
    } catch (BufferUnderflowException e) {
      throw new RecordFormatException("the record ends too early", e);
    } catch (IllegalArgumentException e) {
      throw new RecordFormatException("no valid record: " + e.getMessage(), e);
    }
  }

  /**
   * The head: what the contract reads.
   *
   * @return the first 66 + n bytes, with an identity of n bytes
   * @throws RecordFormatException if there is no whole head
   */
  public static byte[] head(byte[] record) throws RecordFormatException {
    return Arrays.copyOf(record, requireHead(record));
  }

  /**
   * The body: what follows the head. It may be anything that the contract admitted.
   *
   * @throws RecordFormatException if there is no whole head
   */
  public static byte[] body(byte[] record) throws RecordFormatException {
    return Arrays.copyOfRange(record, requireHead(record), record.length);
  }

  /**
   * keccak256(head ‖ keccak256(body)): 32 bytes, of which the contract keeps the first 26.
   *
   * @throws RecordFormatException if there is no whole head
   */
  public static byte[] digest(byte[] record) throws RecordFormatException {
    return digest(head(record), Keccak256.hash(body(record)));
  }

  /** As {@link #digest(byte[])}, of a head and the Keccak-256 of a body. */
  public static byte[] digest(byte[] head, byte[] bodyHash) {
    return Keccak256.hash(head, bodyHash);
  }

  /** SHA-256 of the whole record: 32 bytes, its name in the handshake ({@code rec_hash}). */
  public static byte[] recHash(byte[] record) {
    return Sha256.hash(record);
  }

  /** keccak256 of the canonical identity. */
  public static IdHash idHash(DpkIdentity identity) {
    return IdHash.of(Keccak256.hash(identity.bytes()));
  }

  private static int requireHead(byte[] record) throws RecordFormatException {
    if (record.length > MAX_LENGTH) {
      throw new RecordFormatException(
          "a record has at most " + MAX_LENGTH + " bytes, not " + record.length);
    }
    if (record.length <= FIXED_HEAD_LENGTH) {
      throw new RecordFormatException("the record ends too early");
    }
    if (record[0] != FORMAT) {
      throw new RecordFormatException("record format " + (record[0] & 0xFF) + " is not known here");
    }
    int idLength = record[ID_LENGTH_OFFSET] & 0xFF;
    if (idLength == 0 || record.length < FIXED_HEAD_LENGTH + idLength) {
      throw new RecordFormatException("the record's head has no whole identity");
    }
    return FIXED_HEAD_LENGTH + idLength;
  }

  // two spellings of one identity would be two entries of the registry: only the canonical one is
  private static DpkIdentity identity(byte[] text) {
    DpkIdentity identity = DpkIdentity.parse(new String(text, StandardCharsets.US_ASCII));
    if (!Arrays.equals(identity.bytes(), text)) {
      throw new IllegalArgumentException("the identity is not in canonical form: " + identity);
    }
    return identity;
  }

  private static byte[] encodeKeys(List<SuiteKey> keys) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (SuiteKey key : keys) {
      putUint16(out, key.suite());
      putVector(out, key.kem());
      putVector(out, key.sig());
    }
    return out.toByteArray();
  }

  private static List<SuiteKey> decodeKeys(ByteBuffer in) {
    List<SuiteKey> keys = new ArrayList<>();
    while (in.hasRemaining()) {
      keys.add(new SuiteKey(uint16(in), bytes(part(in)), bytes(part(in))));
    }
    return keys;
  }

  private static byte[] encodeExtensions(List<RecordExtension> extensions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RecordExtension extension : extensions) {
      putUint16(out, extension.type());
      putVector(out, extension.data());
    }
    return out.toByteArray();
  }

  private static List<RecordExtension> decodeExtensions(ByteBuffer in) {
    List<RecordExtension> extensions = new ArrayList<>();
    while (in.hasRemaining()) {
      extensions.add(new RecordExtension(uint16(in), bytes(part(in))));
    }
    return extensions;
  }

  private static void requireEnd(ByteBuffer in) throws RecordFormatException {
    if (in.hasRemaining()) {
      throw new RecordFormatException(in.remaining() + " bytes follow the record");
    }
  }

  private static void putVector(ByteArrayOutputStream out, byte[] data) {
    putUint16(out, data.length);
    out.writeBytes(data);
  }

  private static void putUint16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static int uint16(ByteBuffer in) {
    return in.getShort() & 0xFFFF;
  }

  // a length is checked against what is there before memory is taken
  private static ByteBuffer part(ByteBuffer in) {
    int length = uint16(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static byte[] bytes(ByteBuffer part) {
    return take(part, part.remaining());
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }
}
