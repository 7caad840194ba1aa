package org.dpk.provider.internal.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The second opinion of somebody who knows certificates: as much of the connection is passed on as
 * he understands.
 */
record Pkix(X509TrustManager trust) {

  void server(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, authType, socket);
    } else {
      trust.checkServerTrusted(chain, authType);
    }
  }

  void server(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, authType, engine);
    } else {
      trust.checkServerTrusted(chain, authType);
    }
  }

  void client(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkClientTrusted(chain, authType, socket);
    } else {
      trust.checkClientTrusted(chain, authType);
    }
  }

  void client(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkClientTrusted(chain, authType, engine);
    } else {
      trust.checkClientTrusted(chain, authType);
    }
  }

  void client(X509Certificate[] chain, String authType) throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }
}
