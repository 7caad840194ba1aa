package org.dpk.provider.internal.identity;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2 (RFC 8018 §6.2) with scrypt (RFC 7914 §7) and
 * AES-256-GCM (RFC 5084 §3.2).
 */
final class Pbes2 {

  // RFC 7914 §7
  private static final ASN1ObjectIdentifier SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");
  private static final int KEY_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;

  private Pbes2() {}

  /** What stands in a container. The arrays belong to the caller. */
  record Container(KeyDerivation derivation, byte[] nonce, byte[] encrypted) {}

  static byte[] encode(KeyDerivation derivation, byte[] nonce, byte[] encrypted) {
    PBES2Parameters parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(SCRYPT, scryptParameters(derivation)),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_GCM,
                sequence(new DEROctetString(nonce), new ASN1Integer(TAG_LENGTH))));
    AlgorithmIdentifier pbes2 = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters);
    try {
      return new EncryptedPrivateKeyInfo(pbes2, encrypted).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written to but memory", e);
    }
  }

  /**
   * @throws IllegalArgumentException if it is anything else than {@link #encode} makes
   */
  static Container decode(byte[] der) {
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
      require(info.getEncryptionAlgorithm().getAlgorithm(), PKCSObjectIdentifiers.id_PBES2);
      PBES2Parameters parameters =
          PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
      return new Container(
          derivation(parameters.getKeyDerivationFunc()),
          nonce(parameters.getEncryptionScheme()),
          info.getEncryptedData());
    } catch (RuntimeException e) { // Bouncy Castle throws whatever comes
      throw new IllegalArgumentException("no PKCS#8 container", e);
    }
  }

  private static ASN1Sequence scryptParameters(KeyDerivation derivation) {
    return sequence(
        new DEROctetString(derivation.salt()),
        new ASN1Integer(derivation.n()),
        new ASN1Integer(derivation.r()),
        new ASN1Integer(derivation.p()),
        new ASN1Integer(KEY_LENGTH));
  }

  private static KeyDerivation derivation(KeyDerivationFunc function) {
    require(function.getAlgorithm(), SCRYPT);
    ASN1Sequence parameters = sequence(function.getParameters(), 5);
    requireNumber(parameters.getObjectAt(4), KEY_LENGTH);
    return new KeyDerivation(
        number(parameters.getObjectAt(1)),
        number(parameters.getObjectAt(2)),
        number(parameters.getObjectAt(3)),
        ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets());
  }

  private static byte[] nonce(EncryptionScheme scheme) {
    require(scheme.getAlgorithm(), NISTObjectIdentifiers.id_aes256_GCM);
    ASN1Sequence parameters = sequence(scheme.getParameters(), 2);
    requireNumber(parameters.getObjectAt(1), TAG_LENGTH);
    byte[] nonce = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
    if (nonce.length != NONCE_LENGTH) {
      throw new IllegalArgumentException("a GCM nonce has 12 bytes here");
    }
    return nonce;
  }

  private static ASN1Sequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }

  private static ASN1Sequence sequence(ASN1Encodable parameters, int size) {
    ASN1Sequence sequence = ASN1Sequence.getInstance(parameters);
    if (sequence.size() != size) {
      throw new IllegalArgumentException("parameters of an algorithm are missing");
    }
    return sequence;
  }

  private static void require(ASN1ObjectIdentifier found, ASN1ObjectIdentifier wanted) {
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException("algorithm " + found + " where " + wanted + " is used");
    }
  }

  private static void requireNumber(ASN1Encodable found, int wanted) {
    if (number(found) != wanted) {
      throw new IllegalArgumentException("a parameter is not " + wanted);
    }
  }

  private static int number(ASN1Encodable value) {
    BigInteger number = ASN1Integer.getInstance(value).getPositiveValue();
    return number.intValueExact();
  }
}
