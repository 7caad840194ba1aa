package org.dpk.provider.internal.consensus;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** hash_tree_root of the containers of light clients (ssz/simple-serialize.md). */
final class HashTreeRoot {

  /** DOMAIN_SYNC_COMMITTEE (specs/altair/beacon-chain.md). */
  private static final byte[] DOMAIN_SYNC_COMMITTEE = {7, 0, 0, 0};

  private HashTreeRoot() {}

  static Root of(BeaconHeader header) {
    return Merkle.root(
        List.of(
            uint64(header.slot()),
            uint64(header.proposerIndex()),
            header.parentRoot(),
            header.stateRoot(),
            header.bodyRoot()));
  }

  /** Of an execution block's header as that fork has it. */
  static Root of(ExecutionHeader header, ForkStructures fork) {
    List<Root> fields =
        new ArrayList<>(
            List.of(
                header.parentHash(),
                Merkle.rootOf(header.feeRecipient()),
                header.stateRoot(),
                header.receiptsRoot(),
                Merkle.rootOf(header.logsBloom()),
                header.prevRandao(),
                uint64(header.number()),
                uint64(header.gasLimit()),
                uint64(header.gasUsed()),
                uint64(header.timestamp()),
                shortList(header.extraData()),
                uint256(header.baseFee()),
                header.hash(),
                header.transactionsRoot(),
                header.withdrawalsRoot()));
    if (fork.hasBlobGas()) {
      fields.add(uint64(header.blobGasUsed()));
      fields.add(uint64(header.excessBlobGas()));
    }
    return Merkle.root(fields);
  }

  static Root of(SyncCommittee committee) {
    List<Root> keys = committee.pubkeys().stream().map(Merkle::rootOf).toList();
    return Merkle.pair(Merkle.root(keys), Merkle.rootOf(committee.aggregatePubkey()));
  }

  /**
   * What a committee signs (compute_domain and compute_signing_root of
   * specs/phase0/beacon-chain.md).
   *
   * @param forkVersion 4 bytes
   */
  static Root signingRoot(BeaconHeader header, byte[] forkVersion, Root genesisValidatorsRoot) {
    Root forkData = Merkle.pair(padded(forkVersion), genesisValidatorsRoot);
    byte[] domain = Arrays.copyOf(DOMAIN_SYNC_COMMITTEE, Root.LENGTH);
    System.arraycopy(forkData.bytes(), 0, domain, 4, Root.LENGTH - 4);
    return Merkle.pair(of(header), Root.of(domain));
  }

  private static Root uint64(long value) {
    ByteBuffer chunk = ByteBuffer.allocate(Root.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    return Root.of(chunk.putLong(value).array());
  }

  private static Root uint256(BigInteger value) {
    return Root.of(Ssz.littleEndian(value, Root.LENGTH));
  }

  /** A list of at most 32 bytes: one chunk, and its length mixed in. */
  private static Root shortList(byte[] bytes) {
    return Merkle.pair(padded(bytes), uint64(bytes.length));
  }

  private static Root padded(byte[] bytes) {
    return Root.of(Arrays.copyOf(bytes, Root.LENGTH));
  }
}
