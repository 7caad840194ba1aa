package org.dpk.psk;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.IPAddress;
import org.dpk.psk.X509Signer.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Makes X.509 certificates for peers that have none, for code that knows peers only by X.509.
 *
 * <p>Such a certificate proves nothing by itself: this process got the peer's name from a
 * pre-shared key. The issuer's key is P-256, made with the first certificate, and never leaves the
 * process. Safe for use by several threads.
 */
public final class SyntheticIssuer {

  /** The kind of the one subjectAltName of a certificate (RFC 5280 §4.2.1.6). */
  public enum SanType {
    /** A domain name in ASCII, thus with A-labels. */
    DNS,
    /** An IPv4 or IPv6 literal without brackets. */
    IP,
    /** A URI with a scheme, such as {@code urn:uuid:…}. */
    URI,
    /** No subjectAltName. */
    NONE
  }

  /** Clocks differ, and what a process issues it uses at once. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final Duration LIFETIME_OF_NAMED = Duration.ofDays(3_650);

  private static final Pattern DOMAIN_NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

  private static final class OfThisProcess {
    static final SyntheticIssuer INSTANCE = new SyntheticIssuer();
  }

  private final X509Signer signer;
  private final byte[] keyIdentifier;
  private final X509Certificate certificate;

  /** The public key of peers without one; its private half was thrown away. */
  private final byte[] nobodysKey;

  private static final X500Name NAME = commonName("DPK synthetic issuer of this process");

  /**
   * Whether a certificate says that it is synthetic: issued by this class, in this or in another
   * process. It may lie; that it is none of these is what can be relied on.
   */
  public static boolean hasIssued(X509Certificate certificate) {
    return NAME.equals(X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()));
  }

  private SyntheticIssuer() {
    KeyPair own = newKeyPair();
    SubjectPublicKeyInfo spki = parse(own.getPublic().getEncoded());
    this.signer = new X509Signer(NAME, own.getPrivate());
    this.keyIdentifier = keyIdentifier(spki);
    this.certificate = selfSigned(NAME, spki);
    this.nobodysKey = newKeyPair().getPublic().getEncoded();
  }

  /** The one issuer of this process, made at the first call. */
  public static SyntheticIssuer ofThisProcess() {
    return OfThisProcess.INSTANCE;
  }

  /** The self-signed certificate that {@link #issue} signs under: a CA with path length 0. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * A certificate for a peer.
   *
   * @param commonName the subject's only attribute; never empty
   * @param san the kind of {@code sanValue}
   * @param sanValue ignored for {@link SanType#NONE}, and then may be null
   * @param subjectPublicKeyInfo DER (RFC 5280 §4.1.2.7); the algorithm need not be known here
   * @param notBefore to the second; brought within 1970 to 9999
   * @param notAfter to the second; brought within 1970 to 9999
   * @param extensions DER values by dotted object identifier; not critical
   * @return a certificate of the JDK's X.509 factory that verifies under {@link #certificate()}
   * @throws IllegalArgumentException if a value cannot stand in a certificate
   */
  public X509Certificate issue(
      String commonName,
      SanType san,
      @Nullable String sanValue,
      byte[] subjectPublicKeyInfo,
      Instant notBefore,
      Instant notAfter,
      Map<String, byte[]> extensions) {
    if (commonName.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs a name");
    }
    SubjectPublicKeyInfo spki = parse(subjectPublicKeyInfo);
    ExtensionsGenerator all = new ExtensionsGenerator();
    add(all, Extension.basicConstraints, true, new BasicConstraints(false));
    add(all, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(spki)));
    add(all, Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyIdentifier));
    if (san != SanType.NONE) {
      add(all, Extension.subjectAlternativeName, false, subjectAltName(san, sanValue));
    }
    extensions.forEach((oid, value) -> all.addExtension(objectIdentifier(oid), false, value));
    Validity validity = new Validity(notBefore, notAfter);
    return signer.sign(commonName(commonName), spki, validity, all.generate());
  }

  /**
   * The chain of a peer that has a name and no key pair: its certificate and the issuer's. A name
   * that is a domain name or an IP literal stands in the subjectAltName too.
   */
  List<X509Certificate> chainFor(String name) {
    SanType san = sanTypeOf(name);
    Instant now = Instant.now();
    X509Certificate leaf =
        issue(
            name,
            san,
            name,
            nobodysKey,
            now.minus(BACKDATED),
            now.plus(LIFETIME_OF_NAMED),
            Map.of());
    return List.of(leaf, certificate);
  }

  private X509Certificate selfSigned(X500Name name, SubjectPublicKeyInfo spki) {
    ExtensionsGenerator all = new ExtensionsGenerator();
    add(all, Extension.basicConstraints, true, new BasicConstraints(0));
    add(all, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    add(all, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier));
    Validity validity = new Validity(Instant.now().minus(BACKDATED), Validity.LAST);
    return signer.sign(name, spki, validity, all.generate());
  }

  private static SanType sanTypeOf(String name) {
    if (IPAddress.isValid(name)) {
      return SanType.IP;
    }
    boolean domain = name.length() <= 253 && DOMAIN_NAME.matcher(name).matches();
    return domain ? SanType.DNS : SanType.NONE;
  }

  private static GeneralNames subjectAltName(SanType type, @Nullable String value) {
    if (value == null || value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "a subjectAltName is a text of printable ASCII without spaces, not '" + value + "'");
    }
    int tag =
        switch (type) {
          case DNS -> GeneralName.dNSName;
          case IP -> GeneralName.iPAddress;
          case URI -> GeneralName.uniformResourceIdentifier;
          case NONE -> throw new IllegalArgumentException("NONE has no value");
        };
    return new GeneralNames(new GeneralName(tag, value));
  }

  private static void add(
      ExtensionsGenerator all, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    try {
      all.addExtension(oid, critical, value);
    } catch (IOException e) {
      throw new IllegalArgumentException("the extension " + oid + " cannot be encoded", e);
    }
  }

  private static ASN1ObjectIdentifier objectIdentifier(String dotted) {
    ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.tryFromID(dotted);
    if (oid == null) {
      throw new IllegalArgumentException("'" + dotted + "' is no object identifier");
    }
    return oid;
  }

  private static SubjectPublicKeyInfo parse(byte[] der) {
    try {
      return SubjectPublicKeyInfo.getInstance(der);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IllegalArgumentException("this is no SubjectPublicKeyInfo in DER", e);
    }
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
  }

  /** RFC 7093 §2 method 1: the first 160 bits of SHA-256 over the key. */
  private static byte[] keyIdentifier(SubjectPublicKeyInfo spki) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Arrays.copyOf(sha256.digest(spki.getPublicKeyData().getOctets()), 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no provider for P-256: add the JDK's SunEC again", e);
    }
  }
}
