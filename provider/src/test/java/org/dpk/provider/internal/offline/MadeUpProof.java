package org.dpk.provider.internal.offline;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.Slot.Status;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.dpk.provider.internal.proof.MadeUpState;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordDecoders;
import org.jspecify.annotations.Nullable;

/** Proofs of a chain that is made up: whole, and whatever a test changes of them. */
final class MadeUpProof {

  static final RegistryId REGISTRY =
      new RegistryId(31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

  private static final long FIRST = 100;
  private static final long CHANGED = 90;

  private MadeUpProof() {}

  /** Of an active identity, with so many headers. */
  static OfflineProof active(EncodedRecord record, int headers) {
    return of(record.identity(), record, word(record, Status.ACTIVE), headers);
  }

  static OfflineProof revoked(EncodedRecord record) {
    return of(record.identity(), null, word(record, Status.REVOKED), 1);
  }

  static OfflineProof absent(DpkIdentity identity) {
    return of(identity, null, null, 1);
  }

  private static OfflineProof of(
      DpkIdentity identity, @Nullable EncodedRecord record, byte @Nullable [] word, int count) {
    byte[] slot = Slot.key(RecordCodec.idHash(identity));
    MadeUpState state = new MadeUpState(REGISTRY.contract());
    if (word != null) {
      state.put(slot, word);
    }
    return new OfflineProof(
        REGISTRY,
        identity,
        record,
        headers(state.root(), count).stream().map(BlockHeader::encoded).toList(),
        state.accountProof(),
        state.storageProof(slot));
  }

  static List<BlockHeader> headers(byte[] stateRoot, int count) {
    List<BlockHeader> headers = new ArrayList<>();
    byte[] parent = new byte[32];
    try {
      for (long number = FIRST; number < FIRST + count; number++) {
        BlockHeader next = MadeUpHeader.child(parent, number, 12 * number, stateRoot);
        headers.add(next);
        parent = next.block().hash();
      }
    } catch (ProofException e) {
      throw new AssertionError(e);
    }
    return headers;
  }

  /** As the contract packs it: digest, block, status. */
  private static byte[] word(EncodedRecord record, Status status) {
    return ByteBuffer.allocate(32)
        .put(record.digest(), 0, Slot.DIGEST_LENGTH)
        .put((byte) 0)
        .putInt((int) CHANGED)
        .put((byte) status.ordinal())
        .array();
  }

  static EncodedRecord record(long seed) {
    return RecordDecoders.some(new Random(seed));
  }
}
