package org.dpk.benchmarks;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a user would take instead: SunJSSE, TLS 1.3, mutual authentication, P-256, one leaf each
 * under one CA, no resumption.
 */
final class MutualTls {

  private static final X500Principal CA_NAME = new X500Principal("CN=benchmark CA");

  private final SSLContext client;
  private final SSLContext server;

  MutualTls() throws GeneralSecurityException {
    KeyPair ca = keyPair();
    X509Certificate caCertificate = certificate(CA_NAME, ca, ca, true);
    client = context("CN=client", ca, caCertificate);
    server = context("CN=server", ca, caCertificate);
  }

  /** Without a peer's host and port: SunJSSE then has nothing to resume by. */
  EnginePair newPair() {
    SSLEngine serverEngine = server.createSSLEngine();
    serverEngine.setUseClientMode(false);
    serverEngine.setNeedClientAuth(true);
    SSLEngine clientEngine = client.createSSLEngine();
    clientEngine.setUseClientMode(true);
    return new EnginePair(clientEngine, serverEngine);
  }

  private static SSLContext context(String name, KeyPair ca, X509Certificate caCertificate)
      throws GeneralSecurityException {
    KeyPair leaf = keyPair();
    char[] password = "benchmark".toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      X509Certificate certificate = certificate(new X500Principal(name), leaf, ca, false);
      store.setKeyEntry(
          "self", leaf.getPrivate(), password, new X509Certificate[] {certificate, caCertificate});
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, password);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", caCertificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLSv1.3", "SunJSSE");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      X500Principal subject, KeyPair subjectKeys, KeyPair issuerKeys, boolean ca)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              CA_NAME,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(1, ChronoUnit.HOURS)),
              Date.from(now.plus(1, ChronoUnit.DAYS)),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA")
              .setProvider("SunEC")
              .build(issuerKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
