package org.dpk.provider.internal.nsl;

import static org.dpk.provider.internal.nsl.PlatformCrypto.ascii;
import static org.dpk.provider.internal.nsl.PlatformCrypto.concat;
import static org.dpk.provider.internal.nsl.PlatformCrypto.dhkem;
import static org.dpk.provider.internal.nsl.PlatformCrypto.ed25519Sign;
import static org.dpk.provider.internal.nsl.PlatformCrypto.expand;
import static org.dpk.provider.internal.nsl.PlatformCrypto.extract;
import static org.dpk.provider.internal.nsl.PlatformCrypto.sha256;
import static org.dpk.provider.internal.nsl.PlatformCrypto.u16;
import static org.dpk.provider.internal.nsl.PlatformCrypto.x25519;
import static org.dpk.provider.internal.nsl.PlatformCrypto.x25519Public;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.prng.FixedSecureRandom;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyPairGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * The cryptography of one suite a second time (protocol.md "Suites"): by the JDK, RSA by bare
 * numbers, and X-Wing by Bouncy Castle's own, which the product does not use. All randomness comes
 * by its name.
 */
abstract sealed class ReferenceSuite {

  /** A random value of a run: who draws it, when in the order of the list, and what for. */
  record Draw(String name, int length, String meaning) {}

  /** What an encapsulation yields. */
  record Encapsulated(byte[] ct, byte[] ss) {}

  private static final Draw HS_ID = new Draw("hs_id", 8, "the name of the run");
  private static final Draw N1 = new Draw("n1", 32, "A's nonce");
  private static final Draw N2 = new Draw("n2", 32, "B's nonce");
  private static final Draw KS = new Draw("ks", 32, "the key in box4");
  private static final Draw SK_EPK = new Draw("sk_epk", 32, "X25519 private key of epk");
  private static final Draw SK_ECT = new Draw("sk_ect", 32, "X25519 private key of ect");

  final Suite suite;
  private final String hash;
  final int hashLength;
  private final int keyLength;

  private ReferenceSuite(Suite suite, String hash, int hashLength, int keyLength) {
    this.suite = suite;
    this.hash = hash;
    this.hashLength = hashLength;
    this.keyLength = keyLength;
  }

  static ReferenceSuite of(Suite suite) {
    return switch (suite) {
      case NSL_RSA2048 -> new Rsa();
      case NSL_X25519 -> new X25519();
      case NSL_XWING -> new XWing();
    };
  }

  /** What A draws, in the order in which the product does. */
  abstract List<Draw> drawnByA();

  /** What B draws. */
  abstract List<Draw> drawnByB();

  /** The public key that others encapsulate to, as in a record. */
  abstract byte[] staticKey(byte[] privateKey) throws GeneralSecurityException;

  /**
   * @param receiver "a" or "b", with which the names of the random values end
   */
  abstract Encapsulated toStatic(byte[] publicKey, Map<String, byte[]> random, String receiver)
      throws GeneralSecurityException;

  byte[] epk(Map<String, byte[]> random) throws GeneralSecurityException {
    return x25519Public(random.get("sk_epk"));
  }

  Encapsulated toEphemeral(byte[] epk, Map<String, byte[]> random) throws GeneralSecurityException {
    return dhkemTo(epk, random.get("sk_ect"));
  }

  abstract byte[] sign(byte[] privateKey, byte[] content, Map<String, byte[]> random)
      throws GeneralSecurityException;

  byte[] id() {
    return u16(suite.id());
  }

  byte[] h(byte[]... parts) throws GeneralSecurityException {
    return PlatformCrypto.hash(hash, parts);
  }

  byte[] extractH(byte[] salt, byte[] ikm) throws GeneralSecurityException {
    return extract(hash, salt, ikm);
  }

  byte[] expL(byte[] secret, String label, byte[] context) throws GeneralSecurityException {
    return expL(secret, label, context, hashLength);
  }

  byte[] expL(byte[] secret, String label, byte[] context, int length)
      throws GeneralSecurityException {
    return PlatformCrypto.expL(hash, secret, label, context, length);
  }

  byte[] seal(byte[] k, int messageType, byte[] plaintext) throws GeneralSecurityException {
    return PlatformCrypto.aesGcm(
        expL(k, "key", new byte[0], keyLength),
        expL(k, "iv", new byte[0], 12),
        concat(new byte[] {1, (byte) messageType}, id()),
        plaintext);
  }

  private static Encapsulated dhkemTo(byte[] publicKey, byte[] privateKey)
      throws GeneralSecurityException {
    byte[] enc = x25519Public(privateKey);
    return new Encapsulated(enc, dhkem(x25519(privateKey, publicKey), enc, publicKey));
  }

  private static final class X25519 extends ReferenceSuite {

    X25519() {
      super(Suite.NSL_X25519, "SHA-256", 32, 16);
    }

    @Override
    List<Draw> drawnByA() {
      Draw skCtB = new Draw("sk_ct_b", 32, "X25519 private key of ct_b");
      return List.of(HS_ID, N1, SK_EPK, skCtB, KS);
    }

    @Override
    List<Draw> drawnByB() {
      return List.of(new Draw("sk_ct_a", 32, "X25519 private key of ct_a"), SK_ECT, N2);
    }

    @Override
    byte[] staticKey(byte[] privateKey) throws GeneralSecurityException {
      return x25519Public(privateKey);
    }

    @Override
    Encapsulated toStatic(byte[] publicKey, Map<String, byte[]> random, String receiver)
        throws GeneralSecurityException {
      return dhkemTo(publicKey, random.get("sk_ct_" + receiver));
    }

    @Override
    byte[] sign(byte[] privateKey, byte[] content, Map<String, byte[]> random)
        throws GeneralSecurityException {
      return ed25519Sign(privateKey, content);
    }
  }

  private static final class Rsa extends ReferenceSuite {

    private static final byte[] LABEL = ascii("DPK-NSL/1 kem");

    Rsa() {
      super(Suite.NSL_RSA2048, "SHA-256", 32, 16);
    }

    @Override
    List<Draw> drawnByA() {
      return List.of(
          HS_ID,
          N1,
          SK_EPK,
          new Draw("seed_b", 32, "what ct_b encrypts"),
          new Draw("oaep_b", 32, "seed of the OAEP of ct_b (RFC 8017 section 7.1.1, step 2.d)"),
          KS,
          new Draw("pss_salt", 32, "salt of sig (RFC 8017 section 9.1.1, step 4)"));
    }

    @Override
    List<Draw> drawnByB() {
      return List.of(
          new Draw("seed_a", 32, "what ct_a encrypts"),
          new Draw("oaep_a", 32, "seed of the OAEP of ct_a"),
          SK_ECT,
          N2);
    }

    @Override
    byte[] staticKey(byte[] privateKey) throws GeneralSecurityException {
      HexFormat hex = HexFormat.of();
      byte[] n = TextbookRsa.octets(TextbookRsa.privateKey(privateKey).getModulus());
      return concat(hex.parseHex("3082010a0282010100"), n, hex.parseHex("0203010001"));
    }

    @Override
    Encapsulated toStatic(byte[] publicKey, Map<String, byte[]> random, String receiver)
        throws GeneralSecurityException {
      byte[] seed = random.get("seed_" + receiver);
      BigInteger n = new BigInteger(1, Arrays.copyOfRange(publicKey, 9, 265));
      byte[] em = TextbookRsa.oaep(LABEL, seed, random.get("oaep_" + receiver));
      byte[] ct = TextbookRsa.withPublicKey(n, em);
      byte[] info = concat(LABEL, sha256(ct), sha256(publicKey));
      return new Encapsulated(ct, expand(extract(new byte[0], seed), info, 32));
    }

    @Override
    byte[] sign(byte[] privateKey, byte[] content, Map<String, byte[]> random)
        throws GeneralSecurityException {
      byte[] em = TextbookRsa.pss(content, random.get("pss_salt"), "SHA-256");
      return TextbookRsa.withPrivateKey(TextbookRsa.privateKey(privateKey), em);
    }
  }

  private static final class XWing extends ReferenceSuite {

    XWing() {
      super(Suite.NSL_XWING, "SHA-384", 48, 32);
    }

    @Override
    List<Draw> drawnByA() {
      return List.of(
          HS_ID,
          N1,
          new Draw("seed_epk", 32, "X-Wing private key of epk"),
          new Draw("eseed_b", 64, "eseed of the encapsulation ct_b"),
          KS);
    }

    @Override
    List<Draw> drawnByB() {
      return List.of(
          new Draw("eseed_a", 64, "eseed of the encapsulation ct_a"),
          new Draw("eseed_ect", 64, "eseed of the encapsulation ect"),
          N2);
    }

    @Override
    byte[] staticKey(byte[] privateKey) {
      XWingKeyPairGenerator generator = new XWingKeyPairGenerator();
      generator.init(new XWingKeyGenerationParameters(new FixedSecureRandom(privateKey)));
      return ((XWingPublicKeyParameters) generator.generateKeyPair().getPublic()).getEncoded();
    }

    @Override
    Encapsulated toStatic(byte[] publicKey, Map<String, byte[]> random, String receiver) {
      return encapsulate(publicKey, random.get("eseed_" + receiver));
    }

    @Override
    byte[] epk(Map<String, byte[]> random) {
      return staticKey(random.get("seed_epk"));
    }

    @Override
    Encapsulated toEphemeral(byte[] epk, Map<String, byte[]> random) {
      return encapsulate(epk, random.get("eseed_ect"));
    }

    private static Encapsulated encapsulate(byte[] publicKey, byte[] eseed) {
      SecretWithEncapsulation made =
          new XWingKEMGenerator(new FixedSecureRandom(eseed))
              .generateEncapsulated(new XWingPublicKeyParameters(publicKey));
      return new Encapsulated(made.getEncapsulation(), made.getSecret());
    }

    @Override
    byte[] sign(byte[] privateKey, byte[] content, Map<String, byte[]> random) {
      return new byte[0];
    }
  }

  /** The random values by name, as a file has them. */
  static Map<String, String> meanings(List<Draw> draws) {
    Map<String, String> meanings = new LinkedHashMap<>();
    draws.forEach(draw -> meanings.put(draw.name(), draw.length() + " bytes: " + draw.meaning()));
    return meanings;
  }
}
