package org.dpk.provider.internal.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bouncycastle.asn1.x509.GeneralName;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads the names of peers: identities, and those in a certificate of the platform's. */
public final class NameDecoders {

  private static final List<byte[]> CERTIFICATES = certificates();

  public static final Decoders ALL =
      Decoders.of(
          Decoder.stable(
                  "names in a certificate",
                  CertificateException.class,
                  NameDecoders::names,
                  names -> new byte[0],
                  random -> CERTIFICATES.get(random.nextInt(CERTIFICATES.size())).clone())
              .openEnded(),
          Decoder.stable(
                  "identity",
                  IllegalArgumentException.class,
                  bytes -> DpkIdentity.parse(new String(bytes, UTF_8)),
                  DpkIdentity::bytes,
                  random -> identity(random).bytes())
              .openEnded(),
          Decoder.stable(
                  "identity of a host",
                  IllegalArgumentException.class,
                  bytes -> DpkIdentity.ofHost(new String(bytes, UTF_8)),
                  identity -> identity.name().getBytes(UTF_8),
                  random -> ("h" + random.nextInt(1000) + ".example.org").getBytes(UTF_8))
              .openEnded());

  private NameDecoders() {}

  private static CertificateNames names(byte[] der) throws CertificateException {
    return CertificateNames.of(certificate(der));
  }

  // the JDK parses certificates before they come here, and throws whatever comes: an Ed25519 key
  // of no bytes is an ArrayIndexOutOfBoundsException in 17
  private static X509Certificate certificate(byte[] der) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (RuntimeException e) {
      throw new CertificateException("the JDK can't read it", e);
    }
  }

  private static DpkIdentity identity(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> DpkIdentity.parse("dns:d" + random.nextInt(100_000) + ".example");
      case 1 -> DpkIdentity.parse("ip:192.0.2." + random.nextInt(256));
      case 2 -> DpkIdentity.parse("ip:2001:db8::" + Integer.toHexString(random.nextInt(65_536)));
      default -> DpkIdentity.of(new UUID(random.nextLong(), random.nextLong()));
    };
  }

  private static List<byte[]> certificates() {
    try {
      KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return List.of(
          certificate(keys, "CN=a.example.org, O=DPK", TestCertificates.dns("a.example.org")),
          certificate(keys, "", TestCertificates.ip("192.0.2.1"), TestCertificates.dns("*.b")),
          certificate(keys, "CN=x", TestCertificates.uri("urn:uuid:" + new UUID(1, 2))));
    } catch (Exception e) {
      throw new IllegalStateException("no certificates to begin with", e);
    }
  }

  private static byte[] certificate(KeyPair keys, String subject, GeneralName... names)
      throws Exception {
    return TestCertificates.selfSigned(keys.getPublic(), keys.getPrivate(), subject, names)
        .chain()[0]
        .getEncoded();
  }
}
