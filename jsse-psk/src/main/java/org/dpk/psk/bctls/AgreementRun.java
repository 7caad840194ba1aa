package org.dpk.psk.bctls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.util.IPAddress;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.bctls.HandshakeLine.AlertException;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.ClientHello;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.jspecify.annotations.Nullable;

/** One agreement over a blocking socket, in front of TLS (protocol.md "Transport"). */
final class AgreementRun {

  /** More messages than any run has, with its repetitions. */
  private static final int MAX_MESSAGES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final HandshakeLine line;
  private final OutputStream out;
  private final @Nullable InetAddress remote;
  private @Nullable PskPeer server;
  private @Nullable String serverName;

  /** Whether the peer has sent a message of the agreement. */
  private boolean spoken;

  AgreementRun(Socket socket, Duration limit) throws IOException {
    this.line = new HandshakeLine(socket, limit);
    this.out = socket.getOutputStream();
    this.remote = socket.getInetAddress();
  }

  /** The server that the client's hello named; null for none. */
  @Nullable String serverName() {
    return serverName;
  }

  Step.Agreed initiate(PskAgreement agreement, PskPeer wanted, List<String> protocols)
      throws IOException {
    server = wanted;
    try (Exchange exchange = agreement.initiate(wanted)) {
      return speakingTls(() -> initiate(exchange, wanted, protocols));
    }
  }

  private Step.Agreed initiate(Exchange exchange, PskPeer wanted, List<String> protocols)
      throws IOException, FatalAlert {
    if (!(exchange.next(new byte[0]) instanceof Step.Send first)) {
      throw FatalAlert.handshake(Alert.INTERNAL_ERROR, "an agreement without a first message");
    }
    byte[] random = new byte[64];
    RANDOM.nextBytes(random);
    serverName = sniOf(wanted);
    send(PrefaceHello.records(random, serverName, protocols, first.message()));
    return exchange(exchange, nextMessage());
  }

  Step.Agreed respond(PskAgreement agreement) throws IOException {
    return speakingTls(
        () -> {
          byte[] first = firstMessage(agreement);
          try (Exchange exchange = agreement.respond(remote)) {
            return exchange(exchange, first);
          }
        });
  }

  private byte[] firstMessage(PskAgreement agreement) throws IOException, FatalAlert {
    ClientHello hello = ClientHello.parse(line.read());
    serverName = hello.serverName();
    byte[] message = hello.agreement();
    if (message == null) {
      throw FatalAlert.handshake(
          Alert.HANDSHAKE_FAILURE, "the client offered no agreement: it wants plain TLS");
    }
    if (message.length > 0) {
      return message;
    }
    // A key of an earlier connection: none are kept here, and the client begins anew.
    send(AgreementFrame.records(agreement.keyUnknown()));
    return nextMessage();
  }

  private Step.Agreed exchange(Exchange exchange, byte[] first) throws IOException, FatalAlert {
    byte[] message = first;
    for (int i = 0; i < MAX_MESSAGES; i++) {
      Step step = exchange.next(message);
      if (step instanceof Step.Agreed agreed) {
        return agreed;
      }
      send(AgreementFrame.records(((Step.Send) step).message()));
      message = nextMessage();
    }
    throw FatalAlert.protocol(Alert.UNEXPECTED_MESSAGE, "the agreement comes to no end");
  }

  private byte[] nextMessage() throws IOException, FatalAlert {
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

  private void send(byte[] records) throws IOException {
    out.write(records);
    out.flush();
  }

  private interface Conversation {
    Step.Agreed run() throws IOException, FatalAlert;
  }

  /** Tells the peer why a conversation fails, before the caller is told. */
  private Step.Agreed speakingTls(Conversation conversation) throws IOException {
    try {
      return conversation.run();
    } catch (FatalAlert e) {
      sendLast(e.alert().record());
      throw e.reason();
    } catch (AgreementException e) {
      byte[] last = e.lastMessage();
      sendLast(last == null ? Alert.HANDSHAKE_FAILURE.record() : AgreementFrame.records(last));
      throw e;
    }
  }

  /** A peer that is gone does not hide why the conversation failed. */
  private void sendLast(byte[] records) {
    try {
      send(records);
    } catch (IOException ignored) {
      // the reason follows
    }
  }

  /** RFC 6066 §3: literal addresses are not permitted in server_name. */
  private static @Nullable String sniOf(PskPeer server) {
    boolean literal = IPAddress.isValid(server.host());
    return literal || server.host().chars().anyMatch(c -> c <= ' ' || c > '~')
        ? null
        : server.host();
  }
}
