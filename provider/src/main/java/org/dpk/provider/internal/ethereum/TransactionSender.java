package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.time.Deadline;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.transaction.type.Transaction1559;

/**
 * Signs and sends the transactions of one wallet. There is one of these per wallet and process: it
 * gives out the nonces. Safe for use by several threads; every call has a deadline.
 *
 * <p>{@link #prepare}, then store, then {@link #broadcast}, then {@link #receipt}: at whatever
 * point a process dies, {@link #resume} with what was stored goes on and nothing is sent twice.
 */
public final class TransactionSender {

  private static final Logger LOG = System.getLogger(TransactionSender.class.getName());

  /** How often {@link #send} starts over when another process uses the same wallet. */
  private static final int ATTEMPTS = 5;

  private static final Duration FIRST_LOOK = Duration.ofMillis(20);

  private final EthereumNode node;
  private final Signer wallet;
  private final FeePolicy fees;
  private final Simulation simulation;
  private final Nonces nonces = new Nonces();
  private final Map<TransactionHash, Long> underWay = new ConcurrentHashMap<>();

  /**
   * @param node stays the caller's to close
   * @param fees what a transaction may cost
   */
  public TransactionSender(EthereumNode node, Signer wallet, FeePolicy fees) {
    this.node = node;
    this.wallet = wallet;
    this.fees = fees;
    this.simulation = new Simulation(node, wallet.address(), fees);
  }

  /** Whose transactions these are. */
  public EthereumAddress from() {
    return wallet.address();
  }

  /**
   * Takes up what an earlier process prepared and has seen no receipt of, before the first {@link
   * #prepare}: these nonces are not given out again. Nothing is sent: the caller broadcasts each.
   */
  public void resume(Collection<PreparedTransaction> stored) {
    stored.forEach(this::track);
  }

  private void track(PreparedTransaction transaction) {
    nonces.claim(transaction.nonce());
    underWay.put(transaction.hash(), transaction.nonce());
  }

  // ------------------------------------------------------------------------ prepare

  /**
   * Tries the call against the newest block, and signs a transaction for it. Nothing is sent.
   *
   * @throws RegistryException.Refused if the contract would refuse it, with the contract's error
   * @throws RegistryException.InsufficientFunds if the wallet can't pay for it
   * @throws RegistryException.FeeTooLow if the chain's fee is above the cap
   */
  public PreparedTransaction prepare(ContractCall call) throws RegistryException {
    long ticket = nonces.ticket();
    List<RpcReply> replies =
        node.ask(
            deadline(),
            simulation.question(call),
            EthereumNode.NEWEST_BLOCK,
            FeeMarket.TIP,
            countQuestion("pending"),
            countQuestion("latest"));
    long gas = simulation.gas(call, replies.get(0));
    FeeMarket fee = FeeMarket.now(replies.get(1), replies.get(2), fees);
    long count = Answers.number(replies.get(3).require());
    finishBelow(Answers.number(replies.get(4).require()));
    long nonce = nonces.take(count, ticket);
    try {
      PreparedTransaction signed = sign(call, nonce, gas, fee);
      track(signed);
      return signed;
    } catch (RegistryException | RuntimeException e) {
      nonces.giveBack(nonce);
      throw e;
    }
  }

  private RpcCall countQuestion(String block) {
    return RpcCall.of("eth_getTransactionCount", from().toString(), block);
  }

  private PreparedTransaction sign(ContractCall call, long nonce, long gas, FeeMarket fee)
      throws RegistryException {
    RawTransaction unsigned =
        RawTransaction.createTransaction(
            node.registry().chainId(),
            BigInteger.valueOf(nonce),
            BigInteger.valueOf(gas),
            call.to().toString(),
            call.value(),
            "0x" + HexFormat.of().formatHex(call.data()),
            fee.tip(),
            fee.most());
    return SignedTransaction.of(unsigned, wallet);
  }

  /**
   * Signs the same transaction with the same nonce and a higher fee, for one that is stuck. Either
   * of both will be mined, never both.
   *
   * @throws RegistryException.FeeTooLow if that would exceed the cap
   */
  public PreparedTransaction replace(PreparedTransaction stuck) throws RegistryException {
    RawTransaction old = PreparedTransaction.decode(stuck.raw());
    List<RpcReply> replies = node.ask(deadline(), EthereumNode.NEWEST_BLOCK, FeeMarket.TIP);
    FeeMarket fee = feeAbove(old, FeeMarket.now(replies.get(0), replies.get(1), fees));
    ContractCall call =
        new ContractCall(
            "replacement",
            EthereumAddress.parse(old.getTo()),
            old.getValue(),
            HexFormat.of().parseHex(SignedTransaction.withoutPrefix(old.getData())));
    return signReplacement(call, stuck.nonce(), old.getGasLimit().longValueExact(), fee);
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
    RawTransaction old = PreparedTransaction.decode(stuck.raw());
    List<RpcReply> replies =
        node.ask(deadline(), simulation.question(call), EthereumNode.NEWEST_BLOCK, FeeMarket.TIP);
    long gas = simulation.gas(call, replies.get(0));
    FeeMarket fee = feeAbove(old, FeeMarket.now(replies.get(1), replies.get(2), fees));
    return signReplacement(call, stuck.nonce(), gas, fee);
  }

  private FeeMarket feeAbove(RawTransaction old, FeeMarket now) throws RegistryException {
    Transaction1559 offer = (Transaction1559) old.getTransaction();
    return now.above(offer.getMaxPriorityFeePerGas(), offer.getMaxFeePerGas(), fees);
  }

  private PreparedTransaction signReplacement(
      ContractCall call, long nonce, long gas, FeeMarket fee) throws RegistryException {
    PreparedTransaction signed = sign(call, nonce, gas, fee);
    track(signed);
    return signed;
  }

  /**
   * What a call would cost another wallet at most: the gas that it takes now, with a margin, at the
   * fee that {@link #prepare} would offer, in wei. What that wallet owns does not matter, as long
   * as the call sends no Ether along.
   *
   * @throws RegistryException.Refused if the contract would refuse it
   * @throws RegistryException.FeeTooLow if the chain's fee is above the cap
   */
  public BigInteger quote(ContractCall call, EthereumAddress from) throws RegistryException {
    Simulation asOther = new Simulation(node, from, fees);
    List<RpcReply> replies =
        node.ask(deadline(), asOther.question(call), EthereumNode.NEWEST_BLOCK, FeeMarket.TIP);
    BigInteger gas = BigInteger.valueOf(asOther.gas(call, replies.get(0)));
    return FeeMarket.now(replies.get(1), replies.get(2), fees).most().multiply(gas);
  }

  /**
   * Gives a prepared transaction up that was never broadcast. Where others with higher nonces wait
   * for it, an empty transfer to oneself takes its place.
   */
  public void discard(PreparedTransaction unsent) {
    underWay.remove(unsent.hash());
    long nonce = unsent.nonce();
    if (underWay.containsValue(nonce)) {
      return; // it was to replace another one, which keeps the nonce
    }
    if (!nonces.giveBack(nonce) || !nonces.takeBack(nonce)) {
      return;
    }
    try {
      fill(nonce);
    } catch (RegistryException e) {
      nonces.giveBack(nonce); // the next transaction that is prepared takes it
      LOG.log(Level.WARNING, "nonce " + nonce + " of " + from() + " is a gap: " + e.getMessage());
    }
  }

  private void fill(long nonce) throws RegistryException {
    ContractCall nothing = ContractCall.transfer(from(), BigInteger.ZERO);
    List<RpcReply> replies = node.ask(deadline(), EthereumNode.NEWEST_BLOCK, FeeMarket.TIP);
    FeeMarket fee = FeeMarket.now(replies.get(0), replies.get(1), fees);
    PreparedTransaction filler = sign(nothing, nonce, Simulation.TRANSFER_GAS, fee);
    track(filler);
    broadcast(filler);
  }

  // ------------------------------------------------------------------------ broadcast

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
    String raw = "0x" + HexFormat.of().formatHex(transaction.raw());
    RpcReply reply = node.ask(deadline(), RpcCall.of("eth_sendRawTransaction", raw)).get(0);
    if (reply.error() == null) {
      return;
    }
    String why = transaction + ": " + reply.error().message();
    switch (NodeRefusal.of(reply.error())) {
      case KNOWN -> {}
      case NONCE_TAKEN -> requireKnown(transaction);
      case FEE_TOO_LOW ->
          throw new RegistryException.FeeTooLow("the node wants a higher fee for " + why);
      case NO_FUNDS -> throw noFunds(from(), why);
      case OTHER -> throw new RegistryException("the node does not take " + why, null);
    }
  }

  /** The nonce is used: by this transaction, or by another one? */
  private void requireKnown(PreparedTransaction transaction) throws RegistryException {
    RpcCall question = RpcCall.of("eth_getTransactionByHash", transaction.hash().toString());
    RpcReply reply = node.ask(deadline(), question).get(0);
    if (reply.error() == null && reply.result().isObject()) {
      return;
    }
    finish(transaction.hash());
    throw new RegistryException.NonceTaken(
        "another transaction of " + from() + " was mined in place of " + transaction);
  }

  static RegistryException noFunds(EthereumAddress wallet, String why) {
    return new RegistryException.InsufficientFunds(
        "the wallet " + wallet + " has not enough Ether (" + why + "): send it some");
  }

  // ------------------------------------------------------------------------ receipts

  /**
   * The receipt, or empty while the transaction is not mined, or its block not the newest yet: some
   * nodes (ethereumjs) have a receipt a moment before, and would go on answering from the state
   * before it.
   */
  public Optional<Receipt> receipt(TransactionHash hash) throws RegistryException {
    RpcCall question = RpcCall.of("eth_getTransactionReceipt", hash.toString());
    List<RpcReply> replies = node.ask(deadline(), question, RpcCall.of("eth_blockNumber"));
    RpcReply reply = replies.get(0);
    if (reply.error() == null && reply.result().isNull()) {
      return Optional.empty();
    }
    JsonNode receipt = reply.require();
    if (!receipt.path("blockNumber").isTextual()) {
      return Optional.empty();
    }
    long block = Answers.number(receipt.path("blockNumber"));
    if (Answers.number(replies.get(1).require()) < block) {
      return Optional.empty();
    }
    finish(hash);
    return Optional.of(
        new Receipt(
            hash,
            block,
            Answers.number(receipt.path("status")) == 1,
            Answers.number(receipt.path("gasUsed")),
            Answers.quantity(receipt.path("effectiveGasPrice"))));
  }

  private void finish(TransactionHash hash) {
    Long nonce = underWay.get(hash);
    if (nonce != null) {
      underWay.values().removeIf(nonce::equals); // with those that replaced it
      nonces.finish(nonce);
    }
  }

  /** For those whose receipts nobody asks for. */
  private void finishBelow(long mined) {
    if (underWay.values().removeIf(nonce -> nonce < mined)) {
      nonces.finishBelow(mined);
    }
  }

  /**
   * Waits until the transaction is mined.
   *
   * @throws RegistryException.Unreachable if it is not mined in time
   */
  public Receipt awaitReceipt(TransactionHash hash, Duration deadline) throws RegistryException {
    Deadline end = Deadline.in(deadline);
    Duration pause = FIRST_LOOK;
    Optional<Receipt> receipt = receipt(hash);
    while (receipt.isEmpty()) {
      if (end.remainingNanos() <= pause.toNanos() || !EthereumNode.pause(pause)) {
        throw new RegistryException.Unreachable(
            "transaction " + hash + " was not mined within " + deadline.toSeconds() + " s", null);
      }
      pause = shorter(pause.multipliedBy(2), node.endpoint().limits().poll());
      receipt = receipt(hash);
    }
    return receipt.get();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * Prepares, broadcasts and waits; for those who need not survive a crash.
   *
   * @return of a transaction that succeeded
   * @throws RegistryException.Refused if the contract refused it
   */
  public Receipt send(ContractCall call, Duration deadline) throws RegistryException {
    Deadline end = Deadline.in(deadline);
    PreparedTransaction transaction = prepareAndBroadcast(call);
    Receipt receipt = awaitReceipt(transaction.hash(), end.remaining());
    if (!receipt.succeeded()) {
      simulation.explain(call);
      throw new RegistryException.Refused(
          "the contract refused %s in block %d".formatted(call.what(), receipt.blockNumber()),
          null);
    }
    return receipt;
  }

  private PreparedTransaction prepareAndBroadcast(ContractCall call) throws RegistryException {
    for (int attempt = 1; ; attempt++) {
      PreparedTransaction transaction = prepare(call);
      try {
        broadcast(transaction);
        return transaction;
      } catch (RegistryException.NonceTaken e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (RegistryException.Unreachable e) {
        throw e; // it may have arrived: its nonce is not free
      } catch (RegistryException e) {
        discard(transaction);
        throw e;
      }
    }
  }

  private Deadline deadline() {
    return Deadline.in(node.endpoint().limits().call());
  }
}
