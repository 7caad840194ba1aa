package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** JSON-RPC over one WebSocket, which is opened again when it was lost. */
final class WebSocketRpc implements JsonRpc {

  private final ChainEndpoint endpoint;
  private final RpcMessages messages = new RpcMessages();
  private @Nullable WebSocketConnection connection;
  private boolean closed;

  WebSocketRpc(ChainEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public List<RpcReply> ask(List<RpcCall> calls, Deadline deadline) throws IOException {
    return ask(connection(deadline), calls, deadline);
  }

  private List<RpcReply> ask(WebSocketConnection open, List<RpcCall> calls, Deadline deadline)
      throws IOException {
    RpcMessages.Outgoing outgoing = messages.number(calls);
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>(calls.size());
    try {
      for (int i = 0; i < calls.size(); i++) {
        answers.add(open.ask(outgoing.firstId() + i, outgoing.encode(i)));
      }
      List<RpcReply> replies = new ArrayList<>(calls.size());
      for (int i = 0; i < calls.size(); i++) {
        replies.add(RpcReply.of(calls.get(i).method(), await(answers.get(i), deadline)));
      }
      return replies;
    } finally {
      for (int i = 0; i < answers.size(); i++) {
        open.forget(outgoing.firstId() + i);
      }
    }
  }

  private static JsonNode await(CompletableFuture<JsonNode> answer, Deadline deadline)
      throws IOException {
    try {
      return answer.get(deadline.remaining(), TimeUnit.NANOSECONDS);
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
    WebSocketConnection open = connection(deadline);
    // Before the question: the first report may come right behind the answer.
    open.listen(onBlock, onLoss);
    List<RpcCall> question = List.of(RpcCall.of("eth_subscribe", "newHeads"));
    return ask(open, question, deadline).get(0).error() == null;
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
