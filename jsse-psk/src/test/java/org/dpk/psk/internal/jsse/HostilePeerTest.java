package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer, or somebody on the way, can do to an engine. */
class HostilePeerTest {

  private static final String HOST = "server.example";
  private static final int HANDSHAKE = 22;

  /** The two ways to a key. */
  enum Keys {
    FIXED {
      @Override
      EnginePair pair() {
        return new EnginePair(Contexts.fixed(), Contexts.fixed(), HOST, 443);
      }
    },
    AGREED {
      @Override
      EnginePair pair() {
        SSLContext client = Contexts.of(new NonceAgreement("alice", "secret"));
        SSLContext server = Contexts.of(new NonceAgreement(HOST, "secret"));
        return new EnginePair(client, server, HOST, 443);
      }
    };

    abstract EnginePair pair();
  }

  private static SSLEngine server() {
    SSLEngine engine = Contexts.fixed().createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  // ---- bytes that change on the way

  @ParameterizedTest
  @EnumSource
  void aFlippedBitNeverLeavesTwoEndsThatDisagree(Keys keys) throws Exception {
    int length = new Line(-1).run(keys.pair());
    int refused = 0;
    for (int at = 0; at < length; at++) {
      EnginePair pair = keys.pair();
      new Line(at).run(pair);
      if (pair.client.finished() + pair.server.finished() == 2) {
        assertTalks(pair);
      } else {
        refused++; // or it waits for bytes that a flipped length promises
      }
    }
    // Not all: record versions do not count, nor does most of the hello that carries an agreement.
    assertTrue(refused > length * 3 / 4, refused + " of " + length);
  }

  private static void assertTalks(EnginePair pair) throws SSLException {
    pair.send(pair.client, pair.server, "ping");
    while (pair.server.in.hasRemaining()) {
      pair.server.unwrap();
    }
    assertEquals("ping", pair.server.read());
  }

  /** Carries a handshake to its end, and flips one bit of the n-th byte that passes. */
  private static final class Line {
    private final int flipAt;
    private int passed;

    Line(int flipAt) {
      this.flipAt = flipAt;
    }

    /** How many bytes passed. */
    int run(EnginePair pair) {
      try {
        pair.client.engine.beginHandshake();
        pair.server.engine.beginHandshake();
        for (int turn = 0; turn < 200; turn++) {
          if (!(turn(pair.client, pair.server) | turn(pair.server, pair.client))) {
            return passed;
          }
        }
        throw new AssertionError("the handshake does not end");
      } catch (SSLException e) {
        return passed;
      }
    }

    private boolean turn(End from, End to) throws SSLException {
      int before = to.in.remaining();
      boolean moved = EnginePair.turn(from, to);
      for (int i = to.in.position() + before; i < to.in.limit(); i++) {
        if (passed++ == flipAt) {
          to.in.put(i, (byte) (to.in.get(i) ^ 1 << i % 8));
        }
      }
      return moved;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedFlightWaitsAndItsEndIsAnError(Keys keys) throws Exception {
    byte[] hello = hello(keys.pair());
    for (int length = 0; length < hello.length; length++) {
      End server = keys.pair().server;
      server.deliver(ByteBuffer.wrap(hello, 0, length));
      SSLEngineResult result = server.unwrap();

      assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
      assertEquals(0, result.bytesConsumed());
      assertThrows(SSLException.class, server.engine::closeInbound);
    }
  }

  private static byte[] hello(EnginePair pair) throws SSLException {
    pair.client.engine.beginHandshake();
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    while (pair.client.engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
      pair.client.runTasks();
      ByteBuffer part = pair.client.wrap(ByteBuffer.allocate(0));
      hello.write(part.array(), part.position(), part.remaining());
    }
    return hello.toByteArray();
  }

  // ---- bytes in small portions

  @ParameterizedTest
  @EnumSource
  void takesByteByByteWhatComesByteByByte(Keys keys) throws Exception {
    EnginePair pair = keys.pair();
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    for (int turn = 0; turn < 10_000 && dripTurn(pair); turn++) {}

    assertEquals(1, pair.client.finished());
    assertEquals(1, pair.server.finished());
    assertTalks(pair);
  }

  private static boolean dripTurn(EnginePair pair) throws SSLException {
    return dripTurn(pair.client, pair.server) | dripTurn(pair.server, pair.client);
  }

  private static boolean dripTurn(End from, End to) throws SSLException {
    if (from.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      return EnginePair.turn(from, to);
    }
    ByteBuffer flight = from.wrap(ByteBuffer.allocate(0));
    boolean moved =
        flight.hasRemaining() || from.engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
    while (flight.hasRemaining()) {
      to.deliver(flight.slice(flight.position(), 1));
      flight.position(flight.position() + 1);
      while (to.in.hasRemaining() && EnginePair.turn(to, from)) {}
    }
    return moved;
  }

  @ParameterizedTest
  @EnumSource
  void takesAHelloInRecordsOfOneByte(Keys keys) throws Exception {
    EnginePair pair = keys.pair();
    byte[] hello = hello(pair);
    pair.server.engine.beginHandshake();
    for (int i = 5; i < hello.length; i++) {
      pair.server.deliver(ByteBuffer.wrap(record(HANDSHAKE, hello[i])));
      pair.server.unwrap();
    }
    for (int turn = 0; turn < 50; turn++) {
      EnginePair.turn(pair.server, pair.client);
      EnginePair.turn(pair.client, pair.server);
    }

    assertTalks(pair);
  }

  private static byte[] record(int type, byte... content) {
    byte[] record = new byte[5 + content.length];
    record[0] = (byte) type;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (content.length >>> 8);
    record[4] = (byte) content.length;
    System.arraycopy(content, 0, record, 5, content.length);
    return record;
  }

  @Test
  void aHelloThatHardlyEndsCostsNoMoreThanItsBytes() throws Exception {
    End server = new End(server());
    byte[] drop = record(HANDSHAKE, (byte) 0);
    server.deliver(ByteBuffer.wrap(record(HANDSHAKE, new byte[] {1, 1, 0, 0}))); // 65,536 bytes
    server.unwrap();

    assertTimeout(
        Duration.ofSeconds(5), // a copy of all for each byte would be 2 GiB
        () -> {
          for (int i = 0; i < (1 << 16) - 1; i++) {
            server.deliver(ByteBuffer.wrap(drop));
            server.unwrap();
          }
        });
    assertEquals(HandshakeStatus.NEED_UNWRAP, server.engine.getHandshakeStatus());
    server.deliver(ByteBuffer.wrap(drop));
    assertRefused(server, 50); // decode_error
  }

  @Test
  void aHelloThatAnnouncesTooMuchIsRefusedAtOnce() throws Exception {
    assertRefused(record(HANDSHAKE, new byte[] {1, 1, 0, 1}), 50);
  }

  // ---- bytes that are no TLS

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554202f20485454502f312e310d0a0d0a", // GET / HTTP/1.1
        "5353482d322e302d4f70656e5353485f39", // SSH-2.0-OpenSSH_9
        "802e0100020015000000100100800200", // a hello of SSL 2
        "0000000000000000",
        "ffffffffffffffff",
        "1703030005aaaaaaaaaa", // application data before a hello
        "1403030001aa", // change_cipher_spec before a hello, and a wrong one
        "140303000101", // change_cipher_spec before a hello
        "16030300040e000000", // ServerHelloDone
        "1603030000", // an empty record
      })
  void answersNonsenseWithAnAlert(String hex) throws Exception {
    assertRefused(HexFormat.of().parseHex(hex), -1);
  }

  @Test
  void refusesARecordThatIsTooLongByItsHeader() throws Exception {
    assertRefused(new byte[] {HANDSHAKE, 3, 3, (byte) 0x7F, (byte) 0xFF}, 22);
  }

  @Test
  void standsRandomBytes() throws Exception {
    Random random = new Random(20_26);
    for (int i = 0; i < 2_000; i++) {
      byte[] content = new byte[1 + random.nextInt(300)];
      random.nextBytes(content);
      int shape = random.nextInt(3);
      byte[] bytes = shape == 0 ? content : record(20 + random.nextInt(5), content);
      if (shape == 2 && bytes.length > 9) {
        byte[] start = {HANDSHAKE, 3, 1, bytes[3], bytes[4], 1, 0, 0, (byte) (content.length - 4)};
        System.arraycopy(start, 0, bytes, 0, start.length);
      }
      assertOnlySslExceptions(bytes);
    }
  }

  private static void assertOnlySslExceptions(byte[] bytes) {
    End server = new End(server());
    server.deliver(ByteBuffer.wrap(bytes));
    try {
      for (int turn = 0; turn < 10; turn++) {
        server.unwrap();
        server.runTasks();
        server.wrap(ByteBuffer.allocate(0));
      }
    } catch (SSLException expected) {
      assertTrue(expected.getMessage() != null && !expected.getMessage().isEmpty());
    }
  }

  private static void assertRefused(byte[] bytes, int alert) throws Exception {
    End server = new End(server());
    server.deliver(ByteBuffer.wrap(bytes));
    assertRefused(server, alert);
  }

  /** The alert is there before the exception, once, and the exception is the same ever after. */
  private static void assertRefused(End server, int alert) throws Exception {
    for (int turn = 0;
        turn < 5 && server.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
        turn++) {
      server.unwrap();
      server.runTasks();
    }
    ByteBuffer out = server.wrap(ByteBuffer.allocate(0));
    byte[] told = Arrays.copyOfRange(out.array(), out.position(), out.limit());
    assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2}, Arrays.copyOf(told, 6));
    if (alert >= 0) {
      assertEquals(alert, told[6]);
    }
    SSLException first = assertThrows(SSLException.class, server::unwrap);
    assertSame(first, assertThrows(SSLException.class, () -> server.wrap(ByteBuffer.allocate(0))));
    assertTrue(server.engine.isInboundDone());
    assertTrue(server.engine.isOutboundDone());
  }

  // ---- much of something

  @ParameterizedTest
  @EnumSource
  void takesAListOfProtocolsAsLongAsAHelloCanHold(Keys keys) throws Exception {
    EnginePair pair = keys.pair();
    String[] many =
        IntStream.range(0, 200).mapToObj(i -> i + "-" + "x".repeat(200)).toArray(String[]::new);
    offer(pair.client.engine, many);
    offer(pair.server.engine, many[199]);

    pair.handshake();

    assertEquals(many[199], pair.client.engine.getApplicationProtocol());
    assertTalks(pair);
  }

  @ParameterizedTest
  @EnumSource
  void aListOfProtocolsThatNoHelloCanHoldIsAClearError(Keys keys) {
    EnginePair pair = keys.pair();
    offer(
        pair.client.engine,
        IntStream.range(0, 400).mapToObj(i -> i + "-" + "x".repeat(200)).toArray(String[]::new));

    assertThrows(SSLException.class, pair::handshake);
  }

  private static void offer(SSLEngine engine, String... protocols) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
  }

  // ---- after the handshake

  @ParameterizedTest
  @ValueSource(
      strings = {
        "16030300050100000100", // a ClientHello in clear
        "150303000201 00", // close_notify in clear
        "150303000202 28", // a fatal alert in clear
        "1703030020aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void takesNothingInClearOnceItIsOpen(String hex) throws Exception {
    EnginePair pair = Keys.FIXED.pair().handshake();
    pair.server.deliver(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));

    assertThrows(
        SSLException.class,
        () -> {
          for (int turn = 0; turn < 3; turn++) {
            pair.server.unwrap();
            pair.server.wrap(ByteBuffer.allocate(0));
          }
        });
    assertEquals("", pair.server.read());
  }

  @Test
  void aReplayedRecordIsRefused() throws Exception {
    EnginePair pair = Keys.FIXED.pair().handshake();
    ByteBuffer once = pair.client.wrap(StandardCharsets.UTF_8.encode("pay"));
    ByteBuffer again = ByteBuffer.wrap(once.array().clone(), once.position(), once.remaining());
    pair.server.deliver(once);
    pair.server.unwrap();
    assertEquals("pay", pair.server.read());

    pair.server.deliver(again);
    assertThrows(
        SSLException.class,
        () -> {
          for (int turn = 0; turn < 3; turn++) {
            pair.server.unwrap();
            pair.server.wrap(ByteBuffer.allocate(0));
          }
        });
    assertEquals("", pair.server.read());
  }
}
