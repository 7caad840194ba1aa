package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.dpk.psk.internal.preface.Records;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A clear alert, a clear exception, and nothing grows without bound. */
class BadInputTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] RANDOM = new byte[64];

  private final NonceAgreement clients = new NonceAgreement("client.example", "secret");
  private final NonceAgreement servers = new NonceAgreement("server.example", "secret");
  private final SSLContext context =
      Contexts.of(PskKeyManager.of(Map.of("alice", Contexts.secret(1))), servers);

  private SSLEngine server() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  private static byte[] record(int type, byte... fragment) {
    ByteBuffer record = ByteBuffer.allocate(5 + fragment.length);
    record.put((byte) type).putShort((short) 0x0303).putShort((short) fragment.length);
    return record.put(fragment).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Stream<Arguments> badBeginnings() throws Exception {
    byte[] tooLong = record(22, new byte[] {1, 2, 0, 0}, 0);
    return Stream.of(
        Arguments.of("plain HTTP", ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "no TLS record"),
        Arguments.of("an SSHv2 banner", ascii("SSH-2.0-OpenSSH_9.2\r\n"), "no TLS record"),
        Arguments.of("zeros", new byte[100], "no TLS record"),
        Arguments.of("an SSLv2 hello", new byte[] {(byte) 0x80, 46, 1, 3, 3}, "no TLS record"),
        Arguments.of("application data", record(23, (byte) 1), "a record of type 23"),
        Arguments.of("an oversized record", new byte[] {22, 3, 3, 0x7F, 0x7F}, "of 32639 bytes"),
        Arguments.of("an empty handshake record", record(22), "an empty handshake record"),
        Arguments.of("a message of 2^17 bytes", tooLong, "a handshake message of 131072 bytes"),
        Arguments.of(
            "a ServerHello", record(22, (byte) 2, (byte) 0, (byte) 0, (byte) 0), "ClientHello"),
        Arguments.of(
            "an empty ClientHello",
            record(22, (byte) 1, (byte) 0, (byte) 0, (byte) 0),
            "too early"),
        Arguments.of(
            "an agreement without a hello", AgreementFrame.records(new byte[] {1}), "ClientHello"),
        Arguments.of(
            "a hello and more",
            record(22, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 9),
            "followed by another"));
  }

  private static byte[] record(int type, byte[] fragment, int padding) {
    return record(type, Arrays.copyOf(fragment, fragment.length + padding));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBeginnings")
  void aServerAnswersWithAnAlertAndThenThrowsForEver(String what, byte[] bytes, String reason)
      throws Exception {
    assertRefused(server(), bytes, reason);
  }

  /** The alert first, then the same exception from both directions, for ever. */
  private static void assertRefused(SSLEngine engine, byte[] bytes, String reason)
      throws Exception {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    SSLEngineResult result = engine.unwrap(in, NOTHING);
    if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      engine.getDelegatedTask().run();
    }
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    ByteBuffer out = ByteBuffer.allocate(20_000);
    assertEquals(Status.OK, engine.wrap(NOTHING, out).getStatus());
    assertEquals(7, out.position());
    assertEquals(21, out.get(0));
    assertEquals(2, out.get(5));
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    assertFalse(engine.isInboundDone(), "the reason is still to come");

    SSLException first = assertThrows(SSLException.class, () -> engine.wrap(NOTHING, out));
    assertTrue(first.getMessage().contains(reason), first.getMessage());
    assertSame(first, assertThrows(SSLException.class, () -> engine.unwrap(in, NOTHING)));
    assertSame(first, assertThrows(SSLException.class, () -> engine.wrap(NOTHING, out)));
    assertSame(first, assertThrows(SSLException.class, engine::closeInbound));
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
    assertTrue(engine.isInboundDone() && engine.isOutboundDone());
    assertEquals("SSL_NULL_WITH_NULL_NULL", engine.getSession().getCipherSuite());
  }

  @Test
  void aHelloOfAnOrdinaryClientIsRefused() throws Exception {
    SSLEngine ordinary = SSLContext.getDefault().createSSLEngine("server.example", 443);
    ordinary.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(40_000);
    ordinary.wrap(NOTHING, hello);
    while (ordinary.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      ordinary.getDelegatedTask().run();
      ordinary.wrap(NOTHING, hello);
    }
    byte[] bytes = Arrays.copyOf(hello.array(), hello.position());

    SSLEngine agreeing = Contexts.of(servers).createSSLEngine();
    agreeing.setUseClientMode(false);
    assertRefused(agreeing, bytes, "ordinary TLS");
  }

  @Test
  void aHelloThatNeverEndsIsBounded() throws Exception {
    SSLEngine engine = server();
    byte[] fragment = new byte[Records.MAX_FRAGMENT];
    fragment[0] = 1;
    fragment[1] = 1; // a message of 65536 bytes, the longest
    ByteBuffer head = ByteBuffer.wrap(record(22, fragment));
    assertEquals(head.limit(), engine.unwrap(head, NOTHING).bytesConsumed());
    for (int i = 0; i < 3; i++) {
      ByteBuffer more = ByteBuffer.wrap(record(22, new byte[Records.MAX_FRAGMENT]));
      assertEquals(HandshakeStatus.NEED_UNWRAP, engine.unwrap(more, NOTHING).getHandshakeStatus());
    }
    ByteBuffer last = ByteBuffer.wrap(record(22, new byte[4]));
    assertEquals(HandshakeStatus.NEED_TASK, engine.unwrap(last, NOTHING).getHandshakeStatus());
    engine.getDelegatedTask().run();
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
  }

  @Test
  void aHandshakeHasADeadline() throws Exception {
    System.setProperty(HandshakeTimeout.PROPERTY, "1");
    try {
      SSLEngine engine = server();
      engine.beginHandshake();
      long late = System.nanoTime() + 5_000_000;
      while (System.nanoTime() < late) {
        Thread.onSpinWait();
      }
      ByteBuffer in = ByteBuffer.allocate(3);
      assertEquals(HandshakeStatus.NEED_WRAP, engine.unwrap(in, NOTHING).getHandshakeStatus());
      SSLException e = assertThrows(SSLHandshakeException.class, () -> engine.unwrap(in, NOTHING));
      assertTrue(e.getMessage().contains("in time"), e.getMessage());
    } finally {
      System.clearProperty(HandshakeTimeout.PROPERTY);
    }
  }

  @Test
  void anUnknownIdentityLooksLikeAWrongKey() throws Exception {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      byte[] unknown = answerTo(Map.of("nobody", Contexts.secret(1)), protocol);
      byte[] wrong = answerTo(Map.of("alice", Contexts.secret(9)), protocol);
      assertArrayEquals(wrong, unknown);
    }
  }

  /** The last flight of the server. */
  private byte[] answerTo(Map<String, byte[]> keys, String protocol) {
    EnginePair pair = new EnginePair(Contexts.of(PskKeyManager.of(keys)), context, "x.example", 1);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    assertThrows(SSLException.class, pair::handshake);
    byte[] left = new byte[pair.client.in.remaining()];
    pair.client.in.get(left);
    return left;
  }

  @Test
  void aPrefaceForAnotherServerIsRefused() throws Exception {
    SSLContext client = Contexts.of(clients);
    EnginePair pair = new EnginePair(client, context, "server.example", 443);
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    ByteBuffer genuine = pair.client.wrap(NOTHING);
    byte[] message = new byte[1 + 16 + "client.example".length()];
    genuine.get(genuine.limit() - message.length, message);
    pair.server.deliver(
        ByteBuffer.wrap(PrefaceHello.records(RANDOM, "elsewhere.example", List.of(), message)));

    assertEquals(
        "the agreement was begun for elsewhere.example, TLS is for server.example",
        pair.failingHandshake().server().getMessage());
  }

  @Test
  void anotherKeyThanTheAgreedOneIsRefused() throws Exception {
    // a client that agrees, and then offers a fixed key that the server knows as well
    EnginePair agreeing = new EnginePair(Contexts.of(clients), context, "server.example", 443);
    agreeing.client.engine.beginHandshake();
    agreeing.client.runTasks();
    agreeing.server.deliver(agreeing.client.wrap(NOTHING));
    EnginePair.turn(agreeing.server, agreeing.client);
    agreeing.server.runTasks();
    agreeing.client.deliver(agreeing.server.wrap(NOTHING));
    agreeing.client.unwrap();
    agreeing.client.runTasks();
    ByteBuffer flight = agreeing.client.wrap(NOTHING);
    int lastMessage = 5 + (flight.getShort(3) & 0xFFFF);
    agreeing.server.deliver(flight.slice(0, lastMessage));

    SSLEngine other = Contexts.fixed().createSSLEngine("server.example", 443);
    other.setUseClientMode(true);
    other.beginHandshake();
    other.getDelegatedTask().run();
    ByteBuffer hello = ByteBuffer.allocate(20_000);
    other.wrap(NOTHING, hello);
    agreeing.server.deliver(hello.flip());

    SSLException e =
        assertThrows(
            SSLException.class,
            () -> {
              for (int i = 0; i < 20; i++) {
                EnginePair.turn(agreeing.server, agreeing.client);
              }
            });
    assertEquals("the client offers another key than the one agreed on", e.getMessage());
  }

  @Test
  void aStolenAgreementMessageDoesNotFitAnotherConnection() throws Exception {
    EnginePair first = new EnginePair(Contexts.of(clients), context, "server.example", 443);
    first.client.engine.beginHandshake();
    first.client.runTasks();
    ByteBuffer preface = first.client.wrap(NOTHING);
    for (int i = 0; i < 3; i++) {
      SSLEngine replayed = server();
      replayed.unwrap(preface.duplicate(), NOTHING);
      replayed.getDelegatedTask().run();
      assertEquals(HandshakeStatus.NEED_WRAP, replayed.getHandshakeStatus());
      assertFalse(((PskEngine) replayed).isOpen());
    }
    assertEquals(0, servers.runs.get());
  }

  @Test
  void tamperedRecordsEndTheConnection() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      EnginePair pair =
          new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443).handshake();
      ByteBuffer record = pair.client.wrap(ByteBuffer.wrap(new byte[20]));
      int at = 5 + random.nextInt(record.limit() - 5);
      record.put(at, (byte) (record.get(at) ^ 1 << random.nextInt(8)));
      pair.server.deliver(record);
      assertEquals(HandshakeStatus.NEED_WRAP, pair.server.unwrap().getHandshakeStatus());
      pair.client.deliver(pair.server.wrap(NOTHING));
      SSLException e = assertThrows(SSLException.class, pair.client::unwrap);
      assertTrue(e.getMessage().contains("bad_record_mac"), e.getMessage());
      assertThrows(SSLException.class, pair.server::unwrap);
    }
  }

  /** Every bit of a whole first contact: refused, or without consequence, never an accident. */
  @Test
  void noByteOfAHandshakeCanBeChangedIntoAnAccident() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      EnginePair pair =
          new EnginePair(
              Contexts.of(new NonceAgreement("client.example", "secret")),
              Contexts.of(new NonceAgreement("server.example", "secret")),
              "server.example",
              443);
      int target = random.nextInt(900);
      try {
        flipAt(pair, target, random);
        pair.handshake();
      } catch (SSLException e) {
        assertFalse(e.getCause() instanceof RuntimeException, () -> "an accident: " + e.getCause());
      }
    }
  }

  private static void flipAt(EnginePair pair, int target, Random random) throws SSLException {
    pair.client.engine.beginHandshake();
    int seen = 0;
    for (int turn = 0; turn < 40 && seen <= target; turn++) {
      EnginePair.End from = turn % 2 == 0 ? pair.client : pair.server;
      EnginePair.End to = turn % 2 == 0 ? pair.server : pair.client;
      from.runTasks();
      int before = to.in.remaining();
      EnginePair.turn(from, to);
      int sent = to.in.remaining() - before;
      if (sent > 0 && target < seen + sent) {
        int at = to.in.position() + before + target - seen;
        to.in.put(at, (byte) (to.in.get(at) ^ 1 << random.nextInt(8)));
      }
      seen += Math.max(sent, 0);
    }
  }
}
