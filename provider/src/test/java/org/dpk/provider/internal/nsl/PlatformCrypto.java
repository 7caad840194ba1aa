package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cryptography of the suites a second time, from the specifications and with the JDK alone: an
 * error in the product's own is not repeated here. HKDF is that of SHA-256 where no hash is named.
 */
final class PlatformCrypto {

  private static final String SHA_256 = "SHA-256";

  private PlatformCrypto() {}

  static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
    return hash(SHA_256, parts);
  }

  static byte[] hash(String hash, byte[]... parts) throws GeneralSecurityException {
    return MessageDigest.getInstance(hash).digest(concat(parts));
  }

  static byte[] extract(byte[] salt, byte[] ikm) throws GeneralSecurityException {
    return extract(SHA_256, salt, ikm);
  }

  static byte[] extract(String hash, byte[] salt, byte[] ikm) throws GeneralSecurityException {
    return hmac(hash, salt.length == 0 ? new byte[1] : salt, ikm);
  }

  static byte[] expand(byte[] prk, byte[] info, int length) throws GeneralSecurityException {
    return expand(SHA_256, prk, info, length);
  }

  static byte[] expand(String hash, byte[] prk, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] output = new byte[0];
    byte[] t = new byte[0];
    for (int i = 1; output.length < length; i++) {
      t = hmac(hash, prk, t, info, new byte[] {(byte) i});
      output = concat(output, t);
    }
    return Arrays.copyOf(output, length);
  }

  // RFC 8446 §7.1, with the prefix "dpkn1 "
  static byte[] expL(String hash, byte[] secret, String label, byte[] context, int length)
      throws GeneralSecurityException {
    byte[] name = ascii("dpkn1 " + label);
    return expand(
        hash,
        secret,
        concat(
            u16(length),
            new byte[] {(byte) name.length},
            name,
            new byte[] {(byte) context.length},
            context),
        length);
  }

  static byte[] x25519Public(byte[] privateKey) throws GeneralSecurityException {
    byte[] nine = new byte[32];
    nine[0] = 9;
    return x25519(privateKey, nine);
  }

  static byte[] x25519(byte[] privateKey, byte[] u) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(privateKey("X25519", "302e020100300506032b656e04220420", privateKey));
    agreement.doPhase(publicKey("X25519", "302a300506032b656e032100", u), true);
    return agreement.generateSecret();
  }

  // RFC 9180 §4.1
  static byte[] dhkem(byte[] dh, byte[] enc, byte[] pkR) throws GeneralSecurityException {
    byte[] suite = concat(ascii("HPKE-v1"), ascii("KEM"), u16(0x0020));
    byte[] eaePrk = extract(new byte[0], concat(suite, ascii("eae_prk"), dh));
    return expand(eaePrk, concat(u16(32), suite, ascii("shared_secret"), enc, pkR), 32);
  }

  static byte[] ed25519Sign(byte[] privateKey, byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(privateKey("Ed25519", "302e020100300506032b657004220420", privateKey));
    signer.update(message);
    return signer.sign();
  }

  static byte[] aesGcm(byte[] key, byte[] iv, byte[] associatedData, byte[] plaintext)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(associatedData);
    return cipher.doFinal(plaintext);
  }

  static byte[] lv(byte[] value) {
    return concat(u16(value.length), value);
  }

  static byte[] lv8(byte[] value) {
    return concat(new byte[] {(byte) value.length}, value);
  }

  static byte[] lv(String text) {
    return lv(ascii(text));
  }

  static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static byte[] u32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] hmac(String hash, byte[] key, byte[]... parts)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("Hmac" + hash.replace("-", ""));
    mac.init(new SecretKeySpec(key, "HMAC"));
    return mac.doFinal(concat(parts));
  }

  private static PrivateKey privateKey(String algorithm, String prefix, byte[] raw)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(concat(HexFormat.of().parseHex(prefix), raw)));
  }

  private static PublicKey publicKey(String algorithm, String prefix, byte[] raw)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(concat(HexFormat.of().parseHex(prefix), raw)));
  }
}
