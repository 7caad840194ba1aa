package org.dpk.provider.internal.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** X.509 as anybody makes it: self-signed, or by an authority of the test. */
public final class TestCertificates {

  /** Whose certificate it is, and the key to it. */
  public record Credential(PrivateKey key, X509Certificate... chain) {}

  private static final char[] PASSWORD = "in memory".toCharArray();

  private final KeyPair authority = ecKeys();
  private final X509Certificate authorityCertificate;

  public TestCertificates() throws Exception {
    X509v3CertificateBuilder builder =
        builder("CN=test authority", "CN=test authority", authority.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    authorityCertificate = sign(builder, "SHA256withECDSA", authority.getPrivate());
  }

  public static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  public static GeneralName ip(String literal) {
    return new GeneralName(GeneralName.iPAddress, literal);
  }

  public static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  /** Signed by its own key, an Ed25519 or an RSA key. */
  public static Credential selfSigned(
      PublicKey publicKey, PrivateKey key, String subject, GeneralName... names) throws Exception {
    String issuer = subject.isEmpty() ? "CN=whoever" : subject;
    X509v3CertificateBuilder builder = named(builder(issuer, subject, publicKey), names);
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
    return new Credential(key, sign(builder, algorithm, key));
  }

  /** Signed by the authority of the test. */
  public Credential issue(PublicKey publicKey, PrivateKey key, String subject, GeneralName... names)
      throws Exception {
    X509v3CertificateBuilder builder =
        named(builder("CN=test authority", subject, publicKey), names);
    return new Credential(
        key, sign(builder, "SHA256withECDSA", authority.getPrivate()), authorityCertificate);
  }

  /** A key store with the authority's certificate. */
  public KeyStore trusted() throws Exception {
    KeyStore store = empty();
    store.setCertificateEntry("authority", authorityCertificate);
    return store;
  }

  public X509Certificate authority() {
    return authorityCertificate;
  }

  /** The JDK's own trust manager for the authority. */
  public X509TrustManager pkix() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted());
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /** The JDK's own TLS with a credential. */
  public static SSLContext tls(Credential own, TrustManager trust) throws Exception {
    KeyStore store = empty();
    store.setKeyEntry("own", own.key(), PASSWORD, own.chain());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys.getKeyManagers(), new TrustManager[] {trust}, null);
    return context;
  }

  public static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static X509v3CertificateBuilder named(
      X509v3CertificateBuilder builder, GeneralName... names) throws Exception {
    return names.length == 0
        ? builder
        : builder.addExtension(
            Extension.subjectAlternativeName,
            true,
            new GeneralNames(Arrays.copyOf(names, names.length)));
  }

  private static X509v3CertificateBuilder builder(String issuer, String subject, PublicKey key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        new X500Principal(issuer),
        BigInteger.valueOf(System.nanoTime()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofHours(1))),
        new X500Principal(subject),
        key);
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, String algorithm, PrivateKey key) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
  }

  private static KeyPair ecKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }
}
