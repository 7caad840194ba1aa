package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.Destroyable;
import org.dpk.provider.EthereumAddress;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/**
 * The key of an Ethereum address. Safe for use by several threads; {@code toString} shows the
 * address only.
 */
public final class Wallet implements Signer, Destroyable, AutoCloseable {

  /** Length of the private key in bytes. */
  public static final int KEY_LENGTH = 32;

  private final byte[] key;
  private final BigInteger publicKey;
  private final EthereumAddress address;
  private boolean destroyed;

  private Wallet(byte[] key) {
    this.key = key;
    this.publicKey = Sign.publicKeyFromPrivate(new BigInteger(1, key));
    this.address = EthereumAddress.of(HexFormat.of().parseHex(Keys.getAddress(publicKey)));
  }

  /** A new random key. */
  public static Wallet create() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[KEY_LENGTH];
    do {
      random.nextBytes(key);
    } while (!isInRange(key));
    return new Wallet(key);
  }

  /**
   * @param key the private key, 1 to the order of secp256k1 minus 1, big-endian, 32 bytes; copied
   * @throws IllegalArgumentException if it is out of range
   */
  public static Wallet of(byte[] key) {
    if (key.length != KEY_LENGTH || !isInRange(key)) {
      throw new IllegalArgumentException("a secp256k1 key has 32 bytes and is below the order");
    }
    return new Wallet(key.clone());
  }

  private static boolean isInRange(byte[] key) {
    BigInteger d = new BigInteger(1, key);
    return d.signum() > 0 && d.compareTo(Sign.CURVE_PARAMS.getN()) < 0;
  }

  /**
   * Opens a Web3 Secret Storage file, version 3 (scrypt or PBKDF2, AES-128-CTR). Takes 0.2 to 2
   * seconds, on purpose.
   *
   * @param password not changed
   * @throws UnrecoverableKeyException if the password is wrong
   * @throws InvalidKeySpecException if it is no such file, or one that asks for more than 512 MiB
   */
  public static Wallet fromKeystore(String json, char[] password)
      throws UnrecoverableKeyException, InvalidKeySpecException {
    byte[] key = Web3Keystore.open(json, password);
    try {
      return of(key);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the wallet file holds no secp256k1 key", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Writes a Web3 Secret Storage file, version 3, with scrypt (N = 2^17, r = 8, p = 1: 128 MiB).
   *
   * @param password not changed
   * @throws IllegalStateException if the key was destroyed
   */
  public String toKeystore(char[] password) {
    byte[] copy = copyOfKey();
    try {
      return Web3Keystore.seal(copy, address, password);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public EthereumAddress address() {
    return address;
  }

  /**
   * @throws IllegalArgumentException if the hash has not 32 bytes
   * @throws IllegalStateException if the key was destroyed
   */
  @Override
  public byte[] sign(byte[] hash) {
    if (hash.length != 32) {
      throw new IllegalArgumentException("a hash of 32 bytes is signed, not of " + hash.length);
    }
    byte[] copy = copyOfKey();
    try {
      // web3j wants the key as a number, which can't be cleared: it lives as short as it can.
      ECKeyPair pair = new ECKeyPair(new BigInteger(1, copy), publicKey);
      return encode(Sign.signMessage(hash, pair, false));
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private static byte[] encode(Sign.SignatureData signature) {
    byte[] encoded = new byte[SIGNATURE_LENGTH];
    System.arraycopy(signature.getR(), 0, encoded, 0, 32);
    System.arraycopy(signature.getS(), 0, encoded, 32, 32);
    encoded[64] = signature.getV()[0];
    return encoded;
  }

  private synchronized byte[] copyOfKey() {
    if (destroyed) {
      throw new IllegalStateException("the key of " + address + " was destroyed");
    }
    return key.clone();
  }

  /** Clears the key; only {@link #address} works afterwards. */
  @Override
  public synchronized void destroy() {
    Arrays.fill(key, (byte) 0);
    destroyed = true;
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  /** As {@link #destroy}. */
  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "wallet " + address;
  }
}
