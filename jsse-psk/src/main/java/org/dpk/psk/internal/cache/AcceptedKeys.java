package org.dpk.psk.internal.cache;

import java.time.Duration;
import java.util.Optional;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.PskSeries;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the PSK cache: the agreed keys that clients may name. Called in delegated
 * tasks: every method but {@link #forget} may wait for something outside of this process.
 */
public interface AcceptedKeys {

  /**
   * Accepts the next keys of a series from now on.
   *
   * @param series belongs to the cache from now on
   * @param principal whom the keys authenticate
   * @param lifetime from now on; zero or less: the series is closed at once
   */
  void admit(PskSeries series, PskPrincipal principal, Duration lifetime);

  /**
   * The key that a client names. It stays valid until it is {@linkplain #consume consumed}.
   *
   * @param wireIdentity as the client sent it: not to be trusted
   * @return a copy that names its peer and that the caller destroys
   */
  Optional<Psk> find(byte[] wireIdentity);

  /**
   * Ends a key whose binder verified.
   *
   * @return true exactly once for each key: a connection that gets false must not go on with it
   */
  boolean consume(byte[] wireIdentity);

  /**
   * Forgets the keys of a principal; does not block.
   *
   * @param principal its name; null for all
   */
  void forget(@Nullable String principal);
}
