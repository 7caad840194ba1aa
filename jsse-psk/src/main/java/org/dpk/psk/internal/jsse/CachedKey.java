package org.dpk.psk.internal.jsse;

import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.Psk;

/** A key of an earlier agreement: used once. */
final class CachedKey extends Choices {

  private final Psk key;
  private boolean lost;

  /**
   * @param key belongs to the caller, who destroys it when TLS has taken it
   */
  CachedKey(ServerHandshake handshake, Psk key) {
    super(handshake);
    this.key = handshake.own(key);
  }

  @Override
  public Psk key(List<byte[]> offered) throws SSLException {
    return required(key, offered);
  }

  /** Whether somebody else has used the key, though the client has proven to hold it. */
  boolean isLost() {
    return lost;
  }

  @Override
  public void proven() throws SSLException {
    lost = !handshake().context().serverKeys().consume(key.identity());
    if (lost) {
      throw new SSLHandshakeException("another connection has used the key meanwhile");
    }
  }
}
