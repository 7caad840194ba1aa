package org.dpk.psk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * Keys that exist already: the classic TLS-PSK user.
 *
 * <p>Given to {@code SSLContext.init} among the key managers. Called in a delegated task: an
 * implementation may block, and bounds its own waiting. Safe for use by several threads. A returned
 * key belongs to the caller, who destroys it. A runtime exception ends the handshake, and is the
 * cause of what the application sees.
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

  /** This key manager, for software that takes a factory of them only; always initialized. */
  default KeyManagerFactory asFactory() {
    return new OneKeyManagerFactory(this);
  }

  /**
   * One key: a client offers it to every server, a server accepts it alone.
   *
   * @param key copied; the caller keeps and destroys its own
   */
  static PskKeyManager of(Psk key) {
    return new StaticKeys(List.of(key), null);
  }

  /**
   * Keys by identity. A server accepts each of them; a client can use them if there is exactly one.
   *
   * @param keys by identity in text, which stands on the wire in UTF-8; {@link
   *     Psk#MIN_SECRET_LENGTH} to {@link Psk#MAX_SECRET_LENGTH} bytes each; copied
   * @throws IllegalArgumentException if a length is out of bounds
   */
  static PskKeyManager of(Map<String, byte[]> keys) {
    return StaticKeys.of(keys, null);
  }

  /**
   * Keys by identity, of which one is a client's own.
   *
   * @param clientIdentity which of the keys a client offers
   * @throws IllegalArgumentException if a length is out of bounds, or the identity is not there
   */
  static PskKeyManager of(Map<String, byte[]> keys, String clientIdentity) {
    return StaticKeys.of(keys, clientIdentity);
  }

  /**
   * Keys from a file as mosquitto's {@code psk_file}: a line {@code identity:key} for each, the key
   * in hexadecimal; empty lines and those that begin with {@code #} do not count. What stands
   * before the last colon is the identity, in UTF-8.
   *
   * <p>A server accepts each of the keys; a client can use them if there is exactly one. The file
   * is read again when it changes. While a changed file is unreadable or has an error, the keys
   * that were read before it hold, and the logger {@code org.dpk.psk} says so.
   *
   * @param file at most 16 MiB; the logger warns if others than its owner may read it
   * @throws IOException if the file cannot be read, or a line is wrong: the message has its number
   */
  static PskKeyManager ofFile(Path file) throws IOException {
    return new ReloadingKeyFile(file, null);
  }

  /**
   * As {@link #ofFile(Path)}, for a client whose file has several keys.
   *
   * @param clientIdentity which of the keys a client offers
   * @throws IOException as there, and if the identity is not in the file
   */
  static PskKeyManager ofFile(Path file, String clientIdentity) throws IOException {
    return new ReloadingKeyFile(file, clientIdentity);
  }
}
