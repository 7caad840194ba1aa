package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.dpk.psk.NonceAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves in the middle of an agreement: nothing is kept of it. */
class AbandonedAgreementTest {

  private static final String SERVER = "server.example";

  private final FakeAgreement servers = new FakeAgreement(new NonceAgreement(SERVER, "secret"));
  private final SSLContext server = Contexts.of(servers);

  private static ByteBuffer firstFlight() throws SSLException {
    SSLEngine client =
        Contexts.of(new NonceAgreement("client.example", "secret")).createSSLEngine(SERVER, 443);
    client.setUseClientMode(true);
    EnginePair.End end = new EnginePair.End(client);
    client.beginHandshake();
    end.runTasks();
    return end.wrap(ByteBuffer.allocate(0));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSocketErasesTheRun(boolean reset) throws Exception {
    try (SocketPair pair = SocketPair.ofPlainClient(server)) {
      Future<?> handshake = pair.handshakeOfServer();
      pair.plain.getOutputStream().write(bytes(firstFlight()));
      pair.plain.getInputStream().read();
      assertEquals(1, servers.open.get());

      pair.plain.setSoLinger(reset, 0);
      pair.plain.close();

      ExecutionException e =
          assertThrows(ExecutionException.class, () -> SocketPair.get(handshake));
      assertEquals(true, e.getCause() instanceof IOException, "" + e.getCause());
      assertEquals(0, servers.open.get());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEngineThatIsClosedErasesTheRun(boolean inbound) throws Exception {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    EnginePair.End end = new EnginePair.End(engine);
    end.deliver(firstFlight());
    end.unwrap();
    end.runTasks();
    assertEquals(1, servers.open.get());

    if (inbound) {
      assertThrows(SSLException.class, engine::closeInbound);
      engine.closeOutbound();
    } else {
      engine.closeOutbound();
    }
    assertEquals(0, servers.open.get());
  }

  @Test
  void aRunThatEndsInAKeyIsErasedToo() throws Exception {
    SSLContext client = Contexts.of(new NonceAgreement("client.example", "secret"));
    new EnginePair(client, server, SERVER, 443).handshake();
    assertEquals(0, servers.open.get());
  }
}
