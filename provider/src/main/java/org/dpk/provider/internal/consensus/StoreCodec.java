package org.dpk.provider.internal.consensus;

/**
 * A {@link LightClientStore} as bytes, to be kept in a file. One encoding, with a version, the
 * chain's genesis validators root and a checksum; about 52 kB for a committee of 512. Whoever can
 * write the file decides what is believed, as with a checkpoint. Stateless.
 */
public final class StoreCodec {

  /** For this chain: a store of another one is refused. */
  public StoreCodec(BeaconChain chain) {
    throw new UnsupportedOperationException("to come");
  }

  /** As bytes. */
  public byte[] encode(LightClientStore store) {
    throw new UnsupportedOperationException("to come");
  }

  /** The longest encoding in bytes. */
  public int maxLength() {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * From bytes. How old it is, is judged by {@link LightClient#requireFresh}.
   *
   * @throws ConsensusException if they are damaged, of another chain or another version
   */
  public LightClientStore decode(byte[] encoded) throws ConsensusException {
    throw new UnsupportedOperationException("to come");
  }
}
