package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often an agreed key is used, counted at both ends, over real engines. */
class KeyTermsTest {

  private static final String HOST = "server.example.org";

  /** The private extension 0xFF44 without data: a cached key. */
  private static final String CACHED = "ff440000";

  private final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End b = new End("dns:" + HOST, 2);

  KeyTermsTest() {
    a.view.put(b.record);
    b.view.put(a.record);
  }

  private static SSLContext context(End end, KeyTerms terms) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    NslAgreement agreement = NslAgreement.of(end.view, end.own()).terms(terms).build();
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  /** Connects, and says whether a cached key was enough. */
  private static boolean isResumed(SSLContext client, SSLContext server) throws SSLException {
    EnginePeer one = new EnginePeer(HOST, client, true);
    EnginePeer other = new EnginePeer(HOST, server, false);
    byte[] first = one.flight();
    boolean cached = HexFormat.of().formatHex(first).contains(CACHED);
    other.give(first);
    int flights = 1;
    while (isHandshaking(one) || isHandshaking(other)) {
      one.give(other.flight());
      other.give(one.flight());
      assertTrue(flights++ < 10, "the handshake ends");
    }
    assertEquals(HOST, one.engine.getSession().getPeerHost());
    return cached && flights <= 3;
  }

  private static boolean isHandshaking(EnginePeer peer) {
    return peer.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  /** max_uses is a number of connections, at whichever end the smaller number is set. */
  @ParameterizedTest
  @CsvSource({"64, 3", "3, 64", "2, 3", "1, 64", "64, 1"})
  void theSmallerNumberOfUsesCounts(int usesOfA, int usesOfB) throws Exception {
    SSLContext client = context(a, new KeyTerms(Duration.ofHours(1), usesOfA));
    SSLContext server = context(b, new KeyTerms(Duration.ofHours(1), usesOfB));
    int uses = Math.min(usesOfA, usesOfB);
    List<Boolean> resumed = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = 0; i < 3 * uses; i++) {
      resumed.add(isResumed(client, server));
      expected.add(i % uses != 0);
    }
    assertEquals(expected, resumed);
  }

  /** A client that would go on for ever finds the server at its own word. */
  @Test
  void aKeyThatTheServerForgotIsAgreedAnewOnTheSameConnection() throws Exception {
    SSLContext client = context(a, KeyTerms.DEFAULT);
    SSLContext server = context(b, KeyTerms.DEFAULT);
    assertEquals(false, isResumed(client, server));
    assertEquals(true, isResumed(client, server));

    SSLContext restarted = context(b, KeyTerms.DEFAULT);
    EnginePeer one = new EnginePeer(HOST, client, true);
    byte[] first = one.flight();
    assertNotEquals(-1, HexFormat.of().formatHex(first).indexOf(CACHED));
    EnginePeer other = new EnginePeer(HOST, restarted, false);
    other.give(first);
    while (isHandshaking(one) || isHandshaking(other)) {
      one.give(other.flight());
      other.give(one.flight());
    }
    assertEquals(true, isResumed(client, restarted));
  }
}
