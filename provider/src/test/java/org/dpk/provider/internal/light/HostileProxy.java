package org.dpk.provider.internal.light;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.ethereum.NodeProxy;
import org.jspecify.annotations.Nullable;

/** Stands in front of an honest node, and passes it off as another one by a trick at a time. */
public final class HostileProxy extends NodeProxy {

  static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What the tricks are played with.
   *
   * @param victim whose look-ups are lied about
   * @param other another identity that is registered
   * @param nobody an identity that never was registered
   * @param otherContract a contract that is no registry of the victim's
   */
  public record Scene(IdHash victim, IdHash other, IdHash nobody, EthereumAddress otherContract) {}

  private final Scene scene;
  private final AtomicInteger played = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Trick trick;
  private volatile long since;

  /** Honest until a trick begins. */
  public HostileProxy(URI node, Scene scene) throws IOException {
    super(node);
    this.scene = scene;
  }

  /** From now on. */
  public void begin(Trick next) throws IOException, InterruptedException {
    since = new Call("eth_blockNumber", JSON.createArrayNode(), 1).honestNumber();
    trick = next;
  }

  /** How many answers were not honest. */
  public int played() {
    return played.get();
  }

  /** Until it is closed. */
  void awaitClose() throws InterruptedException {
    closing.await();
  }

  /** As long, at most; whether it is closed. */
  boolean awaitClose(long seconds) throws InterruptedException {
    return closing.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  protected void serve(HttpExchange exchange, byte[] question)
      throws IOException, InterruptedException {
    Trick now = trick;
    if (now == null) {
      send(exchange, ask(question));
    } else if (now.wire() != null) {
      played.incrementAndGet();
      now.wire().answer(this, exchange, ask(question));
    } else {
      send(exchange, JSON.writeValueAsBytes(answer(now, JSON.readTree(question))));
    }
  }

  static void send(HttpExchange exchange, byte[] answer) throws IOException {
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  private JsonNode answer(Trick now, JsonNode question) throws IOException, InterruptedException {
    if (!question.isArray()) {
      return answerOne(now, question);
    }
    ArrayNode answers = JSON.createArrayNode();
    for (JsonNode each : question) {
      answers.add(answerOne(now, each));
    }
    return answers;
  }

  private JsonNode answerOne(Trick now, JsonNode question)
      throws IOException, InterruptedException {
    Call call =
        new Call(
            question.path("method").asText(),
            (ArrayNode) question.path("params"),
            question.path("id").asLong());
    JsonNode honest = call.honest();
    JsonNode told = now.lie().tell(call, honest.deepCopy());
    if (!told.equals(honest)) {
      played.incrementAndGet();
    }
    return told;
  }

  /** A question that was asked. */
  final class Call {
    final String method;
    final ArrayNode params;
    final long id;

    Call(String method, ArrayNode params, long id) {
      this.method = method;
      this.params = params;
      this.id = id;
    }

    Scene scene() {
      return scene;
    }

    /** The newest block when the trick began. */
    long since() {
      return since;
    }

    boolean is(String... methods) {
      return List.of(methods).contains(method);
    }

    /** What the node answers to it. */
    JsonNode honest() throws IOException, InterruptedException {
      return honest(params);
    }

    /** What the node answers to the same with other parameters. */
    JsonNode honest(ArrayNode otherParams) throws IOException, InterruptedException {
      ObjectNode question = JSON.createObjectNode();
      question.put("jsonrpc", "2.0").put("id", id).put("method", method);
      question.set("params", otherParams);
      return JSON.readTree(ask(JSON.writeValueAsBytes(question)));
    }

    long honestNumber() throws IOException, InterruptedException {
      return Long.decode(honest().path("result").asText());
    }

    /** A copy of the parameters with one replaced. */
    ArrayNode with(int index, JsonNode param) {
      ArrayNode changed = params.deepCopy();
      changed.set(index, param);
      return changed;
    }

    /** The same under another id. */
    JsonNode wrongId(JsonNode honest) {
      return ((ObjectNode) honest).put("id", id + 1_000_000);
    }

    ObjectNode result(@Nullable JsonNode result) {
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("jsonrpc", "2.0").put("id", id);
      envelope.set("result", result);
      return envelope;
    }

    ObjectNode error(int code, String message) {
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("jsonrpc", "2.0").put("id", id);
      envelope.putObject("error").put("code", code).put("message", message);
      return envelope;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    super.close();
  }
}
