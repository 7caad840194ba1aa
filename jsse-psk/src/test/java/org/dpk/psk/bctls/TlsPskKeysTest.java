package org.dpk.psk.bctls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsPskKeysTest {

  private static final PskPeer SERVER = new PskPeer("server.example", 443);
  private static final byte[] KEY = bytes("a key of at least sixteen bytes.");
  private static final byte[] OTHER_KEY = bytes("another one that is as long too.");
  private static final byte[] HELLO = bytes("hello");

  private final PskKeyManager serverKeys = PskKeyManager.of(Map.of("alice", KEY, "bob", OTHER_KEY));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<ProtocolVersion> versions() {
    return Stream.of(ProtocolVersion.TLSv13, ProtocolVersion.TLSv12);
  }

  private static TlsPskClientKey clientKey(String identity, byte[] key) throws IOException {
    PskKeyManager keys = PskKeyManager.of(Psk.of(identity, key));
    return TlsPskClientKey.forServer(BctlsPeers.CRYPTO, keys, SERVER);
  }

  /** What bctls does on two connected sockets, on one thread. */
  private static final class Handshake {
    final TlsClientProtocol clientEnd = new TlsClientProtocol();
    final TlsServerProtocol serverEnd = new TlsServerProtocol();

    /** The alert that the client got; -1 for none. */
    int refusal = -1;

    Handshake(TlsPskClientKey key, TlsPskServerKeys keys, ProtocolVersion version)
        throws IOException {
      serverEnd.accept(new BctlsPeers.Server(keys));
      clientEnd.connect(new BctlsPeers.Client(key, version));
      exchange();
    }

    private void exchange() throws IOException {
      boolean moved = true;
      while (moved) {
        moved = toServer();
        moved |= toClient();
      }
    }

    private boolean toServer() throws IOException {
      try {
        return move(clientEnd, serverEnd);
      } catch (TlsFatalAlert e) {
        return true; // the alert is on its way
      }
    }

    private boolean toClient() throws IOException {
      try {
        return move(serverEnd, clientEnd);
      } catch (TlsFatalAlertReceived e) {
        refusal = e.getAlertDescription();
        return false;
      }
    }

    private static boolean move(TlsProtocol from, TlsProtocol to) throws IOException {
      byte[] flight = new byte[from.getAvailableOutputBytes()];
      from.readOutput(flight, 0, flight.length);
      if (flight.length > 0 && !to.isClosed()) {
        to.offerInput(flight);
      }
      return flight.length > 0;
    }

    byte[] sendToServer(byte[] data) throws IOException {
      clientEnd.writeApplicationData(data, 0, data.length);
      exchange();
      byte[] got = new byte[serverEnd.getAvailableInputBytes()];
      serverEnd.readInput(got, 0, got.length);
      return got;
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void connectsAndNamesBothPeersAgainAndAgain(ProtocolVersion version) throws Exception {
    // More than once: bctls overwrites the array that it gets with zeros.
    for (int i = 0; i < 3; i++) {
      try (TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);
          TlsPskClientKey key = clientKey("alice", KEY)) {
        Handshake handshake = new Handshake(key, keys, version);

        assertArrayEquals(HELLO, handshake.sendToServer(HELLO));
        assertEquals("alice", keys.peer().orElseThrow().getName());
        assertEquals("server.example", key.peer().orElseThrow().getName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void failsAlikeForAWrongKeyAndAnUnknownIdentity(ProtocolVersion version) throws Exception {
    assertEquals(alertFor(version, "alice", OTHER_KEY), alertFor(version, "mallory", OTHER_KEY));
    assertEquals(
        version.equals(ProtocolVersion.TLSv13)
            ? AlertDescription.decrypt_error
            : AlertDescription.bad_record_mac,
        alertFor(version, "mallory", KEY));
  }

  private int alertFor(ProtocolVersion version, String identity, byte[] key) throws IOException {
    try (TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);
        TlsPskClientKey ofClient = clientKey(identity, key)) {
      return new Handshake(ofClient, keys, version).refusal;
    }
  }

  @Test
  void takesTheFirstKnownOfWhatIsOffered() {
    TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);

    TlsPSKExternal chosen = keys.external(offer("mallory", "bob", "alice"));

    assertArrayEquals(bytes("bob"), chosen.getIdentity());
    assertArrayEquals(OTHER_KEY, chosen.getKey().extract());
    assertEquals("bob", keys.peer().orElseThrow().getName());
  }

  @Test
  void givesAStrangerAFreshKeyEachTime() {
    TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);

    TlsPSKExternal once = keys.external(offer("mallory", "eve"));
    TlsPSKExternal again = keys.external(offer("mallory", "eve"));

    assertArrayEquals(bytes("mallory"), once.getIdentity());
    assertFalse(java.util.Arrays.equals(once.getKey().extract(), again.getKey().extract()));
    assertTrue(keys.peer().isEmpty());
    assertNull(keys.external(new Vector<>()));
  }

  @Test
  void asksForNoIdentityThatCannotBeOne() {
    PskKeyManager never =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            return Optional.empty();
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            throw new AssertionError("asked for " + wireIdentity.length + " bytes");
          }
        };
    TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, never);

    assertEquals(32, keys.getPSK(new byte[Psk.MAX_IDENTITY_LENGTH + 1]).length);
    assertEquals(32, keys.getPSK(new byte[0]).length);
  }

  @Test
  void looksUpNoMoreThanEight() {
    TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);

    TlsPSKExternal chosen = keys.external(offer("1", "2", "3", "4", "5", "6", "7", "8", "alice"));

    assertArrayEquals(bytes("1"), chosen.getIdentity());
  }

  private static Vector<PskIdentity> offer(String... identities) {
    return new Vector<>(Stream.of(identities).map(id -> new PskIdentity(bytes(id), 0)).toList());
  }

  @Test
  void erasesItsKeys() throws Exception {
    TlsPskClientKey key = clientKey("alice", KEY);
    TlsPSKExternal offered = key.externals().get(0);
    TlsPskServerKeys keys = new TlsPskServerKeys(BctlsPeers.CRYPTO, serverKeys);
    TlsPSKExternal found = keys.external(offer("alice"));

    key.close();
    keys.close();

    assertFalse(offered.getKey().isAlive());
    assertFalse(found.getKey().isAlive());
    assertThrows(IllegalStateException.class, key::getPSK);
  }

  @Test
  void saysThatThereIsNoKeyForAServer() {
    PskKeyManager none =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            return Optional.empty();
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            return Optional.empty();
          }
        };

    Exception e =
        assertThrows(
            SSLHandshakeException.class,
            () -> TlsPskClientKey.forServer(BctlsPeers.CRYPTO, none, SERVER));
    assertTrue(e.getMessage().contains("server.example"), e.getMessage());
  }
}
