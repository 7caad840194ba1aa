package org.dpk.psk;

import org.jspecify.annotations.Nullable;

/**
 * The server answered the first message of an agreement as an ordinary TLS server would: it does
 * not know agreements, or has them switched off. There is no silent way back to certificates.
 */
public final class PeerSpeaksNoAgreementException extends AgreementException {

  private static final long serialVersionUID = 1L;

  /**
   * @param server what the application asked for
   * @param answer what came instead of an answer
   * @param cause may be null
   */
  public PeerSpeaksNoAgreementException(PskPeer server, String answer, @Nullable Throwable cause) {
    super(
        server.host()
            + (server.port() < 0 ? "" : ":" + server.port())
            + " does not speak DPK: it answered the key agreement with "
            + answer
            + "; check host and port, or connect to it with ordinary TLS",
        null,
        cause);
  }
}
