package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/** JSON-RPC over one WebSocket, which is opened again when it was lost. */
final class WebSocketRpc extends ExchangeRpc {

  private final ChainEndpoint endpoint;
  private @Nullable WebSocketConnection connection;
  private boolean closed;

  WebSocketRpc(ChainEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** A batch is one message, and so is its answer: two would wait for each other's ACK in TCP. */
  @Override
  JsonNode exchange(RpcMessages.Outgoing question, Deadline deadline) throws IOException {
    WebSocketConnection open = connection(deadline);
    CompletableFuture<JsonNode> answer = open.ask(question);
    try {
      return await(answer, deadline);
    } finally {
      open.forget(question);
    }
  }

  private static JsonNode await(CompletableFuture<JsonNode> answer, Deadline deadline)
      throws IOException {
    try {
      return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw (IOException) new SocketTimeoutException("no answer in time").initCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
    } catch (ExecutionException e) {
      throw new IOException("the connection to the node was lost", e.getCause());
    }
  }

  @Override
  public boolean subscribeToBlocks(Runnable onBlock, Runnable onLoss, Deadline deadline)
      throws IOException {
    // Before the question: the first report may come right behind the answer.
    connection(deadline).listen(onBlock, onLoss);
    List<RpcCall> question = List.of(RpcCall.of("eth_subscribe", "newHeads"));
    return ask(question, deadline).get(0).error() == null;
  }

  private synchronized WebSocketConnection connection(Deadline deadline) throws IOException {
    if (closed) {
      throw new IOException("the connection to the node was closed");
    }
    WebSocketConnection present = connection;
    if (present == null || !present.isOpen()) {
      Deadline until = deadline.orIn(endpoint.limits().connect());
      present = WebSocketConnection.open(endpoint.node(), endpoint.limits().maxReply(), until);
      connection = present;
    }
    return present;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connection != null) {
      connection.abandon();
    }
  }
}
