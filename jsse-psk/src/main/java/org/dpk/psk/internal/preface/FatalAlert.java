package org.dpk.psk.internal.preface;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;

/** Ends a connection: what the peer is told, and what the application is told. */
public final class FatalAlert extends Exception {

  private static final long serialVersionUID = 1L;

  private final Alert alert;
  private final SSLException reason;

  /**
   * @param alert for the peer
   * @param reason for the application, thrown as it is
   */
  public FatalAlert(Alert alert, SSLException reason) {
    super(reason.getMessage(), reason);
    this.alert = alert;
    this.reason = reason;
  }

  /** The peer broke the protocol. */
  public static FatalAlert protocol(Alert alert, String message) {
    return new FatalAlert(alert, new SSLProtocolException(message));
  }

  /** The handshake can't succeed. */
  public static FatalAlert handshake(Alert alert, String message) {
    return new FatalAlert(alert, new SSLHandshakeException(message));
  }

  static FatalAlert decode(String message) {
    return protocol(Alert.DECODE_ERROR, message);
  }

  /** What the peer is told. */
  public Alert alert() {
    return alert;
  }

  /** What the application is told. */
  public SSLException reason() {
    return reason;
  }
}
