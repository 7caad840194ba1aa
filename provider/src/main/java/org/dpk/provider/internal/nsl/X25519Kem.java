package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.math.ec.rfc7748.X25519;

/** DHKEM(X25519, HKDF-SHA256), KEM 0x0020 of RFC 9180 §4.1 and §7.1. */
final class X25519Kem implements Kem {

  private static final int LENGTH = X25519.POINT_SIZE;

  // RFC 9180 §4: "HPKE-v1" ‖ suite_id ‖ label, with suite_id = "KEM" ‖ I2OSP(kem_id, 2)
  private static final byte[] EAE_PRK = labeled("eae_prk");
  private static final byte[] SHARED_SECRET =
      Bytes.concat(new byte[] {0, LENGTH}, labeled("shared_secret"));

  private final Hkdf hkdf;

  X25519Kem(Hkdf hkdf) {
    this.hkdf = hkdf;
  }

  @Override
  public int publicKeyLength() {
    return LENGTH;
  }

  @Override
  public int ciphertextLength() {
    return LENGTH;
  }

  @Override
  public KeyPair generate(Randomness random) {
    byte[] privateKey = random.next(LENGTH);
    byte[] publicKey = new byte[LENGTH];
    X25519.scalarMultBase(privateKey, 0, publicKey, 0);
    return new KeyPair(privateKey, publicKey);
  }

  @Override
  public Encapsulation encapsulate(byte[] publicKey, Randomness random) throws CryptoFailure {
    KeyPair ephemeral = generate(random);
    try {
      byte[] enc = ephemeral.publicKey();
      return new Encapsulation(enc, agree(ephemeral.privateKey(), publicKey, enc, publicKey));
    } finally {
      Bytes.erase(ephemeral.privateKey());
    }
  }

  @Override
  public byte[] decapsulate(KeyPair own, byte[] ciphertext) throws CryptoFailure {
    return agree(own.privateKey(), ciphertext, ciphertext, own.publicKey());
  }

  private byte[] agree(byte[] privateKey, byte[] point, byte[] enc, byte[] recipient)
      throws CryptoFailure {
    if (point.length != LENGTH) {
      throw new CryptoFailure();
    }
    byte[] dh = new byte[LENGTH];
    // false for an all-zero result: RFC 9180 §7.1.4
    if (!X25519.calculateAgreement(privateKey, 0, point, 0, dh, 0)) {
      throw new CryptoFailure();
    }
    byte[] labeledIkm = Bytes.concat(EAE_PRK, dh);
    byte[] eaePrk = hkdf.extract(new byte[0], labeledIkm);
    try {
      return hkdf.expand(eaePrk, Bytes.concat(SHARED_SECRET, Bytes.concat(enc, recipient)), LENGTH);
    } finally {
      Bytes.erase(dh);
      Bytes.erase(labeledIkm);
      Bytes.erase(eaePrk);
    }
  }

  private static byte[] labeled(String label) {
    byte[] suiteId = {'K', 'E', 'M', 0x00, 0x20};
    return Bytes.concat(
        Bytes.concat("HPKE-v1".getBytes(US_ASCII), suiteId), label.getBytes(US_ASCII));
  }
}
