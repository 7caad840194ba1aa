package org.dpk.provider.internal.nsl;

/** One AEAD secret of the key schedule, and the only box that it seals or opens. */
final class OneTimeBox {

  private static final int IV_LENGTH = 12;
  private static final byte[] NO_CONTEXT = {};

  private final Primitives primitives;
  private final Secret secret;
  private final byte[] associatedData;

  /**
   * @param secret k of protocol.md "Key schedule"; stays the caller's to erase
   * @param type of the message that the box travels in
   */
  OneTimeBox(Primitives primitives, Secret secret, int type) {
    this.primitives = primitives;
    this.secret = secret;
    this.associatedData =
        new WireWriter(4)
            .uint8(NslMessage.VERSION)
            .uint8(type)
            .uint16(primitives.suite().id())
            .done();
  }

  byte[] seal(byte[] plaintext) {
    byte[] key = key();
    try {
      return primitives.seal(key, iv(), associatedData, plaintext);
    } finally {
      Bytes.erase(key);
    }
  }

  byte[] open(byte[] box) throws CryptoFailure {
    byte[] key = key();
    try {
      return primitives.open(key, iv(), associatedData, box);
    } finally {
      Bytes.erase(key);
    }
  }

  private byte[] key() {
    return HkdfLabel.expand(
        primitives, secret.reveal(), "key", NO_CONTEXT, primitives.suite().aeadKeyLength());
  }

  private byte[] iv() {
    return HkdfLabel.expand(primitives, secret.reveal(), "iv", NO_CONTEXT, IV_LENGTH);
  }
}
