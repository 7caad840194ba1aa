package org.dpk.provider.internal.consensus;

import java.math.BigInteger;
import org.dpk.provider.BlockRef;

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

  /** Number, hash and time. */
  public BlockRef block() {
    return new BlockRef(number, hash.bytes(), timestamp);
  }
}
