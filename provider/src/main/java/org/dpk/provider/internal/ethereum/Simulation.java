package org.dpk.provider.internal.ethereum;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.time.Deadline;

/** Tries a call before it is signed: what it would cost, and why it would be refused. */
final class Simulation {

  /** What a transfer to an account without code costs (Yellow Paper, appendix G). */
  static final long TRANSFER_GAS = 21_000;

  /**
   * The most that a mere transfer may cost. Who is paid may be a contract, whose code burns as much
   * gas as it is given: enough for a wallet that notes what it got, not to empty the payer's.
   */
  static final long MOST_TRANSFER_GAS = 100_000;

  private final EthereumNode node;
  private final EthereumAddress from;
  private final FeePolicy fees;

  Simulation(EthereumNode node, EthereumAddress from, FeePolicy fees) {
    this.node = node;
    this.from = from;
    this.fees = fees;
  }

  RpcCall question(ContractCall call) {
    return RpcCall.of("eth_estimateGas", transaction(call));
  }

  private Map<String, Object> transaction(ContractCall call) {
    Map<String, Object> transaction = new HashMap<>();
    transaction.put("from", from.toString());
    transaction.put("to", call.to().toString());
    transaction.put("value", "0x" + call.value().toString(16));
    transaction.put("data", "0x" + HexFormat.of().formatHex(call.data()));
    return transaction;
  }

  /**
   * The gas limit to sign: the estimate and a fifth more, as the state may change until then.
   *
   * @throws RegistryException if the call would fail, and why
   */
  long gas(ContractCall call, RpcReply estimate) throws RegistryException {
    if (estimate.error() != null) {
      throw refusal(call, estimate.error());
    }
    long gas = Answers.number(estimate.require());
    boolean isTransfer = call.data().length == 0;
    long limit = isTransfer && gas == TRANSFER_GAS ? gas : gas + gas / 5;
    long most = isTransfer ? Math.min(fees.maxGas(), MOST_TRANSFER_GAS) : fees.maxGas();
    if (limit > most) {
      throw new RegistryException.Refused(
          call.what() + " needs " + limit + " gas, more than the " + most + " that it may", null);
    }
    return limit;
  }

  private RegistryException refusal(ContractCall call, RpcReply.RpcError error)
      throws RegistryException {
    if (NodeRefusal.of(error) == NodeRefusal.NO_FUNDS) {
      return TransactionSender.noFunds(from, error.message());
    }
    if (error.data().isEmpty()) {
      explain(call); // some nodes give the contract's reason to eth_call only
    }
    return Refusals.of(call.what(), error);
  }

  /** Throws if the contract would refuse the call now, with its reason. */
  void explain(ContractCall call) throws RegistryException {
    Deadline deadline = Deadline.in(node.endpoint().limits().call());
    RpcCall question = RpcCall.of("eth_call", transaction(call), "latest");
    RpcReply reply = node.ask(deadline, question).get(0);
    if (reply.error() != null) {
      throw Refusals.of(call.what(), reply.error());
    }
  }
}
