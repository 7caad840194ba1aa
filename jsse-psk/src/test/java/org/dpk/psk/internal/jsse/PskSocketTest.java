package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PskSocketTest {

  @Test
  void carriesDataBothWays() throws Exception {
    try (SocketPair pair = new SocketPair(Contexts.fixed(), Contexts.fixed()).handshake()) {
      pair.client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      byte[] got = pair.server.getInputStream().readNBytes(5);
      assertEquals("hello", new String(got, StandardCharsets.UTF_8));
      pair.server.getOutputStream().write(7);
      assertEquals(7, pair.client.getInputStream().read());
      pair.client.close();
      assertEquals(-1, pair.server.getInputStream().read());
    }
  }

  @Test
  void carriesMegabytesBothWaysAtOnce() throws Exception {
    byte[] data = new byte[3_000_000];
    new Random(1).nextBytes(data);
    try (SocketPair pair = new SocketPair(Contexts.fixed(), Contexts.fixed())) {
      Future<byte[]> atServer =
          pair.run(() -> pair.server.getInputStream().readNBytes(data.length));
      Future<?> fromServer =
          pair.run(
              () -> {
                pair.server.getOutputStream().write(data);
                return null;
              });
      Future<byte[]> atClient =
          pair.run(() -> pair.client.getInputStream().readNBytes(data.length));
      pair.client.getOutputStream().write(data);
      SocketPair.get(fromServer);
      assertArrayEquals(data, SocketPair.get(atServer));
      assertArrayEquals(data, SocketPair.get(atClient));
    }
  }
}
