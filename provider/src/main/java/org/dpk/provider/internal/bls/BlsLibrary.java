package org.dpk.provider.internal.bls;

/** The libraries that can verify BLS signatures. */
public enum BlsLibrary {
  /** Pure Java, always there. */
  BOUNCY_CASTLE {
    @Override
    public Bls open() {
      return new CheckedBls<>(new BouncyCastleArithmetic());
    }
  };

  /** What this library verifies with. */
  public abstract Bls open();

  /** The fastest that works here. */
  public static Bls best() {
    return BOUNCY_CASTLE.open();
  }
}
