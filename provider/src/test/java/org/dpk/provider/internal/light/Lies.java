package org.dpk.provider.internal.light;

import static org.dpk.provider.internal.light.HostileProxy.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;

/** Answers that are well-formed JSON-RPC and wrong. */
final class Lies {

  /** What is told in place of an honest answer, of which it gets a copy. */
  interface Lie {
    JsonNode tell(HostileProxy.Call call, JsonNode honest) throws IOException, InterruptedException;
  }

  /** How far a node rolls back. */
  private static final int BACK = 3;

  private static final Set<String> TAGS = Set.of("latest", "finalized", "safe", "pending");

  private Lies() {}

  // ------------------------------------------------------------------------ of the whole chain

  /** Whatever is asked of a later block is answered of the one when the trick began. */
  static JsonNode frozen(HostileProxy.Call call, JsonNode honest)
      throws IOException, InterruptedException {
    if (call.is("eth_blockNumber")) {
      return call.result(hex(call.since()));
    }
    if (call.is("eth_getLogs")) {
      return isAfter(call, call.since()) ? call.result(JSON.createArrayNode()) : honest;
    }
    int place = blockParam(call);
    return place >= 0 && isLater(call.params.get(place), call.since())
        ? call.honest(call.with(place, hex(call.since())))
        : honest;
  }

  /** The newest block is an older one than before, and nothing is known of later ones. */
  static JsonNode rolledBack(HostileProxy.Call call, JsonNode honest)
      throws IOException, InterruptedException {
    long head = call.since() - BACK;
    int place = blockParam(call);
    if (place < 0 || !isLater(call.params.get(place), head)) {
      return call.is("eth_blockNumber", "eth_getLogs") ? frozenAt(call, honest, head) : honest;
    }
    if (TAGS.contains(call.params.get(place).asText())) {
      return call.honest(call.with(place, hex(head)));
    }
    return call.is("eth_getBlockByNumber")
        ? call.result(NullNode.getInstance())
        : call.error(-32000, "header not found");
  }

  private static JsonNode frozenAt(HostileProxy.Call call, JsonNode honest, long head) {
    if (call.is("eth_blockNumber")) {
      return call.result(hex(head));
    }
    return isAfter(call, head) ? call.result(JSON.createArrayNode()) : honest;
  }

  private static boolean isAfter(HostileProxy.Call call, long head) {
    JsonNode from = call.params.path(0).path("fromBlock");
    return !from.isMissingNode() && isLater(from, head);
  }

  private static int blockParam(HostileProxy.Call call) {
    return switch (call.method) {
      case "eth_getBlockByNumber" -> 0;
      case "eth_call", "eth_getBalance" -> 1;
      case "eth_getProof" -> 2;
      default -> -1;
    };
  }

  private static boolean isLater(JsonNode block, long head) {
    String text = block.asText();
    return TAGS.contains(text) || text.startsWith("0x") && Long.decode(text) > head;
  }

  private static TextNode hex(long number) {
    return TextNode.valueOf("0x" + Long.toHexString(number));
  }

  /** Every block's header has another time. */
  static Lie time(String quantity) {
    return header(block -> block.put("timestamp", quantity));
  }

  /** Every block's header is changed. */
  static Lie header(Consumer<ObjectNode> change) {
    return (call, honest) -> {
      if (call.is("eth_getBlockByNumber", "eth_getBlockByHash")
          && honest.path("result") instanceof ObjectNode block) {
        change.accept(block);
      }
      return honest;
    };
  }

  /** Every block's header has this time, and a hash that its fields make. */
  static Lie forgedTime(String quantity) {
    return header(
        block -> {
          block.put("timestamp", quantity);
          Map<BlockHeader.Field, byte[]> values = new EnumMap<>(BlockHeader.Field.class);
          for (BlockHeader.Field field : BlockHeader.Field.values()) {
            if (block.has(field.rpcName())) {
              String digits = block.path(field.rpcName()).asText().substring(2);
              values.put(
                  field, HexFormat.of().parseHex((digits.length() % 2 == 0 ? "" : "0") + digits));
            }
          }
          block.put("hash", "0x" + HexFormat.of().formatHex(hash(values)));
        });
  }

  private static byte[] hash(Map<BlockHeader.Field, byte[]> values) {
    try {
      return BlockHeader.of(values).block().hash();
    } catch (ProofException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another result to one method. */
  static Lie result(String method, JsonNode result) {
    return (call, honest) -> call.is(method) ? call.result(result) : honest;
  }

  // ------------------------------------------------------------------------ of proofs

  /** The same question with other parameters. */
  interface Other {
    ArrayNode params(HostileProxy.Call call);
  }

  /** The proof of something else. */
  static Lie proofOf(Other other) {
    return (call, honest) -> call.is("eth_getProof") ? call.honest(other.params(call)) : honest;
  }

  static ArrayNode slotOf(HostileProxy.Call call, IdHash id) {
    return call.with(1, JSON.createArrayNode().add("0x" + HexFormat.of().formatHex(Slot.key(id))));
  }

  static ArrayNode blockBefore(HostileProxy.Call call) {
    return call.with(2, hex(Long.decode(call.params.get(2).asText()) - 1));
  }

  /** Something about the proof of a slot is different. */
  static Lie slotProof(Consumer<ObjectNode> change) {
    return proof(
        proof -> {
          if (!proof.path("storageProof").isEmpty()) {
            change.accept(proof);
          }
        });
  }

  /** Something about the proof is different. */
  static Lie proof(Consumer<ObjectNode> change) {
    return (call, honest) -> {
      if (call.is("eth_getProof") && honest.path("result") instanceof ObjectNode proof) {
        change.accept(proof);
      }
      return honest;
    };
  }

  static ArrayNode slotNodes(ObjectNode proof) {
    return (ArrayNode) proof.path("storageProof").path(0).path("proof");
  }

  static ArrayNode accountNodes(ObjectNode proof) {
    return (ArrayNode) proof.path("accountProof");
  }

  /** The last node's middle byte is another one. */
  static void bend(ArrayNode nodes) {
    int last = nodes.size() - 1;
    nodes.set(last, bent(nodes.get(last).asText(), nodes.get(last).asText().length() / 2));
  }

  /** The first node stands where the last one belongs. */
  static void swap(ArrayNode nodes) {
    nodes.add(nodes.remove(0));
  }

  static void doubleLast(ArrayNode nodes) {
    nodes.add(nodes.get(nodes.size() - 1));
  }

  static void dropLast(ArrayNode nodes) {
    nodes.remove(nodes.size() - 1);
  }

  /** Everything that is not a node. */
  static void claim(ObjectNode proof) {
    proof.put("storageHash", "0x" + "11".repeat(32)).put("codeHash", "0x" + "22".repeat(32));
    proof.put("balance", "0x7").put("nonce", "0x7");
    ((ObjectNode) proof.path("storageProof").path(0)).put("value", "0x7").put("key", "0x7");
  }

  // ------------------------------------------------------------------------ of records

  /** Something about each log is different. */
  static Lie logs(Consumer<ObjectNode> change) {
    return (call, honest) -> {
      if (call.is("eth_getLogs")) {
        honest.path("result").forEach(log -> change.accept((ObjectNode) log));
      }
      return honest;
    };
  }

  /** Another data of each log. */
  static Lie data(UnaryOperator<String> change) {
    return logs(log -> log.put("data", change.apply(log.path("data").asText())));
  }

  /** What happened to another identity, as if it had happened to the one that was asked for. */
  static JsonNode othersLogs(HostileProxy.Call call, JsonNode honest)
      throws IOException, InterruptedException {
    JsonNode filter = call.params.path(0);
    if (!call.is("eth_getLogs") || filter.path("topics").size() < 2) {
      return honest;
    }
    ObjectNode others = filter.deepCopy();
    String asked = filter.path("topics").get(1).asText();
    ((ArrayNode) others.path("topics")).set(1, call.scene().other().toString());
    others.put("fromBlock", "0x0").put("toBlock", "latest");
    JsonNode answer = call.honest(call.with(0, others));
    answer
        .path("result")
        .forEach(
            log -> {
              ((ArrayNode) log.path("topics")).set(1, asked);
              ((ObjectNode) log).set("blockNumber", filter.path("fromBlock"));
            });
    return answer;
  }

  /** One byte in the middle of the record, which is the last thing in a log's data. */
  static String bendRecord(String data) {
    return bent(data, data.length() / 2).asText();
  }

  /** The record's length, the third word of the data, promises two gigabytes. */
  static String promiseMuch(String data) {
    int length = 2 + 2 * 64;
    return data.substring(0, length) + "0".repeat(56) + "7fffffff" + data.substring(length + 64);
  }

  private static TextNode bent(String hex, int at) {
    char[] digits = hex.toCharArray();
    digits[at] = digits[at] == '0' ? '1' : '0';
    return TextNode.valueOf(new String(digits));
  }
}
