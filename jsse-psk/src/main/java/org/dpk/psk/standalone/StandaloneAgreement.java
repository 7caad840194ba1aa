package org.dpk.psk.standalone;

import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.ExportedPsk;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.dpk.psk.internal.line.AgreementLine;
import org.dpk.psk.internal.line.HandshakeLine;
import org.dpk.psk.internal.line.HandshakeLine.AlertException;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;

/**
 * Agrees on a key for another program, over a connected socket that serves nothing else
 * (protocol.md "Transport": on its own, TCP).
 *
 * <p>The responder confirms when it has kept the key, and not before: an initiator that has no
 * confirmation has no key. The caller closes the socket. Safe for use by several threads, each with
 * a socket of its own.
 */
public final class StandaloneAgreement {

  /** How long the end of a connection may take that failed. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(1);

  /** As much as is read of a connection that failed, in bytes. */
  private static final int LAST_BYTES = 1 << 16;

  private final PskAgreement agreement;
  private final Duration limit;
  private final Duration patience;

  /**
   * @param agreement stays its owner's to close
   * @param limit for a whole run
   * @param patience for each message of the peer
   */
  public StandaloneAgreement(PskAgreement agreement, Duration limit, Duration patience) {
    this.agreement = agreement;
    this.limit = limit;
    this.patience = patience;
  }

  /** What a responder does with a key. */
  @FunctionalInterface
  public interface Keeper {

    /**
     * Keeps a key, so that the program which is to use it can. The peer is told when this returns.
     *
     * @param key destroyed when this returns
     * @throws IOException if it can't be kept: the peer is told that there is none
     */
    void keep(KeptKey key) throws IOException;
  }

  /**
   * Agrees as the initiator, whose program is the TLS client.
   *
   * @param socket connected; nothing was read or written yet
   * @param peer whom to agree with
   * @return the key, which the responder has kept
   * @throws PeerSpeaksNoAgreementException if something else answers there
   * @throws AgreementException if the two ends did not agree
   * @throws SSLException if the responder broke the protocol, or could not keep the key
   * @throws IOException if the connection fails, or took too long
   */
  public KeptKey initiate(Socket socket, PskPeer peer) throws IOException {
    HandshakeLine handshakes = new HandshakeLine(socket, limit, patience);
    AgreementLine line = new AgreementLine(socket, handshakes, peer);
    try (Exchange exchange = agreement.initiate(peer)) {
      return line.speaking(() -> initiate(line, exchange));
    } catch (SSLException e) {
      endGently(socket, handshakes); // the peer was told why
      throw e;
    }
  }

  private static KeptKey initiate(AgreementLine line, Exchange exchange)
      throws IOException, FatalAlert {
    line.send(AgreementLine.begin(exchange));
    Step.Agreed agreed = line.agree(exchange, line.receive());
    ExportedPsk exported = exported(agreed);
    try {
      byte[] last = agreed.lastMessage();
      if (last != null) {
        line.send(last);
      }
      requireConfirmed(answer(line), exported, exchange);
      return new KeptKey(exported.psk(), agreed.peer(), agreed.lifetime());
    } catch (IOException | FatalAlert | RuntimeException e) {
      exported.close();
      throw e;
    }
  }

  private static byte[] answer(AgreementLine line) throws IOException, FatalAlert {
    try {
      return line.receive();
    } catch (AlertException e) {
      throw new SSLException("the peer did not keep the key; it knows why: " + e.getMessage(), e);
    }
  }

  /** Without a confirmation nobody knows whether there is a key at the other end. */
  private static void requireConfirmed(byte[] answer, ExportedPsk exported, Exchange exchange)
      throws AgreementException, FatalAlert {
    if (MessageDigest.isEqual(exported.confirmation(), answer)) {
      return;
    }
    exchange.next(answer); // an alert: a responder judges its policy last
    throw FatalAlert.protocol(
        Alert.UNEXPECTED_MESSAGE, "the responder went on instead of confirming the key");
  }

  /**
   * Agrees as the responder, whose program is the TLS server.
   *
   * @param socket accepted; nothing was read or written yet
   * @param keeper called on this thread
   * @return who has the key now, too
   * @throws AgreementException if the two ends did not agree
   * @throws SSLException if the initiator broke the protocol
   * @throws IOException if the connection fails, took too long, or the key could not be kept
   */
  public PskPrincipal respond(Socket socket, Keeper keeper) throws IOException {
    HandshakeLine handshakes = new HandshakeLine(socket, limit, patience);
    AgreementLine line = new AgreementLine(socket, handshakes, null);
    try {
      return line.speaking(() -> respond(socket, line, keeper));
    } catch (SSLException e) {
      endGently(socket, handshakes); // the peer was told why
      throw e;
    }
  }

  private PskPrincipal respond(Socket socket, AgreementLine line, Keeper keeper)
      throws IOException, FatalAlert {
    byte[] first = line.receive();
    try (Exchange exchange = agreement.respond(socket.getInetAddress())) {
      Step.Agreed agreed = line.agree(exchange, first);
      try (ExportedPsk exported = exported(agreed)) {
        keep(keeper, new KeptKey(exported.psk(), agreed.peer(), agreed.lifetime()), line);
        line.send(exported.confirmation());
        return agreed.peer();
      }
    }
  }

  private static void keep(Keeper keeper, KeptKey key, AgreementLine line) throws IOException {
    boolean kept = false;
    try {
      keeper.keep(key);
      kept = true;
    } finally {
      if (!kept) {
        line.sendLast(Alert.INTERNAL_ERROR);
      }
    }
  }

  /** The first key; what others would be derived from is erased. */
  private static ExportedPsk exported(Step.Agreed agreed) throws FatalAlert {
    try (PskSeries keys = agreed.keys()) {
      ExportedPsk exported = keys.export();
      if (exported == null) {
        throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "the agreement came to no key");
      }
      return exported;
    }
  }

  private void endGently(Socket socket, HandshakeLine handshakes) {
    try {
      socket.shutdownOutput();
      handshakes.drain(patience.compareTo(LAST_WAIT) < 0 ? patience : LAST_WAIT, LAST_BYTES);
    } catch (IOException ignored) {
      // it is gone already
    }
  }
}
