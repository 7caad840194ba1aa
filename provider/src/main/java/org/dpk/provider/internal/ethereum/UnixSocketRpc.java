package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.dpk.provider.internal.time.Deadline;

/**
 * JSON-RPC over a node's Unix socket (IPC), a connection per exchange. There is no frame around a
 * message: it ends where its JSON ends.
 */
final class UnixSocketRpc extends ExchangeRpc {

  private static final int BUFFER = 16 * 1024;

  private final UnixDomainSocketAddress address;
  private final int maxReply;

  UnixSocketRpc(ChainEndpoint endpoint) {
    this.address = UnixDomainSocketAddress.of(Path.of(endpoint.node().getPath()));
    this.maxReply = endpoint.limits().maxReply();
  }

  @Override
  JsonNode exchange(RpcMessages.Outgoing question, Deadline deadline) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      // Connecting blocks while the node's backlog is full, so it is done without blocking, too.
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      if (!channel.connect(address)) {
        while (!channel.finishConnect()) {
          await(selector, deadline);
        }
      }
      key.interestOps(SelectionKey.OP_WRITE);
      write(channel, selector, ByteBuffer.wrap(question.encode()), deadline);
      key.interestOps(SelectionKey.OP_READ);
      return RpcMessages.parse(read(channel, selector, deadline));
    }
  }

  private static void write(
      SocketChannel channel, Selector selector, ByteBuffer question, Deadline deadline)
      throws IOException {
    while (question.hasRemaining()) {
      if (channel.write(question) == 0) {
        await(selector, deadline);
      }
    }
  }

  private byte[] read(SocketChannel channel, Selector selector, Deadline deadline)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    JsonEnd end = new JsonEnd();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (true) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        throw new EOFException("the node closed its socket in the middle of an answer");
      }
      if (count == 0) {
        await(selector, deadline);
        continue;
      }
      requireSize(answer.size() + count, maxReply);
      answer.write(buffer.array(), 0, count);
      if (end.isReachedBy(buffer.array(), count)) {
        return answer.toByteArray();
      }
    }
  }

  private static void await(Selector selector, Deadline deadline) throws IOException {
    if (deadline.isOver()) {
      throw new SocketTimeoutException("no answer in time");
    }
    selector.select(deadline.remainingMillis());
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for the node");
    }
  }

  @Override
  public void close() {
    // There is no connection between two exchanges.
  }

  /** Finds the end of one JSON object or array in a stream of bytes. */
  static final class JsonEnd {

    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Whether these bytes complete the value. */
    boolean isReachedBy(byte[] bytes, int count) {
      for (int i = 0; i < count; i++) {
        if (closes((char) bytes[i])) {
          return true;
        }
      }
      return false;
    }

    private boolean closes(char c) {
      if (inString) {
        inString = escaped || c != '"';
        escaped = !escaped && c == '\\';
        return false;
      }
      switch (c) {
        case '"' -> inString = true;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      return depth == 0 && (c == '}' || c == ']');
    }
  }
}
