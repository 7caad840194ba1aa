package org.dpk.psk.internal.jsse;

import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/** How long a handshake may take altogether, look-ups included. */
final class HandshakeTimeout {

  /** The system property, in milliseconds; read at each handshake. */
  static final String PROPERTY = "org.dpk.psk.handshakeTimeout";

  private static final long DEFAULT_MILLIS = 30_000;

  private HandshakeTimeout() {}

  /** What the application is told where it was too long. */
  static SSLHandshakeException over() {
    return new SSLHandshakeException(
        "the handshake was not complete in time (system property "
            + PROPERTY
            + ", in milliseconds)");
  }

  static Duration ofSystem() {
    long millis = Long.getLong(PROPERTY, DEFAULT_MILLIS);
    return Duration.ofMillis(millis > 0 ? millis : DEFAULT_MILLIS);
  }
}
