package org.dpk.provider.internal.ethereum;

import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import javax.security.auth.Destroyable;
import org.dpk.provider.EthereumAddress;

/**
 * The key of an Ethereum address. Safe for use by several threads; {@code toString} shows the
 * address only.
 */
public final class Wallet implements Signer, Destroyable, AutoCloseable {

  /** Length of the private key in bytes. */
  public static final int KEY_LENGTH = 32;

  private Wallet() {}

  /** A new random key. */
  public static Wallet create() {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * @param key the private key, 1 to the order of secp256k1 minus 1, big-endian, 32 bytes; copied
   * @throws IllegalArgumentException if it is out of range
   */
  public static Wallet of(byte[] key) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Opens a Web3 Secret Storage file, version 3 (scrypt or PBKDF2, AES-128-CTR). Takes 0.3 to 2
   * seconds, on purpose.
   *
   * @param password not changed
   * @throws UnrecoverableKeyException if the password is wrong
   * @throws InvalidKeySpecException if it is no such file, or one that asks for more than 512 MiB
   */
  public static Wallet fromKeystore(String json, char[] password)
      throws UnrecoverableKeyException, InvalidKeySpecException {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Writes a Web3 Secret Storage file, version 3, with scrypt (N = 2^17, r = 8, p = 1: 128 MiB).
   *
   * @param password not changed
   * @throws IllegalStateException if the key was destroyed
   */
  public String toKeystore(char[] password) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public EthereumAddress address() {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * @throws IllegalStateException if the key was destroyed
   */
  @Override
  public byte[] sign(byte[] hash) {
    throw new UnsupportedOperationException("being written");
  }

  /** Clears the key; only {@link #address} works afterwards. */
  @Override
  public void destroy() {}

  @Override
  public boolean isDestroyed() {
    return false;
  }

  /** As {@link #destroy}. */
  @Override
  public void close() {
    destroy();
  }
}
