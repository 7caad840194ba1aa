package org.dpk.psk.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 2,000 peers that begin a handshake and never end it. */
class UnfinishedConnectionsIT {

  private static final int CONNECTIONS = 2_000;
  private static final int RECORD = 16_384;

  /** The longest handshake message that an engine collects, in bytes. */
  private static final int LONGEST_MESSAGE = 1 << 16;

  /** What an engine itself may take, in bytes. */
  private static final int ENGINE = 16 << 10;

  private final SSLContext server = context("localhost");

  private static SSLContext context(String name) {
    try {
      SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      byte[] secret = "thirty-two bytes of a shared key".getBytes(StandardCharsets.US_ASCII);
      KeyManager[] keys = {
        PskKeyManager.of(Map.of("alice", secret)), new NonceAgreement(name, "secret")
      };
      context.init(keys, null, null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How a peer begins. */
  enum Beginning {
    NOTHING {
      @Override
      ByteBuffer bytes() {
        return ByteBuffer.allocate(0);
      }
    },
    HALF_A_RECORD_HEADER {
      @Override
      ByteBuffer bytes() {
        return ByteBuffer.wrap(new byte[] {22, 3, 1});
      }
    },
    /** A ClientHello of 64 KiB that lacks its last byte. */
    ENDLESS_HELLO {
      @Override
      ByteBuffer bytes() {
        ByteBuffer hello = ByteBuffer.allocate(LONGEST_MESSAGE + 64);
        byte[] fragment = new byte[RECORD];
        for (int i = 0; i < LONGEST_MESSAGE / RECORD; i++) {
          hello.put((byte) 22).putShort((short) 0x0303).putShort((short) RECORD);
          ByteBuffer first = ByteBuffer.wrap(fragment);
          first.putInt(i == 0 ? 1 << 24 | LONGEST_MESSAGE : 0);
          hello.put(fragment);
        }
        return hello.flip();
      }
    },
    /** The first message of an agreement; the server's answer is never read. */
    AN_AGREEMENT {
      @Override
      ByteBuffer bytes() throws Exception {
        SSLEngine client = context("alice").createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        client.beginHandshake();
        client.getDelegatedTask().run();
        ByteBuffer out = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), out);
        return out.flip();
      }
    };

    abstract ByteBuffer bytes() throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void takeABoundedAmountOfMemory(Beginning beginning) throws Exception {
    ByteBuffer bytes = beginning.bytes();
    begin(bytes); // what is loaded once
    long before = Heap.used();
    List<SSLEngine> open = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      open.add(begin(bytes));
    }
    long each = (Heap.used() - before) / CONNECTIONS;

    assertEquals(CONNECTIONS, open.size());
    int bound = ENGINE + (beginning == Beginning.ENDLESS_HELLO ? 2 * LONGEST_MESSAGE : 0);
    assertTrue(each < bound, each + " bytes for each connection");
    System.out.printf("%s: %,d bytes for each unfinished connection%n", beginning, each);
  }

  private SSLEngine begin(ByteBuffer bytes) throws Exception {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    engine.beginHandshake();
    ByteBuffer in = bytes.duplicate();
    ByteBuffer none = ByteBuffer.allocate(0);
    while (in.hasRemaining() && engine.unwrap(in, none).bytesConsumed() > 0) {
      runTasks(engine);
    }
    assertEquals(true, engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING);
    return engine;
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  @Test
  void aServerStillAnswersAmongThem() throws Exception {
    List<SSLEngine> open = new ArrayList<>();
    ByteBuffer bytes = Beginning.AN_AGREEMENT.bytes();
    for (int i = 0; i < CONNECTIONS; i++) {
      open.add(begin(bytes));
    }
    try (EchoServer echo = new EchoServer(server);
        var socket = context("alice").getSocketFactory().createSocket("localhost", echo.port())) {
      socket.getOutputStream().write(1);
      assertEquals(2, socket.getInputStream().read());
    }
    assertEquals(CONNECTIONS, open.size());
  }
}
