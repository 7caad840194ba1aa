package org.dpk.psk;

import java.util.Optional;
import javax.net.ssl.KeyManager;

/**
 * Keys that exist already: the classic TLS-PSK user.
 *
 * <p>Given to {@code SSLContext.init} among the key managers. Called in a delegated task: an
 * implementation may block, and bounds its own waiting. Safe for use by several threads. A returned
 * key belongs to the caller, who destroys it.
 */
public interface PskKeyManager extends KeyManager {

  /** Client side: the key to offer to a server; empty for none. */
  Optional<Psk> forServer(PskPeer server);

  /**
   * Server side: the key that a client names.
   *
   * @param wireIdentity 1 to {@link Psk#MAX_IDENTITY_LENGTH} bytes as the client sent them: not to
   *     be trusted
   */
  Optional<Psk> forIdentity(byte[] wireIdentity);
}
