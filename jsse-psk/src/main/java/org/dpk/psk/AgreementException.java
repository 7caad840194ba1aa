package org.dpk.psk;

import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The two ends did not agree on a key. Subclasses say why, and their messages what to do.
 *
 * <p>Sockets and engines throw it as it is: it is an {@link SSLHandshakeException}.
 */
public class AgreementException extends SSLHandshakeException {

  private static final long serialVersionUID = 1L;

  private final transient byte @Nullable [] lastMessage;

  /**
   * @param message what went wrong and what to do, without secrets
   * @param lastMessage what the peer is still to be told, as a message of the agreement; null for
   *     nothing
   * @param cause may be null
   */
  public AgreementException(
      String message, byte @Nullable [] lastMessage, @Nullable Throwable cause) {
    super(message);
    this.lastMessage = lastMessage == null ? null : lastMessage.clone();
    if (cause != null) {
      initCause(cause);
    }
  }

  /**
   * Whether it is certain that the peer's keys are good no more, such as after a revocation: they
   * are dropped then. Otherwise a key is not used now and may be later, such as where the peer
   * could not be looked up.
   *
   * @return false if a subclass does not say otherwise
   */
  public boolean endsKeys() {
    return false;
  }

  /** The message of the agreement that the engine sends before it closes; null for none. */
  public byte @Nullable [] lastMessage() {
    return lastMessage == null ? null : lastMessage.clone();
  }
}
