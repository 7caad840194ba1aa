package org.dpk.consumers.netty;

import static org.dpk.consumers.netty.Wire.handlers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.KeySource;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.provider.internal.registry.CountingProxy;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No event loop waits: not for the chain, not for a key source, not for a file. Runs in a JVM of
 * its own, which BlockHound has changed for good.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EventLoopIT {

  private static final int PATIENCE = 20;

  /** Enough for each store of random bytes to run dry where a loop would have to fill it. */
  private static final int ROUNDS = 30;

  private static final String RANDOM_FILE = "sun.security.provider.NativePRNG$RandomIO";
  private static CountingProxy slowNode;

  @BeforeAll
  static void start() throws Exception {
    slowNode = new CountingProxy(ChainForAllTests.chain().identities().chain().devnet().uri());
    System.setProperty(DpkProvider.NODES_PROPERTY, slowNode.uri().toString());
    BlockingCalls.install();
  }

  @AfterAll
  static void stop() {
    System.clearProperty(DpkProvider.NODES_PROPERTY);
    slowNode.close();
  }

  @BeforeEach
  void forget() {
    BlockingCalls.forget();
  }

  // ---- the detector detects

  enum Waiting {
    PARKED {
      @Override
      void go() throws InterruptedException {
        new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
      }
    },
    ASLEEP {
      @Override
      void go() throws InterruptedException {
        Thread.sleep(1);
      }
    },
    FOR_A_FILE {
      @Override
      void go() throws IOException {
        try (InputStream in = new FileInputStream("/dev/urandom")) {
          in.readNBytes(1);
        }
      }
    };

    abstract void go() throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void aLoopThatWaitsIsCaught(Waiting waiting) throws Exception {
    Callable<Void> task =
        () -> {
          waiting.go();
          return null;
        };
    try (Wire wire = new Wire()) {
      wire.threads().loops().submit(task).sync();
    }
    assertTrue(
        BlockingCalls.seen().stream().anyMatch(call -> call.isInside(waiting.getClass().getName())),
        BlockingCalls::all);
  }

  /** What becomes of an {@code SslHandler} without executor: its loop waits for the key source. */
  @Test
  void tasksOnTheLoopAreCaught() throws Exception {
    SlowKeys keys = new SlowKeys(1);
    roundTrip(context(keys), KeySource.STATIC.client(), Wiring.ENGINE_WITH_TASKS_ON_THE_LOOP);
    assertTrue(
        BlockingCalls.seen().stream().anyMatch(call -> call.isInside(SlowKeys.class.getName())));
  }

  // ---- and finds nothing, where it finds nothing in the JDK's engine either

  @ParameterizedTest
  @EnumSource
  void aHandshakeAndDataMakeNoLoopWait(Ends ends) throws Exception {
    SSLContext server = ends.server();
    SSLContext client = ends.client();
    for (int i = 0; i < ROUNDS; i++) { // first contact, then cached keys
      roundTrip(server, client, Wiring.SSL_CONTEXT_WITH_EXECUTOR);
    }
    if (ends != Ends.CERTIFICATES) {
      BlockingCalls.assertNone();
    } else { // the JDK's engine reads random bytes from a file, and waits for nothing else
      assertTrue(
          BlockingCalls.seen().stream().allMatch(call -> call.isInside(RANDOM_FILE)),
          BlockingCalls::all);
    }
  }

  @Test
  void aKeySourceThatWaitsHoldsNoLoopUp() throws Exception {
    SlowKeys keys = new SlowKeys(PATIENCE * 1000);
    try (Wire wire = new Wire()) {
      Conversation conversation = converse(wire, context(keys), context(keys));
      keys.asked.await();
      assertGoesOn(conversation.channel().eventLoop());
      assertFalse(conversation.handshake().isDone());
      keys.answer.countDown();
      conversation.assertAnswered();
    }
    BlockingCalls.assertNone();
  }

  @Test
  void aNodeThatDoesNotAnswerHoldsNoLoopUp() throws Exception {
    SSLContext server = KeySource.AGREED.server();
    SSLContext client = newClient(RegistryFixture.newIdentity());
    try (Wire wire = new Wire()) {
      int asked = slowNode.count();
      slowNode.hold();
      try {
        Conversation first = converse(wire, server, client);
        awaitMoreThan(asked);
        assertGoesOn(first.channel().eventLoop());
        assertFalse(first.handshake().isDone());
        slowNode.release();
        first.assertAnswered();
        slowNode.hold(); // what follows does not ask it
        converse(wire, server, client).assertAnswered();
      } finally {
        slowNode.release();
      }
    }
    BlockingCalls.assertNone();
  }

  @Test
  void aRevocationMakesNoLoopWait() throws Exception {
    SSLContext server = KeySource.AGREED.server();
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = newClient(identity);
    try (Wire wire = new Wire()) {
      Conversation conversation = converse(wire, server, client);
      conversation.assertAnswered();
      ChainForAllTests.chain().identities().revoke(identity);
      Throwable told = conversation.answer().failure();
      assertTrue( // whichever end hears of it first tells the other
          told.getMessage().contains("access_denied") || told.getMessage().contains("revoked"),
          told::toString);
      conversation.answer().awaitGone();
    }
    BlockingCalls.assertNone();
  }

  private static SSLContext newClient(DpkIdentity identity) throws Exception {
    return AdmittedIdentities.context(ChainForAllTests.chain().identities().admit(identity));
  }

  private static void awaitMoreThan(int asked) {
    while (slowNode.count() <= asked) {
      Thread.onSpinWait();
    }
  }

  private static void assertGoesOn(EventLoop loop) throws Exception {
    assertEquals("here", loop.submit(() -> "here").get(PATIENCE, TimeUnit.SECONDS));
  }

  private static void roundTrip(SSLContext server, SSLContext client, Wiring wiring)
      throws Exception {
    try (Wire wire = new Wire()) {
      converse(wire, server, client, wiring).assertAnswered();
    }
  }

  private static Conversation converse(Wire wire, SSLContext server, SSLContext client)
      throws Exception {
    return converse(wire, server, client, Wiring.SSL_CONTEXT_WITH_EXECUTOR);
  }

  private static Conversation converse(
      Wire wire, SSLContext server, SSLContext client, Wiring wiring) throws Exception {
    int port =
        wire.listen(
            channel ->
                handlers(
                    wiring.server(server, channel, wire.threads().tasks()),
                    new CloseWhenRevoked(),
                    new EchoHandler()));
    Received answer = new Received(5);
    Channel channel =
        wire.connect(
            port,
            connected ->
                handlers(wiring.client(client, connected, wire.threads().tasks()), answer));
    channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
    return new Conversation(channel, answer);
  }

  private record Conversation(Channel channel, Received answer) {

    io.netty.util.concurrent.Future<Channel> handshake() {
      return channel.pipeline().get(SslHandler.class).handshakeFuture();
    }

    void assertAnswered() throws Exception {
      assertEquals("hello", new String(answer.all(), StandardCharsets.US_ASCII));
    }
  }

  private static SSLContext context(PskKeyManager keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  /** Answers when it is told to, or when its time is up. */
  private static final class SlowKeys implements PskKeyManager {

    private final PskKeyManager keys = PskKeyManager.of(Map.of("alice", KeySource.ALICE));
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final int millis;

    SlowKeys(int millis) {
      this.millis = millis;
    }

    @Override
    public Optional<Psk> forServer(PskPeer server) {
      await();
      return keys.forServer(server);
    }

    @Override
    public Optional<Psk> forIdentity(byte[] wireIdentity) {
      await();
      return keys.forIdentity(wireIdentity);
    }

    private void await() {
      asked.countDown();
      try {
        answer.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
