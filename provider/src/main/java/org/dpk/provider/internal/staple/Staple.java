package org.dpk.provider.internal.staple;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.internal.proof.MerklePatricia;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A record, and what proves that the registry has it.
 *
 * @param evidence null where the record comes alone
 */
public record Staple(EncodedRecord record, @Nullable Evidence evidence) {

  /**
   * The longest staple in bytes; a record of 8 KiB and two proofs of mainnet's depth have 20,000.
   */
  public static final int MAX_LENGTH = 32 * 1024;

  private static final int HASH = 32;

  /**
   * The branches from a block's state root to the record's slot.
   *
   * @param chainId of the chain that the block belongs to
   * @param blockHash 32 bytes; not copied
   * @param accountProof from the state root to the registry's account; not copied
   * @param storageProof from the registry's storage root to the slot; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  public record Evidence(
      long chainId, byte[] blockHash, List<byte[]> accountProof, List<byte[]> storageProof) {}

  /** The record alone. */
  public static Staple of(EncodedRecord record) {
    return new Staple(record, null);
  }

  /**
   * The bytes of extension 0x0002.
   *
   * @throws WrongStaple if they would be more than {@value #MAX_LENGTH}, or a bound is broken
   */
  public byte[] encode() throws WrongStaple {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    vector(out, record.bytes());
    if (evidence != null) {
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(evidence.chainId).array());
      out.writeBytes(evidence.blockHash);
      vector(out, nodes(evidence.accountProof));
      vector(out, nodes(evidence.storageProof));
    }
    if (out.size() > MAX_LENGTH) {
      throw new WrongStaple("a staple of " + out.size() + " bytes is too long");
    }
    return out.toByteArray();
  }

  private static byte[] nodes(List<byte[]> proof) throws WrongStaple {
    requireNodes(proof.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] node : proof) {
      requireNode(node.length);
      vector(out, node);
    }
    return out.toByteArray();
  }

  private static void vector(ByteArrayOutputStream out, byte[] bytes) throws WrongStaple {
    if (bytes.length > MAX_LENGTH) {
      throw new WrongStaple("a part of " + bytes.length + " bytes is too long");
    }
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Reads a staple.
   *
   * @throws WrongStaple if a byte is not as it has to be
   */
  public static Staple decode(byte[] bytes) throws WrongStaple {
    if (bytes.length > MAX_LENGTH) {
      throw new WrongStaple("a staple of " + bytes.length + " bytes is too long");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    EncodedRecord record = record(take(in, length(in)));
    if (!in.hasRemaining()) {
      return of(record);
    }
    require(in, Long.BYTES);
    Evidence evidence = new Evidence(in.getLong(), take(in, HASH), proof(in), proof(in));
    if (in.hasRemaining()) {
      throw new WrongStaple(in.remaining() + " bytes follow the staple");
    }
    return new Staple(record, evidence);
  }

  private static EncodedRecord record(byte[] bytes) throws WrongStaple {
    try {
      return EncodedRecord.decode(bytes);
    } catch (RecordFormatException e) {
      throw new WrongStaple("what is stapled is no record", e);
    }
  }

  private static List<byte[]> proof(ByteBuffer in) throws WrongStaple {
    int length = length(in);
    require(in, length);
    int end = in.position() + length;
    List<byte[]> nodes = new ArrayList<>();
    while (in.position() < end) {
      int node = length(in);
      requireNode(node);
      if (node > end - in.position()) {
        throw new WrongStaple("a node is longer than its proof");
      }
      nodes.add(take(in, node));
      requireNodes(nodes.size());
    }
    requireNodes(nodes.size());
    return List.copyOf(nodes);
  }

  private static void requireNodes(int count) throws WrongStaple {
    if (count < 1 || count > MerklePatricia.MAX_NODES) {
      throw new WrongStaple("a proof has 1 to " + MerklePatricia.MAX_NODES + " nodes");
    }
  }

  private static void requireNode(int length) throws WrongStaple {
    if (length < 1 || length > MerklePatricia.MAX_NODE_LENGTH) {
      throw new WrongStaple("a node has 1 to " + MerklePatricia.MAX_NODE_LENGTH + " bytes");
    }
  }

  private static int length(ByteBuffer in) throws WrongStaple {
    require(in, Short.BYTES);
    return in.getShort() & 0xFFFF;
  }

  private static byte[] take(ByteBuffer in, int length) throws WrongStaple {
    require(in, length);
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  /** Before memory is taken. */
  private static void require(ByteBuffer in, int length) throws WrongStaple {
    if (in.remaining() < length) {
      throw new WrongStaple("the staple ends too early");
    }
  }
}
