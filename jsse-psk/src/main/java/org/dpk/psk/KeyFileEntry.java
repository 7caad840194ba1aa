package org.dpk.psk;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a key store for pre-shared keys: all those of its file. It passes for a private
 * key, since the key managers of others carry nothing else.
 */
final class KeyFileEntry implements PrivateKey, PskKeyManager {

  private static final long serialVersionUID = 1L;

  private final transient StaticKeys keys;

  KeyFileEntry(List<Psk> keys) {
    this.keys = new StaticKeys(keys, null);
  }

  @Override
  public Optional<Psk> forServer(PskPeer server) {
    return keys.forServer(server);
  }

  @Override
  public Optional<Psk> forIdentity(byte[] wireIdentity) {
    return keys.forIdentity(wireIdentity);
  }

  /** As its certificate's: {@code KeyStore.PrivateKeyEntry} insists on it. */
  @Override
  public String getAlgorithm() {
    return "EC";
  }

  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  @Override
  public String toString() {
    return "KeyFileEntry";
  }

  @SuppressWarnings("unused") // of java.io.Serializable, which every Key is
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("pre-shared keys leave their process only in their file");
  }
}
