package org.dpk.provider;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an identity for one suite (registry.md "The record").
 *
 * @param suite the suite's number, as in the handshake; 0 to 65535
 * @param kem the key that is encapsulated to, in the suite's encoding; copied both ways
 * @param sig the key that verifies signatures; empty where the suite has none or it is the same
 *     key; copied both ways
 */
public record SuiteKey(int suite, byte[] kem, byte[] sig) {

  /**
   * @throws IllegalArgumentException if the number or a length does not fit into 16 bits
   */
  public SuiteKey {
    if (suite < 0 || suite > 0xFFFF) {
      throw new IllegalArgumentException("suite " + suite + " does not fit into 16 bits");
    }
    if (kem.length > 0xFFFF || sig.length > 0xFFFF) {
      throw new IllegalArgumentException("a key does not fit into 65535 bytes");
    }
    kem = kem.clone();
    sig = sig.clone();
  }

  @Override
  public byte[] kem() {
    return kem.clone();
  }

  @Override
  public byte[] sig() {
    return sig.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SuiteKey that
        && suite == that.suite
        && Arrays.equals(kem, that.kem)
        && Arrays.equals(sig, that.sig);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(kem) + suite;
  }

  @Override
  public String toString() {
    return "SuiteKey[0x%04x, kem %d bytes, sig %d bytes]".formatted(suite, kem.length, sig.length);
  }
}
