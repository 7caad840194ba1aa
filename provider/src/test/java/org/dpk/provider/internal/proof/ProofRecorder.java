package org.dpk.provider.internal.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Records what a node answers, so that it can be verified again where no such node runs; {@link
 * RecordedChain} reads it.
 */
public final class ProofRecorder {

  /** How the node is asked. */
  @FunctionalInterface
  public interface Rpc {

    /** The result of a call. */
    JsonNode call(String method, Object... params) throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Rpc rpc;
  private final ObjectNode recorded = JSON.createObjectNode();
  private final ArrayNode blocks;
  private String number = "latest";
  private ObjectNode block = JSON.createObjectNode();

  /** Of this node. */
  public ProofRecorder(Rpc rpc) throws IOException {
    this.rpc = rpc;
    recorded.put("node", rpc.call("web3_clientVersion").asText());
    blocks = recorded.putArray("blocks");
  }

  /**
   * Goes to a block, and records its header and its logs.
   *
   * @param tag {@code latest}, or a number as nodes write it
   */
  public ProofRecorder block(String tag) throws IOException {
    JsonNode answer = rpc.call("eth_getBlockByNumber", tag, false);
    number = answer.path("number").asText();
    block = blocks.addObject();
    ObjectNode header = block.putObject("header");
    header.set("hash", answer.path("hash"));
    for (Field field : Field.values()) {
      if (answer.hasNonNull(field.rpcName())) {
        header.set(field.rpcName(), answer.path(field.rpcName()));
      }
    }
    ArrayNode logs = block.putArray("logs");
    for (JsonNode log : rpc.call("eth_getLogs", Map.of("fromBlock", number, "toBlock", number))) {
      ObjectNode kept = logs.addObject();
      kept.set("address", log.path("address"));
      kept.set("topics", log.path("topics"));
    }
    return this;
  }

  /**
   * Records an account and some of its slots at this block, by one {@code eth_getProof}.
   *
   * @param what this is about
   * @param address of the account
   * @param slots their numbers, 32 bytes each
   */
  public ProofRecorder prove(String what, String address, byte[]... slots) throws IOException {
    List<String> names =
        List.of(slots).stream().map(slot -> "0x" + HexFormat.of().formatHex(slot)).toList();
    JsonNode answer = rpc.call("eth_getProof", address, names, number);
    ObjectNode proof = block.withArray("proofs").addObject();
    proof.put("what", what).put("address", address);
    proof.set("slots", JSON.valueToTree(names));
    ObjectNode kept = proof.putObject("answer");
    kept.set("accountProof", answer.path("accountProof"));
    kept.set("storageProof", answer.path("storageProof"));
    if (exists(address)) {
      byte[] code = RecordedChain.bytes(rpc.call("eth_getCode", address, number));
      proof.put("codeHash", "0x" + HexFormat.of().formatHex(Keccak256.hash(code)));
    }
    ArrayNode words = proof.putArray("words");
    for (String slot : names) {
      words.add(rpc.call("eth_getStorageAt", address, slot, number));
    }
    return this;
  }

  /** An account without nonce, balance and code is none (EIP-161). */
  private boolean exists(String address) throws IOException {
    return !rpc.call("eth_getCode", address, number).asText().equals("0x")
        || !rpc.call("eth_getBalance", address, number).asText().equals("0x0")
        || !rpc.call("eth_getTransactionCount", address, number).asText().equals("0x0");
  }

  /** All of it. */
  public JsonNode recorded() {
    return recorded;
  }

  /** Keeps it in a file. */
  public void writeTo(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(recorded) + "\n");
  }
}
