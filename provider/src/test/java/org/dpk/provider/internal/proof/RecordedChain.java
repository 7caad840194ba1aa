package org.dpk.provider.internal.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader.Field;

/**
 * What a node answered about some of its blocks: headers, logs and proofs; and what these proofs
 * have to prove, which it was asked for by other calls. {@link ProofRecorder} makes it.
 *
 * @param node which software, and its version
 */
public record RecordedChain(String node, List<Block> blocks) {

  /**
   * A block.
   *
   * @param json its header, as {@code eth_getBlockByNumber} has it
   */
  public record Block(JsonNode json, List<Log> logs, List<Proof> proofs) {

    /** The header, which hashes to the block's hash if the answer is right. */
    BlockHeader header() throws ProofException {
      Map<Field, byte[]> fields = new EnumMap<>(Field.class);
      for (Field field : Field.values()) {
        if (json.hasNonNull(field.rpcName())) {
          fields.put(field, bytes(json.path(field.rpcName())));
        }
      }
      return BlockHeader.of(fields);
    }
  }

  /** Whose log, and its topics. */
  @SuppressWarnings("ArrayRecordComponent") // test data, and never compared
  public record Log(EthereumAddress contract, List<byte[]> topics) {}

  /**
   * One {@code eth_getProof}.
   *
   * @param what it is about, for messages
   * @param accountNodes the account's branch
   * @param codeHash of its code by {@code eth_getCode}; empty if there is no such account
   */
  @SuppressWarnings("ArrayRecordComponent") // test data, and never compared
  public record Proof(
      String what,
      EthereumAddress address,
      List<byte[]> accountNodes,
      Optional<byte[]> codeHash,
      List<Storage> slots) {}

  /**
   * One of its slots.
   *
   * @param word what stands there by {@code eth_getStorageAt}
   */
  @SuppressWarnings("ArrayRecordComponent") // test data, and never compared
  public record Storage(byte[] slot, List<byte[]> nodes, byte[] word) {}

  /** Reads a file that was written by {@link ProofRecorder}. */
  public static RecordedChain read(Path file) throws IOException {
    return of(new ObjectMapper().readTree(file.toFile()));
  }

  /** Reads what {@link ProofRecorder} recorded. */
  public static RecordedChain of(JsonNode recorded) {
    List<Block> blocks = new ArrayList<>();
    for (JsonNode each : recorded.path("blocks")) {
      List<Log> logs = new ArrayList<>();
      each.path("logs").forEach(log -> logs.add(log(log)));
      List<Proof> proofs = new ArrayList<>();
      each.path("proofs").forEach(proof -> proofs.add(proof(proof)));
      blocks.add(new Block(each.path("header"), logs, proofs));
    }
    return new RecordedChain(recorded.path("node").asText(), blocks);
  }

  private static Log log(JsonNode log) {
    return new Log(
        EthereumAddress.parse(log.path("address").asText()), byteStrings(log.path("topics")));
  }

  private static Proof proof(JsonNode proof) {
    JsonNode answer = proof.path("answer");
    List<Storage> slots = new ArrayList<>();
    for (int i = 0; i < proof.path("slots").size(); i++) {
      slots.add(
          new Storage(
              bytes(proof.path("slots").path(i)),
              byteStrings(answer.path("storageProof").path(i).path("proof")),
              word(bytes(proof.path("words").path(i)))));
    }
    return new Proof(
        proof.path("what").asText(),
        EthereumAddress.parse(proof.path("address").asText()),
        byteStrings(answer.path("accountProof")),
        proof.hasNonNull("codeHash")
            ? Optional.of(bytes(proof.path("codeHash")))
            : Optional.empty(),
        slots);
  }

  /** Some nodes leave out a word's leading zeros. */
  private static byte[] word(byte[] number) {
    byte[] word = new byte[StateProof.WORD];
    System.arraycopy(number, 0, word, word.length - number.length, number.length);
    return word;
  }

  static List<byte[]> byteStrings(JsonNode array) {
    List<byte[]> strings = new ArrayList<>();
    array.forEach(each -> strings.add(bytes(each)));
    return strings;
  }

  static byte[] bytes(JsonNode hex) {
    String digits = hex.asText().substring(2);
    return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
  }
}
