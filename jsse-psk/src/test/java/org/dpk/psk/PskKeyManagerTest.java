package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PskKeyManagerTest {

  private static final PskPeer SERVER = new PskPeer("server.example", 443);
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

  private static byte[] id(String identity) {
    return identity.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void offersAndAcceptsOneKey() {
    PskKeyManager one = PskKeyManager.of(Psk.of("alice", KEY));

    Psk offered = one.forServer(SERVER).orElseThrow();
    assertArrayEquals(id("alice"), offered.identity());
    assertArrayEquals(KEY, offered.revealSecret());
    assertEquals("server.example", offered.peer().orElseThrow().getName());
    assertEquals(
        "alice", one.forIdentity(id("alice")).orElseThrow().peer().orElseThrow().getName());
    assertTrue(one.forIdentity(id("bob")).isEmpty());
  }

  @Test
  void doesNotNameAServerThatTheApplicationHasNotNamed() {
    PskKeyManager one = PskKeyManager.of(Psk.of("alice", KEY));

    assertTrue(one.forServer(PskPeer.UNKNOWN).orElseThrow().peer().isEmpty());
  }

  @Test
  void keepsItsKeysToItself() {
    byte[] secret = KEY.clone();
    Map<String, byte[]> given = new HashMap<>(Map.of("alice", secret));
    PskKeyManager keys = PskKeyManager.of(given);
    Arrays.fill(secret, (byte) 0);
    given.clear();

    keys.forServer(SERVER).orElseThrow().destroy();
    keys.forIdentity(id("alice")).orElseThrow().destroy();

    assertFalse(keys.forServer(SERVER).orElseThrow().isDestroyed());
    assertArrayEquals(KEY, keys.forIdentity(id("alice")).orElseThrow().revealSecret());
  }

  @Test
  void keepsThePeerThatAKeyNames() {
    PskPrincipal known = NamedPskPrincipal.ofIdentity(id("somebody"));
    PskKeyManager keys = PskKeyManager.of(Psk.of(id("alice"), KEY, known));

    assertEquals(known, keys.forServer(SERVER).orElseThrow().peer().orElseThrow());
    assertEquals(known, keys.forIdentity(id("alice")).orElseThrow().peer().orElseThrow());
  }

  @Test
  void offersTheClientsOwnAmongSeveral() {
    PskKeyManager keys = PskKeyManager.of(Map.of("alice", KEY, "bob", OTHER), "bob");

    assertArrayEquals(id("bob"), keys.forServer(SERVER).orElseThrow().identity());
    assertArrayEquals(KEY, keys.forIdentity(id("alice")).orElseThrow().revealSecret());
  }

  @Test
  void asksWhichOfSeveralIsTheClientsOwn() {
    PskKeyManager keys = PskKeyManager.of(Map.of("alice", KEY, "bob", OTHER));

    Exception asked = assertThrows(IllegalStateException.class, () -> keys.forServer(SERVER));
    assertTrue(asked.getMessage().contains("2 pre-shared keys"), asked.getMessage());
    Exception none =
        assertThrows(
            IllegalStateException.class, () -> PskKeyManager.of(Map.of()).forServer(SERVER));
    assertTrue(none.getMessage().contains("empty"), none.getMessage());
  }

  @Test
  void refusesAnOwnIdentityThatIsNotThere() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PskKeyManager.of(Map.of("alice", KEY), "mallory"));
    assertTrue(e.getMessage().contains("'mallory'"), e.getMessage());
  }

  @Test
  void refusesAKeyThatIsTooShort() {
    assertThrows(
        IllegalArgumentException.class, () -> PskKeyManager.of(Map.of("alice", new byte[15])));
  }
}
