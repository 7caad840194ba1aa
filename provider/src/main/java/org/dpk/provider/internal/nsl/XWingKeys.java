package org.dpk.provider.internal.nsl;

import java.security.PrivateKey;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.dpk.provider.SuiteKey;

/**
 * The keys of {@link Suite#NSL_XWING}: an X-Wing seed of 32 raw bytes, and no key that signs. The
 * Java platform knows no such keys.
 */
final class XWingKeys implements KeyFormat {

  private static final byte[] NO_KEY = {};

  // draft-connolly-cfrg-xwing-kem-10: the OID of keys and of nothing else, without parameters
  private static final ASN1ObjectIdentifier OID =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.62253.25722");
  private static final byte[] PKCS8 = Bytes.ofHex("3034020100300d060b2b0601040183e62d81c87a0420");
  private static final byte[] SPKI =
      Bytes.ofHex("308204d4300d060b2b0601040183e62d81c87a038204c100");

  @Override
  public PrivateKeys generate(SecureRandom random) {
    byte[] seed = new byte[XWingKem.PRIVATE_KEY_LENGTH];
    random.nextBytes(seed);
    return new PrivateKeys(seed, NO_KEY);
  }

  @Override
  public SuiteKey publicKey(PrivateKeys keys) {
    if (keys.kem().length != XWingKem.PRIVATE_KEY_LENGTH || keys.signature().length != 0) {
      throw new IllegalArgumentException("an X-Wing private key has 32 bytes and signs nothing");
    }
    return new SuiteKey(Suite.NSL_XWING.id(), XWingKem.publicKey(keys.kem()), NO_KEY);
  }

  @Override
  public boolean isWellFormed(SuiteKey key) {
    return key.kem().length == XWingKem.PUBLIC_KEY_LENGTH && key.sig().length == 0;
  }

  @Override
  public byte[] verificationKey(SuiteKey key) {
    return NO_KEY;
  }

  @Override
  public byte[] subjectPublicKeyInfo(SuiteKey key) {
    return Bytes.concat(SPKI, key.kem());
  }

  @Override
  public PrivateKeys ofPkcs8(byte[] kem, byte[] signature) {
    if (signature.length != 0) {
      throw new IllegalArgumentException("an X-Wing key signs nothing");
    }
    byte[] seed = Pkcs8.parse(kem, OID, "X-Wing").getPrivateKey().getOctets();
    if (seed.length != XWingKem.PRIVATE_KEY_LENGTH) {
      throw new IllegalArgumentException("this is no X-Wing private key in PKCS#8");
    }
    return new PrivateKeys(seed, NO_KEY);
  }

  @Override
  public byte[] kemPkcs8(PrivateKeys keys) {
    return Bytes.concat(PKCS8, keys.kem());
  }

  @Override
  public byte[] signaturePkcs8(PrivateKeys keys) {
    return NO_KEY;
  }

  @Override
  public PrivateKey certifiedKey(PrivateKeys keys) {
    return new XWingPrivateKey(kemPkcs8(keys));
  }

  /** A key that the Java platform can carry about, and nothing else. */
  private static final class XWingPrivateKey implements PrivateKey {

    private static final long serialVersionUID = 1L;

    private final transient byte[] pkcs8;
    private transient boolean destroyed;

    XWingPrivateKey(byte[] pkcs8) {
      this.pkcs8 = pkcs8;
    }

    @Override
    public String getAlgorithm() {
      return "X-Wing";
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public synchronized byte[] getEncoded() {
      if (destroyed) {
        throw new IllegalStateException("the private key was destroyed");
      }
      return pkcs8.clone();
    }

    @Override
    public synchronized void destroy() {
      destroyed = true;
      Bytes.erase(pkcs8);
    }

    @Override
    public synchronized boolean isDestroyed() {
      return destroyed;
    }

    /** What it is, not the key. */
    @Override
    public String toString() {
      return "XWingPrivateKey";
    }
  }
}
