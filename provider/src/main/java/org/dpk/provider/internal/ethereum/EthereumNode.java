package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;

/**
 * A connection to a node that serves the right chain and knows the registry. Safe for use by
 * several threads; every call blocks for at most the endpoint's deadline.
 */
public final class EthereumNode implements AutoCloseable {

  private EthereumNode() {}

  /**
   * Connects and checks that this is the chain and the registry that was meant.
   *
   * @throws RegistryException.Unreachable if the node does not answer in time
   * @throws RegistryException.WrongChain if it serves another chain
   * @throws RegistryException.NoContract if there is no {@code DpkRegistry} at the address
   * @throws RegistryException.ClockSkew if the newest block is from the future, or older than the
   *     configured age
   */
  public static EthereumNode connect(ChainEndpoint endpoint) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /** Which contract, on which chain. */
  public RegistryId registry() {
    throw new UnsupportedOperationException("being written");
  }

  /** The newest block. */
  public BlockRef newestBlock() throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /** What an address owns at the newest block, in wei. */
  public BigInteger balance(EthereumAddress address) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Reports changes of the registry until it is closed: by subscription where the node has one,
   * else by asking every {@code poll}. A lost connection is taken up again, and what happened in
   * the meantime is read from the chain.
   */
  public AutoCloseable watch(ChangeListener listener) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void close() {}
}
