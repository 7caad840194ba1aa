package org.dpk.psk.tomcat;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;
import org.apache.tomcat.util.net.SSLUtilBase;

/** A virtual host of Tomcat's whose keys are ours; it offers what our engine has. */
final class PskHost extends SSLUtilBase {

  private static final Log LOG = LogFactory.getLog(PskHost.class);
  private static final SSLParameters SUPPORTED = newContext("TLS-PSK").getSupportedSSLParameters();

  PskHost(SSLHostConfigCertificate certificate) {
    super(certificate, false);
  }

  /** The context of the same name as the key store. */
  @Override
  protected org.apache.tomcat.util.net.SSLContext createSSLContextInternal(
      List<String> negotiableProtocols) throws Exception {
    SSLContext context = newContext(certificate.getCertificateKeystoreType());
    KeyManager[] keys = getKeyManagers();
    context.init(keys, null, null);
    return SSLUtil.createSSLContext(context, x509(keys), new NoCertificates());
  }

  @Override
  public KeyManager[] getKeyManagers() throws Exception {
    KeyStore store = certificate.getCertificateKeystore();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        return super.getKeyManagers();
      }
    }
    throw new KeyStoreException(
        "certificateKeystoreFile "
            + certificate.getCertificateKeystoreFile()
            + " has no keys: a PSK file has lines identity:hexkey; an identity is to be admitted"
            + " first (dpk enrol)");
  }

  /** For what Tomcat shows of a connector's certificates. */
  private static X509KeyManager x509(KeyManager[] keys) {
    return Arrays.stream(keys)
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Trusts none: what a peer shows is a key. */
  private static final class NoCertificates implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no certificates here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no certificates here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLContext newContext(String type) {
    try {
      return SSLContext.getInstance(type);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          "certificateKeystoreType is '"
              + type
              + "': write DPK (an identity file, with the jars of dpk-provider beside those of"
              + " Tomcat) or PSK (a file of lines identity:hexkey)",
          e);
    }
  }

  @Override
  protected Set<String> getImplementedProtocols() {
    return Set.of(SUPPORTED.getProtocols());
  }

  @Override
  protected Set<String> getImplementedCiphers() {
    return Set.of(SUPPORTED.getCipherSuites());
  }

  /** A client is authenticated in the handshake or never. */
  @Override
  protected boolean isTls13RenegAuthAvailable() {
    return false;
  }

  @Override
  protected Log getLog() {
    return LOG;
  }
}
