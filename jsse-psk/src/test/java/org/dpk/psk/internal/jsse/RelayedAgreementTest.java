package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.dpk.psk.internal.preface.ClientHello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody on the way passes a client's agreement on, up to its last message, and goes on with a
 * ClientHello of his own (protocol.md "Transport": the principal comes from the PSK that the binder
 * proved, never from the agreement).
 */
class RelayedAgreementTest {

  private static final String HOST = "server.example";
  private static final int RECORD_HEADER = 5;
  private static final int AGREEMENT = 0xE1;
  private static final int SERVER_HELLO = 2;
  private static final int ILLEGAL_PARAMETER = 47;
  private static final int DECRYPT_ERROR = 51;
  private static final byte[] SECRET = Contexts.secret(9);

  private final NonceAgreement servers = new NonceAgreement(HOST, "secret");
  private final SSLContext client = Contexts.of(new NonceAgreement("alice", "secret"));
  private final SSLContext mallory = Contexts.of(new NonceAgreement("mallory", "secret"));
  private final SSLContext server = Contexts.of(servers);

  /** What he sends in place of the client's hello. */
  enum Substitute {
    A_KEY_OF_HIS_OWN(ILLEGAL_PARAMETER) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws SSLException {
        return helloWith("mallory".getBytes(StandardCharsets.US_ASCII), HOST);
      }
    },
    A_KEY_THAT_THE_SERVER_KNOWS_AS_HIS(ILLEGAL_PARAMETER) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws SSLException {
        new EnginePair(test.mallory, test.server, HOST, 443).handshake();
        return firstFlight(test.mallory.createSSLEngine(HOST, 443));
      }
    },
    THE_RIGHT_IDENTITY_WITHOUT_THE_KEY(DECRYPT_ERROR) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws Exception {
        return helloWith(identity(real), HOST);
      }
    },
    THE_RIGHT_IDENTITY_FOR_ANOTHER_SERVER(ILLEGAL_PARAMETER) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws Exception {
        return helloWith(identity(real), "other.example");
      }
    },
    THE_REAL_HELLO_WITH_A_KEY_SHARE_OF_HIS_OWN(DECRYPT_ERROR) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) {
        int share = HexFormat.of().formatHex(real).indexOf("001d0020") / 2 + 4;
        assertTrue(share > 4, "no x25519 share");
        byte[] changed = real.clone();
        changed[share + 31] ^= 1;
        return changed;
      }
    },
    THE_REAL_HELLO_WITH_ANOTHER_BINDER(DECRYPT_ERROR) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) {
        byte[] changed = real.clone();
        changed[changed.length - 1] ^= 1; // pre_shared_key is the last extension
        return changed;
      }
    },
    ORDINARY_TLS(ILLEGAL_PARAMETER) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws Exception {
        return firstFlight(SSLContext.getDefault().createSSLEngine(HOST, 443));
      }
    },
    ANOTHER_AGREEMENT(ILLEGAL_PARAMETER) {
      @Override
      byte[] hello(RelayedAgreementTest test, byte[] real) throws SSLException {
        return firstFlight(test.mallory.createSSLEngine(HOST, 443));
      }
    };

    final int alert;

    Substitute(int alert) {
      this.alert = alert;
    }

    abstract byte[] hello(RelayedAgreementTest test, byte[] real) throws Exception;
  }

  private static byte[] helloWith(byte[] identity, String host) throws SSLException {
    PskKeyManager keys =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            return Optional.of(Psk.of(identity, SECRET));
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            return Optional.empty();
          }
        };
    return firstFlight(Contexts.named("TLSv1.3-PSK", keys).createSSLEngine(host, 443));
  }

  private static byte[] identity(byte[] hello) throws Exception {
    byte[] message = Arrays.copyOfRange(hello, RECORD_HEADER, hello.length);
    return ClientHello.parse(message).pskIdentities().get(0);
  }

  private static byte[] firstFlight(SSLEngine engine) throws SSLException {
    engine.setUseClientMode(true);
    engine.beginHandshake();
    return flight(new End(engine));
  }

  private static byte[] flight(End end) throws SSLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (end.engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
      end.runTasks();
      ByteBuffer part = end.wrap(ByteBuffer.allocate(0));
      all.write(part.array(), part.position(), part.remaining());
    }
    return all.toByteArray();
  }

  /** The server after the last message of the agreement, and the hello that belongs to it. */
  private record Relayed(End server, byte[] realHello) {}

  private Relayed relay() throws SSLException {
    EnginePair pair = new EnginePair(client, server, HOST, 443);
    pair.client.engine.beginHandshake();
    pair.server.engine.beginHandshake();
    give(pair.server, flight(pair.client));
    pair.client.deliver(ByteBuffer.wrap(flight(pair.server)));
    pair.client.unwrap();
    byte[] flight = flight(pair.client);
    assertEquals(AGREEMENT, flight[RECORD_HEADER] & 0xFF);
    int end = RECORD_HEADER + ((flight[3] & 0xFF) << 8 | flight[4] & 0xFF);
    give(pair.server, Arrays.copyOf(flight, end));
    assertEquals(1, servers.runs.get(), "the server holds the agreement for complete");
    return new Relayed(pair.server, Arrays.copyOfRange(flight, end, flight.length));
  }

  private static void give(End server, byte[] bytes) throws SSLException {
    server.deliver(ByteBuffer.wrap(bytes));
    while (server.in.hasRemaining()
        && server.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      server.unwrap();
      server.runTasks();
    }
  }

  @Test
  void theRealHelloIsAnswered() throws Exception {
    Relayed relayed = relay();
    give(relayed.server, relayed.realHello);
    assertEquals(SERVER_HELLO, relayed.server.wrap(ByteBuffer.allocate(0)).get(RECORD_HEADER));
  }

  @ParameterizedTest
  @EnumSource
  void anotherHelloIsRefused(Substitute substitute) throws Exception {
    Relayed relayed = relay();
    byte[] hello = substitute.hello(this, relayed.realHello);

    give(relayed.server, hello);

    ByteBuffer answer = relayed.server.wrap(ByteBuffer.allocate(0));
    byte[] told = Arrays.copyOfRange(answer.array(), answer.position(), answer.limit());
    assertEquals(
        HexFormat.of().formatHex(new byte[] {21, 3, 3, 0, 2, 2, (byte) substitute.alert}),
        HexFormat.of().formatHex(told));
    assertThrows(SSLException.class, () -> relayed.server.wrap(ByteBuffer.allocate(0)));
    assertEquals(0, relayed.server.finished());
    assertThrows(
        SSLPeerUnverifiedException.class,
        () -> relayed.server.engine.getSession().getPeerPrincipal());
    assertTheKeysOfTheRunAreGone(relayed.realHello);
  }

  /** The client's own hello, on a connection of its own, opens nothing afterwards either. */
  private void assertTheKeysOfTheRunAreGone(byte[] realHello) throws SSLException {
    SSLEngine fresh = server.createSSLEngine();
    fresh.setUseClientMode(false);
    End end = new End(fresh);
    give(end, realHello);
    assertEquals(21, end.wrap(ByteBuffer.allocate(0)).get(0));
  }
}
