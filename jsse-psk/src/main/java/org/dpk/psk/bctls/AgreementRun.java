package org.dpk.psk.bctls;

import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.util.IPAddress;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.internal.line.AgreementLine;
import org.dpk.psk.internal.line.HandshakeLine;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.ClientHello;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.jspecify.annotations.Nullable;

/** One agreement over a blocking socket, in front of TLS (protocol.md "Transport"). */
final class AgreementRun {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Socket socket;
  private final HandshakeLine handshakes;
  private @Nullable String serverName;

  AgreementRun(Socket socket, Duration limit) throws IOException {
    this.socket = socket;
    this.handshakes = new HandshakeLine(socket, limit);
  }

  /** The server that the client's hello named; null for none. */
  @Nullable String serverName() {
    return serverName;
  }

  Step.Agreed initiate(PskAgreement agreement, PskPeer wanted, List<String> protocols)
      throws IOException {
    AgreementLine line = new AgreementLine(socket, handshakes, wanted);
    try (Exchange exchange = agreement.initiate(wanted)) {
      return line.speaking(
          () -> {
            line.sendRecords(hello(wanted, protocols, AgreementLine.begin(exchange)));
            return line.agree(exchange, line.receive());
          });
    }
  }

  private byte[] hello(PskPeer wanted, List<String> protocols, byte[] message) throws FatalAlert {
    byte[] random = new byte[64];
    RANDOM.nextBytes(random);
    serverName = sniOf(wanted);
    return PrefaceHello.records(random, serverName, protocols, message);
  }

  Step.Agreed respond(PskAgreement agreement) throws IOException {
    AgreementLine line = new AgreementLine(socket, handshakes, null);
    return line.speaking(
        () -> {
          byte[] first = firstMessage(agreement, line);
          try (Exchange exchange = agreement.respond(socket.getInetAddress())) {
            return line.agree(exchange, first);
          }
        });
  }

  private byte[] firstMessage(PskAgreement agreement, AgreementLine line)
      throws IOException, FatalAlert {
    ClientHello hello = ClientHello.parse(handshakes.read());
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
    line.send(agreement.keyUnknown());
    return line.receive();
  }

  /** RFC 6066 §3: literal addresses are not permitted in server_name. */
  private static @Nullable String sniOf(PskPeer server) {
    boolean literal = IPAddress.isValid(server.host());
    return literal || server.host().chars().anyMatch(c -> c <= ' ' || c > '~')
        ? null
        : server.host();
  }
}
