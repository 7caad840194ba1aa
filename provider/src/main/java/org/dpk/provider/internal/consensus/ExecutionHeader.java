package org.dpk.provider.internal.consensus;

import java.math.BigInteger;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;

/**
 * The header of an execution block as the beacon chain has it (ExecutionPayloadHeader of
 * specs/capella and specs/deneb). Numbers are of 64 bits and below 2^63, unless said otherwise.
 * Arrays are not copied: read only.
 *
 * @param feeRecipient 20 bytes
 * @param logsBloom 256 bytes
 * @param number the block's height
 * @param timestamp in Unix seconds
 * @param extraData at most 32 bytes
 * @param baseFee in wei, below 2^256
 * @param hash the block's hash, Keccak-256 of the header's RLP
 * @param blobGasUsed since Deneb; 0 before
 * @param excessBlobGas since Deneb; 0 before
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and compared by root
public record ExecutionHeader(
    Root parentHash,
    byte[] feeRecipient,
    Root stateRoot,
    Root receiptsRoot,
    byte[] logsBloom,
    Root prevRandao,
    long number,
    long gasLimit,
    long gasUsed,
    long timestamp,
    byte[] extraData,
    BigInteger baseFee,
    Root hash,
    Root transactionsRoot,
    Root withdrawalsRoot,
    long blobGasUsed,
    long excessBlobGas) {

  static final int ADDRESS_LENGTH = 20;
  static final int BLOOM_LENGTH = 256;
  static final int MAX_EXTRA_DATA = 32;

  /** ExecutionPayloadHeader(). */
  static final ExecutionHeader EMPTY =
      new ExecutionHeader(
          Root.ZERO,
          new byte[ADDRESS_LENGTH],
          Root.ZERO,
          Root.ZERO,
          new byte[BLOOM_LENGTH],
          Root.ZERO,
          0,
          0,
          0,
          0,
          new byte[0],
          BigInteger.ZERO,
          Root.ZERO,
          Root.ZERO,
          Root.ZERO,
          0,
          0);

  /** Number, hash and time. */
  public BlockRef block() {
    return new BlockRef(number, hash.bytes(), timestamp);
  }

  static ExecutionHeader read(byte[] ssz, ForkStructures fork) throws ConsensusException {
    Ssz container = new Ssz(ssz);
    Root parentHash = container.root();
    byte[] feeRecipient = container.fixed(ADDRESS_LENGTH);
    Root stateRoot = container.root();
    Root receiptsRoot = container.root();
    byte[] logsBloom = container.fixed(BLOOM_LENGTH);
    Root prevRandao = container.root();
    long number = container.number();
    long gasLimit = container.number();
    long gasUsed = container.number();
    long timestamp = container.number();
    container.offset();
    BigInteger baseFee = container.uint256();
    Root hash = container.root();
    Root transactionsRoot = container.root();
    Root withdrawalsRoot = container.root();
    long blobGasUsed = fork.hasBlobGas() ? container.number() : 0;
    long excessBlobGas = fork.hasBlobGas() ? container.number() : 0;
    byte[] extraData = container.parts().get(0);
    requireExtraData(extraData);
    return new ExecutionHeader(
        parentHash,
        feeRecipient,
        stateRoot,
        receiptsRoot,
        logsBloom,
        prevRandao,
        number,
        gasLimit,
        gasUsed,
        timestamp,
        extraData,
        baseFee,
        hash,
        transactionsRoot,
        withdrawalsRoot,
        blobGasUsed,
        excessBlobGas);
  }

  static void requireExtraData(byte[] extraData) throws ConsensusException {
    if (extraData.length > MAX_EXTRA_DATA) {
      throw new ConsensusException(Rule.MALFORMED, "extra data has at most 32 bytes");
    }
  }

  byte[] write(ForkStructures fork) {
    SszWriter container = new SszWriter();
    container.root(parentHash);
    container.fixed(feeRecipient);
    container.root(stateRoot);
    container.root(receiptsRoot);
    container.fixed(logsBloom);
    container.root(prevRandao);
    container.uint64(number);
    container.uint64(gasLimit);
    container.uint64(gasUsed);
    container.uint64(timestamp);
    container.part(extraData);
    container.uint256(baseFee);
    container.root(hash);
    container.root(transactionsRoot);
    container.root(withdrawalsRoot);
    if (fork.hasBlobGas()) {
      container.uint64(blobGasUsed);
      container.uint64(excessBlobGas);
    }
    return container.bytes();
  }
}
