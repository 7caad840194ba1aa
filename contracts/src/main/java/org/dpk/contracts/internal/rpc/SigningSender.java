package org.dpk.contracts.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/**
 * Signs EIP-1559 transactions with one key, sends them one after the other and waits for each.
 *
 * <p>For tools that send a few transactions; it takes the nonce from the node each time, so nothing
 * else may send from the same address meanwhile. Not thread-safe.
 */
public final class SigningSender {

  private static final BigInteger ONE_GWEI = BigInteger.TEN.pow(9);
  private static final Duration POLL = Duration.ofMillis(50);

  private final JsonRpc rpc;
  private final Credentials credentials;
  private final long chainId;
  private final Duration patience;

  /**
   * @param rpc the node
   * @param privateKey 32 bytes, secp256k1
   * @param patience how long to wait for a transaction to be mined
   * @throws IllegalArgumentException if the key has not 32 bytes
   * @throws IOException if the node does not tell its chain id
   */
  public SigningSender(JsonRpc rpc, byte[] privateKey, Duration patience) throws IOException {
    if (privateKey.length != 32) {
      throw new IllegalArgumentException("a private key has 32 bytes, not " + privateKey.length);
    }
    this.rpc = rpc;
    this.credentials = Credentials.create(ECKeyPair.create(privateKey));
    this.chainId = rpc.quantity("eth_chainId").longValueExact();
    this.patience = patience;
  }

  /** The sender's address, lower case with 0x. */
  public String address() {
    return credentials.getAddress();
  }

  /** The chain that it sends to. */
  public long chainId() {
    return chainId;
  }

  /**
   * Sends a transaction and waits until it is mined.
   *
   * @param to the contract, or null to create one
   * @param data the call, hexadecimal with 0x
   * @return the receipt; its status is 1
   * @throws RpcException if the node refuses it; its data say why a contract reverted
   * @throws IOException if it is not mined in time, or fails when it is
   */
  public JsonNode send(@Nullable String to, String data) throws IOException {
    BigInteger gas = gasFor(to, data);
    BigInteger tip = tip();
    BigInteger cap = baseFee().shiftLeft(1).add(tip);
    BigInteger nonce = rpc.quantity("eth_getTransactionCount", address(), "pending");
    // web3j writes an empty address for the creation of a contract, not null
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chainId, nonce, gas, to == null ? "" : to, BigInteger.ZERO, data, tip, cap);
    byte[] signed = TransactionEncoder.signMessage(transaction, credentials);
    String hash = rpc.call("eth_sendRawTransaction", Numeric.toHexString(signed)).asText();
    JsonNode receipt = receipt(hash);
    if (JsonRpc.quantity(receipt.path("status")).signum() == 0) {
      throw new IOException("transaction " + hash + " was mined but failed");
    }
    return receipt;
  }

  private BigInteger gasFor(@Nullable String to, String data) throws IOException {
    Map<String, String> call = new HashMap<>(Map.of("from", address(), "data", data));
    if (to != null) {
      call.put("to", to);
    }
    BigInteger estimate = rpc.quantity("eth_estimateGas", call);
    // a fifth more: state may change until the transaction is mined
    return estimate.add(estimate.divide(BigInteger.valueOf(5)));
  }

  private BigInteger baseFee() throws IOException {
    JsonNode fee = rpc.call("eth_getBlockByNumber", "latest", false).path("baseFeePerGas");
    if (fee.isMissingNode() || fee.isNull()) {
      throw new IOException(
          "the chain has no EIP-1559 fees: the registry needs the EVM of Cancun or later");
    }
    return JsonRpc.quantity(fee);
  }

  private BigInteger tip() throws IOException {
    try {
      return rpc.quantity("eth_maxPriorityFeePerGas");
    } catch (RpcException notEveryNodeHasIt) {
      return ONE_GWEI;
    }
  }

  private JsonNode receipt(String hash) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode receipt = rpc.call("eth_getTransactionReceipt", hash);
      if (receipt.isObject() && isPartOfTheChain(receipt)) {
        return receipt;
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "transaction %s was not mined within %d s; it may still be"
                .formatted(hash, patience.toSeconds()));
      }
      pause();
    }
  }

  /** Some nodes (ethereumjs) have a receipt a moment before its block is the newest. */
  private boolean isPartOfTheChain(JsonNode receipt) throws IOException {
    BigInteger block = JsonRpc.quantity(receipt.path("blockNumber"));
    return rpc.quantity("eth_blockNumber").compareTo(block) >= 0;
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a transaction");
    }
  }
}
