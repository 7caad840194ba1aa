package org.dpk.provider.internal.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.KeyRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a certificate exactly when its key is a signature key on chain for the very identity that
 * was asked for; with a PKIX trust manager beside it, only if that one agrees too.
 *
 * <p>A client asks for the identity of the host that it connects to, whether or not endpoint
 * identification is on. At a server it is the one identity in the client certificate's
 * subjectAltName. Without PKIX nothing else in a certificate is vouched for, so it may name nobody
 * else: neither in its subject nor in its subjectAltName.
 *
 * <p>Blocks for a look-up, within its deadline: TLS engines check certificates in delegated tasks.
 * Safe for use by several threads.
 */
public final class DpkTrustManager extends X509ExtendedTrustManager {

  private final KeyOnChain keys;
  private final AskedHosts asked;
  private final @Nullable Pkix pkix;

  /**
   * @param registry is kept for as long as this
   * @param deadline of one look-up
   * @param pkix has to agree; null for nobody
   */
  public DpkTrustManager(
      KeyRegistry registry,
      Duration deadline,
      HostIdentity hosts,
      @Nullable X509TrustManager pkix) {
    this.keys = new KeyOnChain(registry, deadline);
    this.asked = new AskedHosts(hosts);
    this.pkix = pkix == null ? null : new Pkix(pkix);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    requireArguments(chain, authType);
    if (pkix != null) {
      pkix.server(chain, authType, socket);
    }
    requireServer(chain[0], asked.on(socket));
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    requireArguments(chain, authType);
    if (pkix != null) {
      pkix.server(chain, authType, engine);
    }
    requireServer(chain[0], asked.on(engine));
  }

  /**
   * {@inheritDoc}
   *
   * @throws CertificateException always: a call without engine or socket does not say whom the
   *     application asked for
   */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    requireArguments(chain, authType);
    throw AskedHosts.nobody();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    requireArguments(chain, authType);
    if (pkix != null) {
      pkix.client(chain, authType, socket);
    }
    requireClient(chain[0]);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    requireArguments(chain, authType);
    if (pkix != null) {
      pkix.client(chain, authType, engine);
    }
    requireClient(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    requireArguments(chain, authType);
    if (pkix != null) {
      pkix.client(chain, authType);
    }
    requireClient(chain[0]);
  }

  /**
   * {@inheritDoc}
   *
   * @return those of the PKIX trust manager; empty where there is none: anybody may be on chain
   */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return pkix == null ? new X509Certificate[0] : pkix.trust().getAcceptedIssuers();
  }

  private void requireServer(X509Certificate leaf, Set<DpkIdentity> wanted)
      throws CertificateException {
    CertificateNames names = CertificateNames.of(leaf);
    DpkIdentity identity =
        wanted.stream()
            .filter(names.identities()::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    new CertificateException(
                        "the certificate is of %s, but %s was asked for"
                            .formatted(names, texts(wanted))));
    requireNobodyElse(names);
    keys.requireOfServer(identity, leaf.getPublicKey());
  }

  private void requireClient(X509Certificate leaf) throws CertificateException {
    CertificateNames names = CertificateNames.of(leaf);
    if (names.identities().size() != 1) {
      throw new CertificateException(
          "a client's certificate has to name one identity in its subjectAltName (a DNS name, an IP"
              + " address, or a URI urn:uuid:…), and this one is of "
              + names);
    }
    requireNobodyElse(names);
    keys.requireOfCaller(names.identities().iterator().next(), leaf.getPublicKey());
  }

  // with PKIX, an authority vouches for the rest
  private void requireNobodyElse(CertificateNames names) throws CertificateException {
    if (pkix == null && (names.identities().size() != 1 || !names.rest().isEmpty())) {
      throw new CertificateException(
          "the certificate is of "
              + names
              + ", and the chain can prove one identity only: make it with one name in the"
              + " subjectAltName, and a subject that is empty or a common name with the same name");
    }
  }

  private static String texts(Set<DpkIdentity> identities) {
    return String.join(" or ", identities.stream().map(DpkIdentity::toString).toList());
  }

  private static void requireArguments(
      X509Certificate @Nullable [] chain, @Nullable String authType) {
    if (chain == null || chain.length == 0 || authType == null || authType.isEmpty()) {
      throw new IllegalArgumentException("a chain and a kind of authentication are needed");
    }
  }
}
