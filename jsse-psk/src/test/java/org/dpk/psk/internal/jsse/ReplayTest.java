package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What somebody has recorded is of no use to him. */
class ReplayTest {

  private static final String HOST = "server.example";
  private static final int AGREEMENT = 0xE1;
  private static final int SERVER_HELLO = 2;

  private final SSLContext client = Contexts.of(new NonceAgreement("alice", "secret"));
  private final SSLContext server = Contexts.of(new NonceAgreement(HOST, "secret"));

  private EnginePair pair() {
    return new EnginePair(client, server, HOST, 443);
  }

  private End newServer() {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    return new End(engine);
  }

  private static byte[] helloOf(EnginePair pair) throws SSLException {
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    ByteBuffer hello = pair.client.wrap(ByteBuffer.allocate(0));
    byte[] bytes = new byte[hello.remaining()];
    hello.get(bytes);
    return bytes;
  }

  /** The type of the first handshake message that a server answers a hello with; -1: an alert. */
  private static int answerTo(byte[] hello, End server) throws SSLException {
    server.deliver(ByteBuffer.wrap(hello));
    server.unwrap();
    server.runTasks();
    ByteBuffer answer = server.wrap(ByteBuffer.allocate(0));
    return answer.get(0) == 21 ? -1 : answer.get(5) & 0xFF;
  }

  @Test
  void aHelloWithACachedKeyCountsOnce() throws Exception {
    pair().handshake();
    byte[] hello = helloOf(pair());

    assertEquals(SERVER_HELLO, answerTo(hello, newServer()));
    End second = newServer();
    assertEquals(AGREEMENT, answerTo(hello, second), "the key is unknown: agree on another");
    assertEquals(HandshakeStatus.NEED_UNWRAP, second.engine.getHandshakeStatus());
    assertEquals(0, second.finished());
  }

  @RepeatedTest(10)
  void aHelloThatComesManyTimesAtOnceCountsOnce() throws Exception {
    int times = 8;
    pair().handshake();
    byte[] hello = helloOf(pair());
    CyclicBarrier start = new CyclicBarrier(times);
    ExecutorService threads = Executors.newFixedThreadPool(times);
    List<Future<Integer>> answers = new ArrayList<>();
    try {
      for (int i = 0; i < times; i++) {
        answers.add(
            threads.submit(
                () -> {
                  End one = newServer();
                  start.await(20, TimeUnit.SECONDS);
                  return answerTo(hello, one);
                }));
      }
      int accepted = 0;
      for (Future<Integer> answer : answers) {
        accepted += answer.get(20, TimeUnit.SECONDS) == SERVER_HELLO ? 1 : 0;
      }
      assertEquals(1, accepted);
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aConversationThatWasRecordedOpensNothing() throws Exception {
    EnginePair pair = pair();
    ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    for (int turn = 0; turn < 50; turn++) {
      int before = pair.server.in.remaining();
      EnginePair.turn(pair.client, pair.server);
      byte[] all = pair.server.in.array();
      recorded.write(all, pair.server.in.position() + before, pair.server.in.remaining() - before);
      EnginePair.turn(pair.server, pair.client);
    }
    assertEquals(1, pair.server.finished());

    End victim = newServer();
    victim.deliver(ByteBuffer.wrap(recorded.toByteArray()));
    try {
      for (int turn = 0; turn < 50; turn++) {
        victim.runTasks();
        victim.wrap(ByteBuffer.allocate(0));
        victim.unwrap();
      }
    } catch (SSLException e) {
      // as it should be: the server's nonce is another one
    }
    assertEquals(0, victim.finished());
    assertEquals("SSL_NULL_WITH_NULL_NULL", victim.engine.getSession().getCipherSuite());
  }
}
