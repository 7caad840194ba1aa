package org.dpk.psk;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are agreed on the connection, before TLS.
 *
 * <p>Given to {@code SSLContext.init} among the key managers. The engine carries the messages (in a
 * ClientHello extension and in handshake records of a private type) and calls an implementation
 * only in delegated tasks: each method but {@link #keyUnknown()}, {@link #isKeyUnknown} and {@link
 * #onInvalidated} may block, and bounds its own waiting. One agreement serves many connections at
 * once and is safe for use by several threads; an {@link Exchange} belongs to one connection.
 */
public interface PskAgreement extends KeyManager {

  /** The longest message in bytes, either way. */
  int MAX_MESSAGE_LENGTH = 65_535;

  /**
   * Starts an agreement as the TLS client.
   *
   * @param server whom the application wants to reach
   * @throws AgreementException if the host names no identity that this agreement could reach
   */
  Exchange initiate(PskPeer server) throws AgreementException;

  /**
   * Starts an agreement as the TLS server.
   *
   * @param client where the client connects from, as far as the transport knows; null where it does
   *     not: an engine knows what {@code createSSLEngine(host, port)} was told, if that is an IP
   *     literal. Good for limits, never for authentication
   */
  Exchange respond(@Nullable InetAddress client);

  /**
   * Checks in time for the use of a cached key whether its peer may still use it.
   *
   * @param peer as an earlier {@link Step.Agreed} named it
   * @throws AgreementException if not: the engine agrees on a new key, and drops those of that peer
   *     if it {@linkplain AgreementException#endsKeys() ends them}
   */
  void confirm(PskPrincipal peer) throws AgreementException;

  /**
   * What a server process writes down beside a key of this peer, for {@link #recognise} in another
   * process of the same server ({@link SharedPskCache}). Kept sealed, but longer than a connection:
   * no secrets.
   *
   * @param peer as {@link Step.Agreed} named it
   * @return at most 512 bytes; empty if keys of this peer, or of this agreement, are not shared
   */
  default Optional<byte[]> describe(PskPrincipal peer) {
    return Optional.empty();
  }

  /**
   * The peer that was {@linkplain #describe described}, perhaps by another process.
   *
   * @param description as it was made; it comes from a sealed row
   * @throws AgreementException if this peer can't be known again, or may not use its keys any more
   */
  default PskPrincipal recognise(byte[] description) throws AgreementException {
    throw new AgreementException("this agreement does not share its keys", null, null);
  }

  /**
   * Whether this peer is the one that an application means by a host.
   *
   * @param peer as {@link Step.Agreed} named it
   * @param server what the application asked for
   */
  boolean isNamed(PskPrincipal peer, PskPeer server);

  /** The message that tells a client that its cached key is not known here. */
  byte[] keyUnknown();

  /** Whether a message is {@link #keyUnknown()}. */
  boolean isKeyUnknown(byte[] message);

  /**
   * Reports peers whose keys are to be dropped. The listener is called on a thread of the agreement
   * and does not block.
   *
   * @return ends the reports
   */
  AutoCloseable onInvalidated(Consumer<Invalidation> listener);

  /**
   * What became of a peer.
   *
   * @param peer the name of the principal; null for every peer of this agreement
   * @param closeSessions whether open connections end too (the peer was revoked), or only cached
   *     keys go
   */
  record Invalidation(@Nullable String peer, boolean closeSessions) {}

  /** One run of the agreement: a state machine without I/O of its own towards the peer. */
  interface Exchange extends AutoCloseable {

    /**
     * Takes the peer's next message and says what follows.
     *
     * @param message 1 to {@link #MAX_MESSAGE_LENGTH} bytes; empty to make an initiator begin
     * @throws AgreementException if the run is over without a key
     */
    Step next(byte[] message) throws AgreementException;

    /** Erases the secrets of the run. Idempotent; a key series that was agreed stays. */
    @Override
    void close();
  }

  /** What follows on a message. */
  sealed interface Step {

    /** Send this and wait for the peer's next message. */
    record Send(byte[] message) implements Step {}

    /**
     * The key is there.
     *
     * @param lastMessage to be sent before TLS begins; null for none
     * @param keys the first of them keys this connection; the rest may be cached
     * @param peer whom the keys authenticate
     * @param lifetime how long the keys may be used from now on
     * @param cacheable whether keys after the first may be used for further connections
     */
    record Agreed(
        byte @Nullable [] lastMessage,
        PskSeries keys,
        PskPrincipal peer,
        Duration lifetime,
        boolean cacheable)
        implements Step {}
  }
}
