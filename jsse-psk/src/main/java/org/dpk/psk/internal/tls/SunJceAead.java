package org.dpk.psk.internal.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/** An AEAD of the JDK, which runs it in hardware, behind the interface of bctls. */
final class SunJceAead implements TlsAEADCipherImpl {

  /** Of each of them, in bytes. */
  static final int TAG_LENGTH = 16;

  private final Algorithm algorithm;
  private final int mode;
  private final Cipher cipher;
  private @Nullable Key key;

  SunJceAead(Algorithm algorithm, boolean encrypts) throws TlsFatalAlert {
    this.algorithm = algorithm;
    this.mode = encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    try {
      this.cipher = Cipher.getInstance(algorithm.transformation);
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  @Override
  public void setKey(byte[] bytes, int offset, int length) {
    key = new SecretKeySpec(bytes, offset, length, algorithm.keyName);
  }

  @Override
  public void init(byte[] nonce, int macSize) throws TlsFatalAlert {
    try {
      cipher.init(mode, key, algorithm.parameters(nonce));
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  @Override
  public int getOutputSize(int inputLength) {
    return mode == Cipher.ENCRYPT_MODE ? inputLength + TAG_LENGTH : inputLength - TAG_LENGTH;
  }

  @Override
  public int doFinal(
      byte[] additionalData, byte[] input, int inputOffset, int length, byte[] output, int offset)
      throws TlsFatalAlert {
    try {
      cipher.updateAAD(additionalData);
      return cipher.doFinal(input, inputOffset, length, output, offset);
    } catch (AEADBadTagException e) {
      throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  /** What is authenticated with the next record and not sent in it. */
  void authenticate(byte[] additionalData) {
    cipher.updateAAD(additionalData);
  }

  /** Seals the content and one byte behind it; {@code to} has room. */
  void seal(byte[] content, int offset, int length, byte last, ByteBuffer to) throws TlsFatalAlert {
    try {
      if (to.hasArray()) {
        sealIntoArray(content, offset, length, last, to);
      } else {
        cipher.update(ByteBuffer.wrap(content, offset, length), to);
        cipher.doFinal(ByteBuffer.wrap(new byte[] {last}), to);
      }
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  private void sealIntoArray(byte[] content, int offset, int length, byte last, ByteBuffer to)
      throws GeneralSecurityException {
    int at = to.arrayOffset() + to.position();
    int sealed = cipher.update(content, offset, length, to.array(), at);
    sealed += cipher.doFinal(new byte[] {last}, 0, 1, to.array(), at + sealed);
    to.position(to.position() + sealed);
  }

  /** Opens a record into another array. */
  void open(byte[] sealed, int offset, int length, byte[] to) throws TlsFatalAlert {
    try {
      cipher.doFinal(sealed, offset, length, to, 0);
    } catch (AEADBadTagException e) {
      throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  enum Algorithm {
    AES_GCM("AES/GCM/NoPadding", "AES") {
      @Override
      AlgorithmParameterSpec parameters(byte[] nonce) {
        return new GCMParameterSpec(8 * TAG_LENGTH, nonce);
      }
    },
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20") {
      @Override
      AlgorithmParameterSpec parameters(byte[] nonce) {
        return new IvParameterSpec(nonce);
      }
    };

    private final String transformation;
    private final String keyName;

    Algorithm(String transformation, String keyName) {
      this.transformation = transformation;
      this.keyName = keyName;
    }

    abstract AlgorithmParameterSpec parameters(byte[] nonce);
  }
}
