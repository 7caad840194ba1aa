package org.dpk.provider.internal.consensus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;

/**
 * A {@link LightClientStore} as bytes, to be kept in a file: a version, then in SSZ the chain's
 * genesis validators root, both headers and both committees, then SHA-256 of all that. One
 * encoding; about 52 kB for a committee of 512. Safe for use by several threads.
 *
 * <p>The checksum tells a damaged file, and the branches of both headers are verified again.
 * Whoever can write the file decides nevertheless what is believed, as with a checkpoint: no branch
 * leads from a later header to the committees.
 */
public final class StoreCodec {

  private static final byte[] MAGIC = {'D', 'P', 'K', 'L', 'C', 1};
  private static final int CHECKSUM = 32;

  /** Of both headers and everything else, generously. */
  private static final int REST = 4096;

  /** The latest form of headers holds the earlier ones too. */
  private static final ForkStructures FORM = ForkStructures.FULU;

  private final BeaconChain chain;
  private final Bls bls;

  /** For this chain: a store of another one is refused. */
  public StoreCodec(BeaconChain chain, Bls bls) {
    this.chain = chain;
    this.bls = bls;
  }

  /** The longest encoding in bytes. */
  public int maxLength() {
    return 2 * (chain.syncCommitteeSize() + 1) * SyncCommittee.KEY_LENGTH + REST;
  }

  /** As bytes. */
  public byte[] encode(LightClientStore store) {
    SszWriter container = new SszWriter();
    container.root(chain.genesisValidatorsRoot());
    container.part(store.verifiedFinalized().sent().write(FORM));
    container.part(store.verifiedOptimistic().sent().write(FORM));
    store.current().keys().write(container);
    store.next().map(KnownCommittee::keys).orElseGet(this::none).write(container);
    byte[] content = concat(MAGIC, container.bytes());
    return concat(content, Merkle.sha256().digest(content));
  }

  private SyncCommittee none() {
    byte[] zeros = new byte[SyncCommittee.KEY_LENGTH];
    byte[][] keys = new byte[chain.syncCommitteeSize()][];
    Arrays.fill(keys, zeros);
    return new SyncCommittee(List.of(keys), zeros);
  }

  /**
   * From bytes. How old it is, is judged by {@link LightClient#requireFresh}.
   *
   * @throws ConsensusException if they are damaged, of another chain or another version
   */
  public LightClientStore decode(byte[] encoded) throws ConsensusException {
    Ssz container = new Ssz(checked(encoded));
    require(
        container.root().equals(chain.genesisValidatorsRoot()), "is of another chain: delete it");
    container.offset();
    container.offset();
    SyncCommittee current = SyncCommittee.read(container, chain.syncCommitteeSize());
    SyncCommittee next = SyncCommittee.read(container, chain.syncCommitteeSize());
    List<byte[]> headers = container.parts();
    HeaderCheck check = new HeaderCheck(chain);
    Verified finalized = check.verify(LightClientHeader.read(headers.get(0), FORM));
    Verified optimistic = check.verify(LightClientHeader.read(headers.get(1), FORM));
    require(
        finalized.trusted().slot() <= optimistic.trusted().slot() && !current.isEmpty(),
        "contradicts itself: delete it");
    return new LightClientStore(
        finalized,
        optimistic,
        KnownCommittee.of(current, bls),
        next.isEmpty() ? Optional.empty() : Optional.of(KnownCommittee.of(next, bls)));
  }

  private byte[] checked(byte[] encoded) throws ConsensusException {
    require(encoded.length <= maxLength(), "is too long: delete it");
    int content = encoded.length - CHECKSUM;
    require(
        content >= MAGIC.length && Arrays.equals(encoded, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
        "is none, or of another version of DPK: delete it");
    byte[] checksum = Merkle.sha256().digest(Arrays.copyOf(encoded, content));
    require(
        Arrays.equals(checksum, Arrays.copyOfRange(encoded, content, encoded.length)),
        "is damaged: delete it");
    return Arrays.copyOfRange(encoded, MAGIC.length, content);
  }

  private static void require(boolean holds, String otherwise) throws ConsensusException {
    if (!holds) {
      throw new ConsensusException(Rule.STATE, "the kept state of the light client " + otherwise);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
