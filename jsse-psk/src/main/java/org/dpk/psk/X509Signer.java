package org.dpk.psk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Puts certificates together in DER and signs them with a P-256 key (RFC 5280 §4.1). */
final class X509Signer {

  /** From when to when a certificate counts; to the second, within 1970 to 9999. */
  record Validity(Instant notBefore, Instant notAfter) {

    /** 99991231235959Z: the last instant that a certificate can name (RFC 5280 §4.1.2.5). */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    Validity {
      notBefore = clamp(notBefore);
      notAfter = clamp(notAfter);
    }

    private static Instant clamp(Instant instant) {
      if (instant.isBefore(Instant.EPOCH)) {
        return Instant.EPOCH;
      }
      return instant.isAfter(LAST) ? LAST : instant;
    }
  }

  private static final AlgorithmIdentifier ALGORITHM =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Name issuer;
  private final PrivateKey key;

  X509Signer(X500Name issuer, PrivateKey key) {
    this.issuer = issuer;
    this.key = key;
  }

  X509Certificate sign(
      X500Name subject, SubjectPublicKeyInfo spki, Validity validity, Extensions extensions) {
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(serialNumber()));
    body.setIssuer(issuer);
    body.setSubject(subject);
    body.setStartDate(new Time(Date.from(validity.notBefore())));
    body.setEndDate(new Time(Date.from(validity.notAfter())));
    body.setSubjectPublicKeyInfo(spki);
    body.setSignature(ALGORITHM);
    body.setExtensions(extensions);
    try {
      return decode(signed(body.generateTBSCertificate()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("no certificate can be made of this", e);
    }
  }

  private byte[] signed(TBSCertificate body) throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(body.getEncoded(ASN1Encoding.DER));
    ASN1Encodable[] parts = {body, ALGORITHM, new DERBitString(signature.sign())};
    return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
  }

  private static X509Certificate decode(byte[] der) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  /** 128 bits, positive (RFC 5280 §4.1.2.2: at most 20 bytes). */
  private static BigInteger serialNumber() {
    return new BigInteger(128, RANDOM).setBit(127);
  }
}
