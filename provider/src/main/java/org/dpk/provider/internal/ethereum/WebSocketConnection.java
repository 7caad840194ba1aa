package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.internal.time.Deadline;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a node: matches answers to questions, and hands reports of blocks on. */
final class WebSocketConnection extends WebSocketClient {

  /** Questions that may wait for an answer at once. */
  private static final int MAX_WAITING = 4096;

  /** Seconds without a sign of life after which the connection counts as lost. */
  private static final int SILENCE = 30;

  /** By the id of the question; a batch stands under the id of each of its questions. */
  private final Map<Long, Exchange> waiting = new ConcurrentHashMap<>();

  private final List<Listening> listening = new CopyOnWriteArrayList<>();

  private volatile @Nullable Exception lastError;

  private WebSocketConnection(URI node, int maxReply, Deadline deadline) {
    super(
        node,
        new Draft_6455(List.of(), maxReply),
        authorization(node),
        (int) Math.max(1, deadline.remainingMillis()));
    setDaemon(true);
    setTcpNoDelay(true);
    setConnectionLostTimeout(SILENCE);
  }

  private static Map<String, String> authorization(URI node) {
    String user = node.getUserInfo();
    if (user == null) {
      return Map.of();
    }
    byte[] credentials = user.getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  /**
   * Connects.
   *
   * @param maxReply the largest message that is taken, in bytes
   */
  static WebSocketConnection open(URI node, int maxReply, Deadline deadline) throws IOException {
    WebSocketConnection connection = new WebSocketConnection(node, maxReply, deadline);
    try {
      if (connection.connectBlocking(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        return connection;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.abandon();
      throw (IOException) new InterruptedIOException("interrupted while connecting").initCause(e);
    }
    connection.abandon();
    throw new IOException("no WebSocket connection", connection.lastError);
  }

  private record Exchange(RpcMessages.Outgoing question, CompletableFuture<JsonNode> answer) {}

  /** Sends a question; the answer completes the future, the end of the connection fails it. */
  CompletableFuture<JsonNode> ask(RpcMessages.Outgoing question) throws IOException {
    if (waiting.size() >= MAX_WAITING) {
      throw new IOException("too many questions wait for the node's answer");
    }
    String message = new String(question.encode(), StandardCharsets.UTF_8);
    Exchange exchange = new Exchange(question, new CompletableFuture<>());
    question.ids().forEach(id -> waiting.put(id, exchange));
    try {
      send(message);
    } catch (WebsocketNotConnectedException e) {
      forget(question);
      throw new IOException("the connection to the node was lost", e);
    }
    if (!isOpen()) { // closed in between: onClose may have passed already
      failAll();
    }
    return exchange.answer;
  }

  /** Closes without the farewell of RFC 6455 §7, for which a stalled node would have to answer. */
  void abandon() {
    closeConnection(1001, "");
    try {
      Socket socket = getSocket();
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      lastError = e; // closed all the same
    }
  }

  /** Nobody waits for this answer any more. */
  void forget(RpcMessages.Outgoing question) {
    question.ids().forEach(waiting::remove);
  }

  /** Calls one for each report of the node, and the other once when the connection is lost. */
  void listen(Runnable onReport, Runnable onLoss) {
    listening.add(new Listening(onReport, onLoss));
    if (isClosed()) {
      onLoss.run();
    }
  }

  private record Listening(Runnable onReport, Runnable onLoss) {}

  @Override
  public void onMessage(String message) {
    JsonNode node;
    try {
      node = RpcMessages.parse(message);
    } catch (IOException e) {
      closeConnection(1003, "not JSON"); // RFC 6455 §7.4.1: data that it can't accept
      return;
    }
    if (node.has("method")) {
      listening.forEach(each -> each.onReport.run());
    } else if (node.isArray() || node.path("id").isIntegralNumber()) {
      Exchange exchange = waiting.get((node.isArray() ? node.path(0) : node).path("id").asLong(-1));
      complete(exchange, node);
    } else { // the answer of a node that takes no batches, which names no id
      waiting.values().stream()
          .filter(exchange -> exchange.question.isBatch())
          .forEach(exchange -> complete(exchange, node));
    }
  }

  private void complete(@Nullable Exchange exchange, JsonNode answer) {
    if (exchange != null) {
      forget(exchange.question);
      exchange.answer.complete(answer);
    }
  }

  @Override
  public void onOpen(ServerHandshake handshake) {}

  @Override
  public void onClose(int code, String reason, boolean remote) {
    failAll();
    listening.forEach(each -> each.onLoss.run());
  }

  @Override
  public void onError(Exception e) {
    lastError = e;
    failAll();
  }

  private void failAll() {
    for (Exchange exchange : List.copyOf(waiting.values())) {
      forget(exchange.question);
      exchange.answer.completeExceptionally(new EOFException("the node closed the connection"));
    }
  }
}
