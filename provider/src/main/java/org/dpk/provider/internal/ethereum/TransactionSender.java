package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;

/**
 * Signs and sends the transactions of one wallet. There is one of these per wallet and process: it
 * gives out the nonces. Safe for use by several threads; every call has a deadline.
 *
 * <p>{@link #prepare}, then store, then {@link #broadcast}, then {@link #receipt}: at whatever
 * point a process dies, {@link #resume} with what was stored goes on and nothing is sent twice.
 */
public final class TransactionSender {

  /**
   * @param node stays the caller's to close
   * @param fees what a transaction may cost
   */
  public TransactionSender(EthereumNode node, Signer wallet, FeePolicy fees) {}

  /** Whose transactions these are. */
  public EthereumAddress from() {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Takes up what an earlier process prepared: these nonces are taken, and those transactions that
   * the chain has not seen yet are broadcast. Before the first {@link #prepare}.
   */
  public void resume(Collection<PreparedTransaction> stored) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Tries the call against the newest block, and signs a transaction for it. Nothing is sent.
   *
   * @throws RegistryException.Refused if the contract would refuse it, with the contract's error
   * @throws RegistryException.InsufficientFunds if the wallet can't pay for it
   * @throws RegistryException.FeeTooLow if the chain's fee is above the cap
   */
  public PreparedTransaction prepare(ContractCall call) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Signs the same transaction with the same nonce and a higher fee, for one that is stuck. Either
   * of both will be mined, never both.
   *
   * @throws RegistryException.FeeTooLow if that would exceed the cap
   */
  public PreparedTransaction replace(PreparedTransaction stuck) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * As {@link #replace(PreparedTransaction)}, with another call in its place: for a voucher that
   * ended before it was mined.
   *
   * @throws RegistryException.Refused if the contract would refuse the call
   * @throws RegistryException.FeeTooLow if that would exceed the cap
   */
  public PreparedTransaction replace(PreparedTransaction stuck, ContractCall call)
      throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * What a call would cost another wallet at most: the gas that it takes now, with a margin, at the
   * fee that {@link #prepare} would offer, in wei. What that wallet owns does not matter.
   *
   * @throws RegistryException.Refused if the contract would refuse it
   * @throws RegistryException.FeeTooLow if the chain's fee is above the cap
   */
  public BigInteger quote(ContractCall call, EthereumAddress from) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Gives a prepared transaction up that was never broadcast, so that its nonce does not become a
   * gap.
   */
  public void discard(PreparedTransaction unsent) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Hands a transaction to the node. May be repeated: one that the node knows, or that is mined, is
   * fine.
   *
   * @throws RegistryException.NonceTaken if another transaction was mined in its place: prepare
   *     anew
   * @throws RegistryException.FeeTooLow if the chain wants more for it: {@link #replace} it
   * @throws RegistryException.InsufficientFunds if the wallet can't pay for it
   */
  public void broadcast(PreparedTransaction transaction) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /** The receipt, or empty while the transaction is not mined. */
  public Optional<Receipt> receipt(TransactionHash hash) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Waits until the transaction is mined.
   *
   * @throws RegistryException.Unreachable if it is not mined in time
   */
  public Receipt awaitReceipt(TransactionHash hash, Duration deadline) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Prepares, broadcasts and waits; for those who need not survive a crash.
   *
   * @return of a transaction that succeeded
   * @throws RegistryException.Refused if the contract refused it
   */
  public Receipt send(ContractCall call, Duration deadline) throws RegistryException {
    throw new UnsupportedOperationException("being written");
  }
}
