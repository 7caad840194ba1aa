package org.dpk.pkm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.record.RecordCodec;

/** Every transaction of a chain, from its first block on, as the node tells it. */
final class ChainHistory {

  private final Devnet devnet;
  private final List<Sent> transactions = new ArrayList<>();

  /** A mined transaction. */
  record Sent(String from, String to, long nonce, BigInteger value, boolean succeeded) {}

  private ChainHistory(Devnet devnet) {
    this.devnet = devnet;
  }

  static ChainHistory of(Devnet devnet) throws IOException {
    ChainHistory history = new ChainHistory(devnet);
    long newest = number(devnet.anvil().rpc("eth_blockNumber"));
    for (long block = 1; block <= newest; block++) {
      JsonNode full =
          devnet.anvil().rpc("eth_getBlockByNumber", "0x" + Long.toHexString(block), true);
      for (JsonNode transaction : full.path("transactions")) {
        history.add(transaction);
      }
    }
    return history;
  }

  private void add(JsonNode transaction) throws IOException {
    JsonNode receipt =
        devnet.anvil().rpc("eth_getTransactionReceipt", transaction.path("hash").asText());
    transactions.add(
        new Sent(
            transaction.path("from").asText(),
            transaction.path("to").asText(),
            number(transaction.path("nonce")),
            new BigInteger(transaction.path("value").asText().substring(2), 16),
            number(receipt.path("status")) == 1));
  }

  /** What a wallet sent, in order. */
  List<Sent> from(String wallet) {
    return transactions.stream().filter(sent -> sent.from().equals(wallet)).toList();
  }

  /** The transfers of Ether from one wallet to another. */
  List<Sent> transfers(String from, String to) {
    return from(from).stream()
        .filter(sent -> sent.to().equals(to) && sent.value().signum() > 0)
        .toList();
  }

  /** How many admissions and rotations of an identity the registry reported. */
  int changes(DpkIdentity identity) throws IOException {
    byte[] event = "ClientChanged(bytes32,uint64,address,bytes)".getBytes(US_ASCII);
    String signature = "0x" + HexFormat.of().formatHex(Keccak256.hash(event));
    return devnet
        .anvil()
        .rpc(
            "eth_getLogs",
            Map.of(
                "fromBlock",
                "0x0",
                "toBlock",
                "latest",
                "address",
                devnet.registryAddress(),
                "topics",
                List.of(signature, RecordCodec.idHash(identity).toString())))
        .size();
  }

  /** Transactions of a wallet that wait in the node, for want of a nonce before them perhaps. */
  long waiting(String wallet) throws IOException {
    return number(devnet.anvil().rpc("eth_getTransactionCount", wallet, "pending"))
        - number(devnet.anvil().rpc("eth_getTransactionCount", wallet, "latest"));
  }

  private static long number(JsonNode hex) {
    return Long.parseLong(hex.asText().substring(2), 16);
  }
}
