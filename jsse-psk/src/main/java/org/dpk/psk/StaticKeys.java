package org.dpk.psk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An immutable set of keys, with one that is a client's own. */
final class StaticKeys implements PskKeyManager {

  private final Map<ByteBuffer, Psk> keys = new HashMap<>();
  private final @Nullable Psk own;

  /**
   * @param given copied; the later of two keys for one identity would hide the earlier: refused
   * @param clientIdentity null: the only key is the client's own
   * @throws IllegalArgumentException if an identity is there twice, or the client's is not there
   */
  StaticKeys(List<Psk> given, @Nullable String clientIdentity) {
    for (Psk key : given) {
      if (keys.putIfAbsent(ByteBuffer.wrap(key.identity()), key.copy()) != null) {
        throw new IllegalArgumentException("there are two keys for the identity " + name(key));
      }
    }
    this.own = own(clientIdentity);
  }

  static StaticKeys of(Map<String, byte[]> secrets, @Nullable String clientIdentity) {
    List<Psk> keys = new ArrayList<>();
    try {
      secrets.forEach((identity, secret) -> keys.add(Psk.of(identity, secret)));
      return new StaticKeys(keys, clientIdentity);
    } finally {
      keys.forEach(Psk::destroy);
    }
  }

  private @Nullable Psk own(@Nullable String clientIdentity) {
    if (clientIdentity == null) {
      return keys.size() == 1 ? keys.values().iterator().next() : null;
    }
    Psk named = keys.get(ByteBuffer.wrap(clientIdentity.getBytes(StandardCharsets.UTF_8)));
    if (named == null) {
      throw new IllegalArgumentException(
          "none of the " + keys.size() + " keys is for the identity '" + clientIdentity + "'");
    }
    return named;
  }

  /** {@inheritDoc} The key was chosen for this server: so whoever holds it is this server. */
  @Override
  public Optional<Psk> forServer(PskPeer server) {
    if (own == null) {
      throw new IllegalStateException(
          keys.isEmpty()
              ? "there is no pre-shared key to offer: the key source is empty"
              : "there are "
                  + keys.size()
                  + " pre-shared keys: name the identity that this client goes by,"
                  + " as PskKeyManager.of(keys, identity) or ofFile(file, identity)");
    }
    if (own.peer().isPresent() || server.equals(PskPeer.UNKNOWN)) {
      return Optional.of(own.copy());
    }
    return Optional.of(own.withPeer(NamedPskPrincipal.ofHost(server)));
  }

  @Override
  public Optional<Psk> forIdentity(byte[] wireIdentity) {
    return Optional.ofNullable(keys.get(ByteBuffer.wrap(wireIdentity))).map(StaticKeys::forClient);
  }

  private static Psk forClient(Psk key) {
    return key.withPeer(key.peer().orElseGet(() -> NamedPskPrincipal.ofIdentity(key.identity())));
  }

  private static String name(Psk key) {
    return NamedPskPrincipal.ofIdentity(key.identity()).getName();
  }

  /** Destroys the keys; those that were handed out stay good. */
  void destroy() {
    keys.values().forEach(Psk::destroy);
  }
}
