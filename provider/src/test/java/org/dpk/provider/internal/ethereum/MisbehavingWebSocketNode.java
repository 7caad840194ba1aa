package org.dpk.provider.internal.ethereum;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Answers every message by a rule of the test. */
final class MisbehavingWebSocketNode extends WebSocketServer implements AutoCloseable {

  private static final int STOP_MILLIS = 5_000;

  private final UnaryOperator<String> rule;
  private final CountDownLatch started = new CountDownLatch(1);

  /**
   * @param rule the answer to a message; an empty one closes the connection
   */
  MisbehavingWebSocketNode(UnaryOperator<String> rule) throws InterruptedException {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.rule = rule;
    setReuseAddr(true);
    setDaemon(true);
    start();
    if (!started.await(RegistryFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server did not start");
    }
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + getPort());
  }

  @Override
  public void onMessage(WebSocket connection, String message) {
    String answer = rule.apply(message);
    if (answer.isEmpty()) {
      connection.close();
    } else {
      connection.send(answer);
    }
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  @Override
  public void onOpen(WebSocket connection, ClientHandshake handshake) {}

  @Override
  public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

  @Override
  public void onError(WebSocket connection, Exception e) {}

  @Override
  public void close() throws InterruptedException {
    stop(STOP_MILLIS);
  }
}
