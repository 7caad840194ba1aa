package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dpk.provider.BlockRef;

/**
 * A block's header (Yellow Paper §4.3, and the EIPs that {@link Field} names), known by the hash of
 * its encoding: whoever trusts the hash may trust every field. Immutable.
 */
public final class BlockHeader {

  /** Longer than any chain's: where validators seal blocks, their seals stand in extraData. */
  private static final int MAX_EXTRA_DATA = 16 * 1024;

  private static final int MAX_ENCODED = MAX_EXTRA_DATA + 1024;

  /** What stands in a header, in its order. A fork only ever appends. */
  public enum Field {
    PARENT_HASH("parentHash", 32),
    OMMERS_HASH("sha3Uncles", 32),
    BENEFICIARY("miner", 20),
    STATE_ROOT("stateRoot", 32),
    TRANSACTIONS_ROOT("transactionsRoot", 32),
    RECEIPTS_ROOT("receiptsRoot", 32),
    LOGS_BLOOM("logsBloom", LogsBloom.LENGTH),
    DIFFICULTY("difficulty", -32),
    NUMBER("number", -8),
    GAS_LIMIT("gasLimit", -8),
    GAS_USED("gasUsed", -8),
    TIMESTAMP("timestamp", -8),
    EXTRA_DATA("extraData", 0),
    MIX_HASH("mixHash", 32),
    NONCE("nonce", 8),
    /** London, EIP-1559. */
    BASE_FEE("baseFeePerGas", -32),
    /** Shanghai, EIP-4895. */
    WITHDRAWALS_ROOT("withdrawalsRoot", 32),
    /** Cancun, EIP-4844. */
    BLOB_GAS_USED("blobGasUsed", -8),
    /** Cancun, EIP-4844. */
    EXCESS_BLOB_GAS("excessBlobGas", -8),
    /** Cancun, EIP-4788. */
    PARENT_BEACON_ROOT("parentBeaconBlockRoot", 32),
    /** Prague, EIP-7685. */
    REQUESTS_HASH("requestsHash", 32),
    /** Amsterdam, EIP-7928. */
    BLOCK_ACCESS_LIST_HASH("blockAccessListHash", 32),
    /** Amsterdam, EIP-7843. */
    SLOT_NUMBER("slotNumber", -8);

    private final String rpcName;
    private final int length; // of bytes; negative: at most so many bytes of a number; 0: any

    Field(String rpcName, int length) {
      this.rpcName = rpcName;
      this.length = length;
    }

    /** Its name in the answers of nodes. */
    public String rpcName() {
      return rpcName;
    }

    /** Whether it is a number, and not bytes. */
    public boolean isNumber() {
      return length < 0;
    }

    private byte[] check(RlpItem item) throws ProofException {
      if (length > 0) {
        return item.fixed(length, rpcName);
      }
      if (length < 0) {
        return item.scalar(-length, rpcName);
      }
      byte[] bytes = item.bytes(rpcName);
      if (bytes.length > MAX_EXTRA_DATA) {
        throw new ProofException(rpcName + " has more than " + MAX_EXTRA_DATA + " bytes");
      }
      return bytes;
    }
  }

  /**
   * Those of Frontier. Behind them a chain of its own rules may stop where no fork of mainnet did.
   */
  private static final int MIN_FIELDS = Field.NONCE.ordinal() + 1;

  private static final int MAX_FIELDS = Field.values().length;

  private final List<byte[]> fields;
  private final BlockRef block;

  private BlockHeader(List<byte[]> fields, byte[] encoded, BlockNaming naming)
      throws ProofException {
    this.fields = fields;
    this.block = new BlockRef(number(Field.NUMBER), naming.hash(encoded), number(Field.TIMESTAMP));
  }

  /** As {@link #decode(byte[], BlockNaming)}, of a chain that names blocks as Ethereum does. */
  public static BlockHeader decode(byte[] encoded) throws ProofException {
    return decode(encoded, BlockNaming.ETHEREUM);
  }

  /**
   * Reads a header.
   *
   * @param encoded RLP
   * @throws ProofException if it is none of a fork that is known here
   */
  public static BlockHeader decode(byte[] encoded, BlockNaming naming) throws ProofException {
    if (encoded.length > MAX_ENCODED) {
      throw new ProofException("a header has at most " + MAX_ENCODED + " bytes");
    }
    if (Rlp.decode(encoded) instanceof RlpItem.Sequence sequence) {
      return new BlockHeader(checked(sequence.items()), encoded, naming);
    }
    throw new ProofException("a header is a sequence");
  }

  /** As {@link #of(Map, BlockNaming)}, of a chain that names blocks as Ethereum does. */
  public static BlockHeader of(Map<Field, byte[]> values) throws ProofException {
    return of(values, BlockNaming.ETHEREUM);
  }

  /**
   * Puts a header together from what a node says stands in it; whether that is so shows {@link
   * #block()}'s hash.
   *
   * @param values bytes as they are, numbers big-endian with or without leading zeros; a fork's
   *     fields that are not there are left out
   * @throws ProofException if that is no header of a fork that is known here
   */
  public static BlockHeader of(Map<Field, byte[]> values, BlockNaming naming)
      throws ProofException {
    List<RlpItem> items = new ArrayList<>();
    Map<Field, byte[]> left = new HashMap<>(values);
    for (Field field : Field.values()) {
      byte[] value = left.remove(field);
      if (value == null) {
        break;
      }
      items.add(new RlpItem.Bytes(field.isNumber() ? withoutZeros(value) : value.clone()));
    }
    if (!left.isEmpty()) {
      throw new ProofException("a header has gaps");
    }
    List<byte[]> fields = checked(items);
    return new BlockHeader(fields, Rlp.encode(fields), naming);
  }

  private static byte[] withoutZeros(byte[] number) {
    int zeros = 0;
    while (zeros < number.length && number[zeros] == 0) {
      zeros++;
    }
    return Arrays.copyOfRange(number, zeros, number.length);
  }

  private static List<byte[]> checked(List<RlpItem> items) throws ProofException {
    if (items.size() < MIN_FIELDS || items.size() > MAX_FIELDS) {
      throw new ProofException("no fork that is known here has %d fields".formatted(items.size()));
    }
    List<byte[]> fields = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      fields.add(Field.values()[i].check(items.get(i)));
    }
    return List.copyOf(fields);
  }

  private long number(Field field) throws ProofException {
    long number = 0;
    for (byte b : fields.get(field.ordinal())) {
      number = number << 8 | b & 0xFF;
    }
    if (number < 0) {
      throw new ProofException(field.rpcName + " has more than 63 bits");
    }
    return number;
  }

  /** Number, hash and time; the hash is computed from the fields. */
  public BlockRef block() {
    return block;
  }

  /** The hash of the block before; 32 bytes, a copy. */
  public byte[] parentHash() {
    return fields.get(Field.PARENT_HASH.ordinal()).clone();
  }

  /** The root of the state after this block; 32 bytes, a copy. */
  public byte[] stateRoot() {
    return fields.get(Field.STATE_ROOT.ordinal()).clone();
  }

  /** Which logs the block can't have. */
  public LogsBloom logsBloom() {
    return LogsBloom.ofChecked(fields.get(Field.LOGS_BLOOM.ordinal()));
  }

  /** Whether there are transactions in the block. */
  public boolean hasTransactions() {
    return !Arrays.equals(fields.get(Field.TRANSACTIONS_ROOT.ordinal()), MerklePatricia.EMPTY_ROOT);
  }

  /** RLP, from which the hash is computed; a copy. */
  public byte[] encoded() {
    return Rlp.encode(fields);
  }

  /** Whether the header's fork has this field. */
  public boolean has(Field field) {
    return field.ordinal() < fields.size();
  }

  /**
   * What stands in a field: bytes as they are, a number big-endian without leading zeros; a copy.
   *
   * @throws IllegalArgumentException if the header's fork has no such field
   */
  public byte[] value(Field field) {
    if (!has(field)) {
      throw new IllegalArgumentException("this header has no " + field.rpcName);
    }
    return fields.get(field.ordinal()).clone();
  }

  @Override
  public String toString() {
    return "header of " + block;
  }
}
