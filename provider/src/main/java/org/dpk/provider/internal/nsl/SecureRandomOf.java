package org.dpk.provider.internal.nsl;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;

/** A run's randomness for what asks for a {@code SecureRandom}. */
final class SecureRandomOf extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final transient Randomness random;

  SecureRandomOf(Randomness random) {
    super(null, null);
    this.random = random;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    byte[] next = random.next(bytes.length);
    System.arraycopy(next, 0, bytes, 0, bytes.length);
    Bytes.erase(next);
  }

  @SuppressWarnings("unused") // of java.io.Serializable, which every SecureRandom is
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("the randomness of a run stays in its process");
  }
}
