package org.dpk.provider.internal.record;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** The hash of the chain: Keccak-256 with its original padding, not SHA3-256. */
public final class Keccak256 {

  /** Length of a hash in bytes. */
  public static final int LENGTH = 32;

  private Keccak256() {}

  /** The hash of the parts, one after the other; 32 bytes. */
  public static byte[] hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(8 * LENGTH);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[LENGTH];
    digest.doFinal(hash, 0);
    return hash;
  }
}
