package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * E passes A's NS1 and NS34 on to B and goes on with a ClientHello of his own (protocol.md
 * "Transport"). E is admitted, too, and has keys with B.
 */
@ParameterizedClass
@EnumSource(Suite.class)
class RelayedNs34Test {

  private static final String HOST = "server.example.org";
  private static final int RECORD_HEADER = 5;
  private static final int AGREEMENT = 0xE1;
  private static final int SERVER_HELLO = 2;
  private static final int ILLEGAL_PARAMETER = 47;
  private static final int DECRYPT_ERROR = 51;

  private final End a;
  private final End b;
  private final End e;
  private SSLContext ofA;
  private SSLContext ofB;
  private SSLContext ofE;

  RelayedNs34Test(Suite suite) {
    a = new End(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    b = new End(suite, "dns:" + HOST, 2);
    e = new End(suite, "dns:eve.example.org", 3);
  }

  @BeforeEach
  void allSeeB() throws Exception {
    a.view.put(b.record);
    e.view.put(b.record);
    b.view.put(a.record);
    b.view.put(e.record);
    ofA = context(a);
    ofB = context(b);
    ofE = context(e);
  }

  private static SSLContext context(End end) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    NslAgreement agreement = NslAgreement.of(end.view, end.own()).build();
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  private void converse(SSLContext client) throws SSLException {
    EnginePeer one = new EnginePeer(HOST, client, true);
    EnginePeer other = new EnginePeer(HOST, ofB, false);
    while (one.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        || other.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      other.give(one.flight());
      one.give(other.flight());
    }
  }

  /** B after NS34, and the ClientHello that A sent behind it. */
  private record Relayed(EnginePeer b, byte[] hello) {}

  private Relayed relay() throws SSLException {
    EnginePeer client = new EnginePeer(HOST, ofA, true);
    EnginePeer server = new EnginePeer(HOST, ofB, false);
    server.give(client.flight());
    client.give(server.flight());
    byte[] flight = client.flight();
    assertEquals(AGREEMENT, flight[RECORD_HEADER] & 0xFF, "NS34");
    int end = RECORD_HEADER + ((flight[3] & 0xFF) << 8 | flight[4] & 0xFF);
    server.give(Arrays.copyOf(flight, end));
    assertEquals(HandshakeStatus.NEED_UNWRAP, server.engine.getHandshakeStatus(), "agreed");
    return new Relayed(server, Arrays.copyOfRange(flight, end, flight.length));
  }

  private static void assertRefused(int alert, Relayed relayed, byte[] hello) throws SSLException {
    relayed.b.give(hello);
    ByteBuffer out = ByteBuffer.allocate(1 << 15);
    relayed.b.engine.wrap(ByteBuffer.allocate(0), out);
    assertArrayEquals(
        new byte[] {21, 3, 3, 0, 2, 2, (byte) alert}, Arrays.copyOf(out.array(), out.position()));
    assertThrows(
        SSLException.class, () -> relayed.b.engine.wrap(ByteBuffer.allocate(0), out.clear()));
    assertThrows(
        SSLPeerUnverifiedException.class, () -> relayed.b.engine.getSession().getPeerPrincipal());
  }

  @Test
  void theClientsOwnHelloIsAnswered() throws Exception {
    Relayed relayed = relay();
    relayed.b.give(relayed.hello);
    assertEquals(SERVER_HELLO, relayed.b.flight()[RECORD_HEADER]);
  }

  @Test
  void aHelloWithAKeyThatBKnowsAsEvesIsRefused() throws Exception {
    converse(ofE);
    byte[] cached = new EnginePeer(HOST, ofE, true).flight();
    assertRefused(ILLEGAL_PARAMETER, relay(), cached);
  }

  @Test
  void anNs1OfEvesIsRefused() throws Exception {
    assertRefused(ILLEGAL_PARAMETER, relay(), new EnginePeer(HOST, ofE, true).flight());
  }

  @Test
  void theRightIdentityWithAKeyShareOfEvesIsRefused() throws Exception {
    Relayed relayed = relay();
    int share = HexFormat.of().formatHex(relayed.hello).indexOf("001d0020") / 2 + 4;
    relayed.hello[share + 31] ^= 1;
    assertRefused(DECRYPT_ERROR, relayed, relayed.hello);
  }

  @Test
  void theHelloOfAnotherRunIsRefused() throws Exception {
    Relayed earlier = relay();
    assertRefused(ILLEGAL_PARAMETER, relay(), earlier.hello);
  }
}
