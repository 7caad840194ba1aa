package org.dpk.psk.internal.line;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.internal.line.HandshakeLine.AlertException;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of one agreement over a blocking socket, as handshake records of the type
 * 0xE1 (protocol.md "Transport"). Belongs to one thread.
 *
 * <p>What is written needs no deadline: all messages of a run fit into the buffers of a socket.
 */
public final class AgreementLine {

  /** More messages than any run has, with its repetitions. */
  private static final int MAX_MESSAGES = 16;

  private final HandshakeLine line;
  private final OutputStream out;
  private final @Nullable PskPeer server;

  /** Whether the peer has sent a message of the agreement. */
  private boolean spoken;

  /** What two ends say to each other until it comes to something. */
  @FunctionalInterface
  public interface Conversation<T> {
    /** Runs it. */
    T run() throws IOException, FatalAlert;
  }

  /**
   * @param server whom this end wants to reach; null at the server itself
   */
  public AgreementLine(Socket socket, HandshakeLine line, @Nullable PskPeer server)
      throws IOException {
    this.line = line;
    this.out = socket.getOutputStream();
    this.server = server;
  }

  /**
   * Lets an exchange run until it has agreed; its last message is not sent.
   *
   * @param first the peer's first message
   * @throws AgreementException if it comes to no key
   */
  public Step.Agreed agree(Exchange exchange, byte[] first) throws IOException, FatalAlert {
    byte[] message = first;
    for (int i = 0; i < MAX_MESSAGES; i++) {
      Step step = exchange.next(message);
      if (step instanceof Step.Agreed agreed) {
        return agreed;
      }
      send(((Step.Send) step).message());
      message = receive();
    }
    throw FatalAlert.protocol(Alert.UNEXPECTED_MESSAGE, "the agreement comes to no end");
  }

  /**
   * What an initiator begins with.
   *
   * @throws AgreementException if there is nobody to begin with
   */
  public static byte[] begin(Exchange exchange) throws AgreementException, FatalAlert {
    if (exchange.next(new byte[0]) instanceof Step.Send first) {
      return first.message();
    }
    throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "an agreement without a first message");
  }

  /**
   * The peer's next message, 1 to 65,535 bytes.
   *
   * @throws FatalAlert if it sent something else
   * @throws SSLHandshakeException if it sent a TLS alert
   * @throws java.net.SocketTimeoutException if it took too long
   */
  public byte[] receive() throws IOException, FatalAlert {
    byte[] handshake;
    try {
      handshake = line.read();
    } catch (AlertException e) {
      throw spoken ? e : noAgreement("an alert (" + e.getMessage() + ")", e);
    }
    if (!AgreementFrame.isOne(handshake)) {
      throw new FatalAlert(
          Alert.UNEXPECTED_MESSAGE, noAgreement("an ordinary TLS handshake", null));
    }
    spoken = true;
    return AgreementFrame.message(handshake);
  }

  private SSLHandshakeException noAgreement(String answer, @Nullable Throwable cause) {
    return server == null
        ? new SSLHandshakeException("the client went on with " + answer + " instead of a key")
        : new PeerSpeaksNoAgreementException(server, answer, cause);
  }

  /** Sends a message. */
  public void send(byte[] message) throws IOException {
    sendRecords(AgreementFrame.records(message));
  }

  /** Sends what is framed already. */
  public void sendRecords(byte[] records) throws IOException {
    out.write(records);
    out.flush();
  }

  /** Tells the peer why a conversation fails, before the caller is told. */
  public <T> T speaking(Conversation<T> conversation) throws IOException {
    try {
      return conversation.run();
    } catch (FatalAlert e) {
      sendLast(e.alert());
      throw e.reason();
    } catch (AgreementException e) {
      byte[] last = e.lastMessage();
      if (last == null) {
        sendLast(Alert.HANDSHAKE_FAILURE);
      } else {
        sendLast(AgreementFrame.records(last));
      }
      throw e;
    }
  }

  /** A TLS alert; a peer that is gone does not hide why the conversation failed. */
  public void sendLast(Alert alert) {
    sendLast(alert.record());
  }

  private void sendLast(byte[] records) {
    try {
      sendRecords(records);
    } catch (IOException ignored) {
      // the reason follows
    }
  }
}
