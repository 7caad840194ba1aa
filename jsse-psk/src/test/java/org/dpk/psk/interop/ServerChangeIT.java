package org.dpk.psk.interop;

import static org.dpk.psk.interop.Balancer.Beginning.AGREEMENT;
import static org.dpk.psk.interop.Balancer.Beginning.CACHED_KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client whose server is not the one that it agreed with any more: another process, which does
 * not know its key. The same connection goes on, and no application sees anything of it.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServerChangeIT {

  private final NonceAgreement clients = new NonceAgreement("alice", "secret");
  private final SSLContext client = context();

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      context.init(new KeyManager[] {clients}, null, null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRestarts(JdkClient kind) throws Exception {
    int port;
    try (ServerProcess before = ServerProcess.alone(0)) {
      port = before.port();
      try (Balancer wire = new Balancer(port)) {
        assertEquals("alice 1", kind.get(client, wire.port()));
        assertEquals("alice 1", kind.get(client, wire.port()), "by a cached key");
        before.close();
        try (ServerProcess after = ServerProcess.alone(port)) {
          assertEquals(port, after.port());
          assertEquals("alice 1", kind.get(client, wire.port()), "agreed anew");
          assertEquals("alice 1", kind.get(client, wire.port()), "by a cached key");
        }
        assertEquals(List.of(AGREEMENT, CACHED_KEY, CACHED_KEY, CACHED_KEY), wire.beginnings());
        assertFalse(wire.saidMoreInClear(1));
        assertTrue(wire.saidMoreInClear(2), "the agreement, on the connection that had begun");
        assertFalse(wire.saidMoreInClear(3));
      }
    }
    assertEquals(2, clients.runs.get());
  }

  @ParameterizedTest
  @EnumSource
  void aSecondServerProcessWithoutASharedCache(JdkClient kind) throws Exception {
    try (ServerProcess one = ServerProcess.alone(0);
        ServerProcess two = ServerProcess.alone(0);
        Balancer wire = new Balancer(one.port())) {
      assertEquals("alice 1", kind.get(client, wire.port()));
      wire.turnTo(two.port());
      assertEquals("alice 1", kind.get(client, wire.port()), "agreed anew with the second");
      assertEquals("alice 1", kind.get(client, wire.port()), "by a cached key of the second");
      assertEquals(List.of(AGREEMENT, CACHED_KEY, CACHED_KEY), wire.beginnings());
      assertTrue(wire.saidMoreInClear(1));
      assertFalse(wire.saidMoreInClear(2));
    }
    assertEquals(2, clients.runs.get());
  }
}
