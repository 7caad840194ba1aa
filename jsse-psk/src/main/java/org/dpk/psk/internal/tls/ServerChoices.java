package org.dpk.psk.internal.tls;

import java.util.List;
import javax.net.ssl.SSLException;
import org.dpk.psk.Psk;
import org.jspecify.annotations.Nullable;

/** What a TLS server asks for while it shakes hands. */
public interface ServerChoices extends Negotiated {

  /**
   * The key for one of the identities that a client offers. For an unknown one it is a random key,
   * so that an unknown identity fails as a wrong key does.
   *
   * @param offered in the client's order; never empty
   * @throws SSLException if none is to be used
   */
  Psk key(List<byte[]> offered) throws SSLException;

  /**
   * The client has proven that it holds the key.
   *
   * @throws SSLException if the key may not be used (any more)
   */
  void proven() throws SSLException;

  /**
   * The application protocol.
   *
   * @param offered in the client's order; never empty
   * @return null to go on without one
   * @throws SSLException if there is none in common
   */
  @Nullable String chooseApplicationProtocol(List<String> offered) throws SSLException;
}
