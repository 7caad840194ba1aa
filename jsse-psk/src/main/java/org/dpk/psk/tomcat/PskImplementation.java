package org.dpk.psk.tomcat;

import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLImplementation;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SSLUtil;
import org.dpk.psk.PskJsseProvider;

/**
 * The value of a Tomcat connector's {@code sslImplementationName}: what its {@code Certificate}
 * elements name are pre-shared keys, or an identity that agrees on them.
 *
 * <p>{@code certificateKeystoreType} is the name of a key store and of an {@code SSLContext} alike:
 * {@code PSK} for a file of pre-shared keys, {@code DPK} for an identity file, with its password in
 * {@code certificateKeystorePassword}. It need not be said which protocol and which cipher suites
 * those have. The providers of both are registered when the connector starts.
 */
public final class PskImplementation extends SSLImplementation {

  private final SSLImplementation tomcats;

  /**
   * For Tomcat.
   *
   * @throws ClassNotFoundException if Tomcat lacks its own implementation
   */
  public PskImplementation() throws ClassNotFoundException {
    PskJsseProvider.installAll();
    tomcats = SSLImplementation.getInstance(null);
  }

  @Override
  public SSLSupport getSSLSupport(SSLSession session, Map<String, List<String>> attributes) {
    return tomcats.getSSLSupport(session, attributes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the type of the key store is none of ours: it says which to
   *     write
   */
  @Override
  public SSLUtil getSSLUtil(SSLHostConfigCertificate certificate) {
    return new PskHost(certificate);
  }
}
