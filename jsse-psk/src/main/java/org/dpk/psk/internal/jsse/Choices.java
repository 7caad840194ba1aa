package org.dpk.psk.internal.jsse;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.Psk;
import org.dpk.psk.internal.tls.ServerChoices;
import org.dpk.psk.internal.tls.Suite;
import org.jspecify.annotations.Nullable;

/** What the server's TLS asks: the key depends on how it came to be. */
abstract class Choices implements ServerChoices {

  private final ServerHandshake handshake;

  Choices(ServerHandshake handshake) {
    this.handshake = handshake;
  }

  ServerHandshake handshake() {
    return handshake;
  }

  @Override
  public @Nullable String chooseApplicationProtocol(List<String> offered) throws SSLException {
    return handshake.applicationProtocol(offered);
  }

  @Override
  public void suite(Suite suite) {
    handshake.scope().progress().suite(suite);
  }

  @Override
  public void applicationProtocol(@Nullable String name) {
    handshake.scope().progress().applicationProtocol(name);
  }

  /** A copy of a key that the client must offer. */
  static Psk required(Psk key, List<byte[]> offered) throws SSLException {
    byte[] identity = key.identity();
    if (offered.stream().noneMatch(one -> Arrays.equals(one, identity))) {
      throw new SSLHandshakeException("the client does not offer the key any more");
    }
    return key.copy();
  }
}
