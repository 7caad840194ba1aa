package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Questions and answers as JSON-RPC 2.0 writes them. */
final class RpcMessages {

  /** A tree takes 50 bytes and more for each, where an answer may spend a single one. */
  private static final int MAX_TOKENS = 1 << 19;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .build())
          .build();

  private final AtomicLong lastId = new AtomicLong();

  /**
   * One question or several, with fresh ids.
   *
   * @param firstId of the first; the others follow
   */
  record Outgoing(long firstId, List<RpcCall> calls) {

    List<Long> ids() {
      return LongStream.range(firstId, firstId + calls.size()).boxed().toList();
    }

    boolean isBatch() {
      return calls.size() > 1;
    }

    byte[] encode() throws IOException {
      if (!isBatch()) {
        return JSON.writeValueAsBytes(envelope(0));
      }
      ArrayNode batch = JSON.createArrayNode();
      for (int i = 0; i < calls.size(); i++) {
        batch.add(envelope(i));
      }
      return JSON.writeValueAsBytes(batch);
    }

    private ObjectNode envelope(int index) {
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("jsonrpc", "2.0");
      envelope.put("id", firstId + index);
      envelope.put("method", calls.get(index).method());
      envelope.set("params", JSON.valueToTree(calls.get(index).params()));
      return envelope;
    }

    /** Matches by id, since a node may answer a batch in any order. */
    List<RpcReply> match(JsonNode answer) throws IOException {
      Map<Long, JsonNode> byId = new HashMap<>();
      if (answer.isArray()) {
        answer.forEach(each -> byId.put(each.path("id").asLong(-1), each));
      } else {
        byId.put(answer.path("id").asLong(-1), answer);
      }
      List<RpcReply> replies = new ArrayList<>(calls.size());
      for (int i = 0; i < calls.size(); i++) {
        JsonNode envelope = byId.get(firstId + i);
        if (envelope == null) {
          throw new UselessAnswer("another question than " + calls.get(i).method());
        }
        replies.add(RpcReply.of(calls.get(i).method(), envelope));
      }
      return replies;
    }
  }

  Outgoing number(List<RpcCall> calls) {
    return new Outgoing(lastId.getAndAdd(calls.size()) + 1, List.copyOf(calls));
  }

  static JsonNode parse(byte[] answer) throws IOException {
    try {
      return present(JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      throw useless(e);
    }
  }

  static JsonNode parse(String answer) throws IOException {
    try {
      return present(JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      throw useless(e);
    }
  }

  private static JsonNode present(JsonNode node) throws UselessAnswer {
    if (!node.isContainerNode()) {
      throw new UselessAnswer("with nothing that is JSON-RPC");
    }
    return node;
  }

  private static UselessAnswer useless(JsonProcessingException e) {
    return new UselessAnswer(
        e instanceof StreamConstraintsException
            ? "with JSON that is nested too deep, or has too many or too long parts"
            : "with something that is not JSON",
        e);
  }
}
