package org.dpk.psk.internal.tls;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A source of random bytes that takes them from another one in larger pieces, so that threads do
 * not queue for each call. Bytes are given out once and erased.
 */
public final class FastRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private static final int STRIPES = 8;
  private static final int PIECE = 1024;

  private final transient SecureRandom source;
  private final transient Stripe[] stripes = new Stripe[STRIPES];

  /**
   * @param source a cryptographic one
   */
  public FastRandom(SecureRandom source) {
    // no spi of its own, hence no seeding here
    super(null, null);
    this.source = source;
    Arrays.setAll(stripes, i -> new Stripe());
  }

  @Override
  public void nextBytes(byte[] bytes) {
    if (bytes.length > PIECE / 4) {
      source.nextBytes(bytes);
      return;
    }
    stripe().take(bytes);
  }

  @Override
  public byte[] generateSeed(int numBytes) {
    return source.generateSeed(numBytes);
  }

  @Override
  public void setSeed(byte[] seed) {
    source.setSeed(seed);
  }

  @Override
  public void setSeed(long seed) {
    // called by the constructor of java.util.Random, before there is a source
  }

  @Override
  public String getAlgorithm() {
    return source.getAlgorithm();
  }

  @SuppressWarnings("deprecation") // threadId() is of JDK 19
  private Stripe stripe() {
    return stripes[(int) (Thread.currentThread().getId() & STRIPES - 1)];
  }

  private final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private final byte[] piece = new byte[PIECE];
    private int at = PIECE;

    void take(byte[] out) {
      lock.lock();
      try {
        if (PIECE - at < out.length) {
          source.nextBytes(piece);
          at = 0;
        }
        System.arraycopy(piece, at, out, 0, out.length);
        Arrays.fill(piece, at, at + out.length, (byte) 0);
        at += out.length;
      } finally {
        lock.unlock();
      }
    }
  }
}
