package org.dpk.psk.internal.tls;

import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/** Turns what bctls throws into the exceptions of JSSE. */
final class TlsFailure {

  private TlsFailure() {}

  static SSLException translate(IOException failure, boolean handshaken) {
    if (failure instanceof TlsFatalAlertReceived received) {
      return received(received.getAlertDescription(), handshaken);
    }
    if (failure instanceof TlsFatalAlert raised) {
      return raised(raised, handshaken);
    }
    if (failure instanceof SSLException known) {
      return known;
    }
    return caused(new SSLException(String.valueOf(failure.getMessage())), failure);
  }

  static SSLException received(short alert, boolean handshaken) {
    String message = "Received fatal alert: " + AlertDescription.getName(alert) + hint(alert);
    return handshaken
        ? new SSLException(message)
        : new SSLHandshakeException(message + handshakeHint(alert));
  }

  private static String hint(short alert) {
    return switch (alert) {
      case AlertDescription.decrypt_error, AlertDescription.bad_record_mac ->
          " (the two ends hold different keys, or the server does not know this PSK identity)";
      case AlertDescription.unknown_psk_identity -> " (the server does not know this PSK identity)";
      case AlertDescription.access_denied ->
          " (the peer refuses this end: it was revoked, or is not allowed)";
      case AlertDescription.no_application_protocol ->
          " (no ALPN protocol in common with the server)";
      case AlertDescription.unrecognized_name -> " (the server does not serve this host name)";
      default -> "";
    };
  }

  /** What OpenSSL's server says of a client's key in TLS 1.3. */
  private static String handshakeHint(short alert) {
    return switch (alert) {
      case AlertDescription.illegal_parameter -> " (the two ends may hold different keys)";
      case AlertDescription.handshake_failure ->
          " (the server may not know this PSK identity, or no cipher suite in common)";
      default -> "";
    };
  }

  private static SSLException raised(TlsFatalAlert raised, boolean handshaken) {
    if (raised.getCause() instanceof SSLException reason) {
      return reason;
    }
    String message = String.valueOf(raised.getMessage());
    return caused(
        switch (raised.getAlertDescription()) {
          case AlertDescription.unexpected_message,
              AlertDescription.decode_error,
              AlertDescription.record_overflow,
              AlertDescription.illegal_parameter ->
              new SSLProtocolException(message);
          default -> handshaken ? new SSLException(message) : new SSLHandshakeException(message);
        },
        raised);
  }

  private static SSLException caused(SSLException exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }
}
