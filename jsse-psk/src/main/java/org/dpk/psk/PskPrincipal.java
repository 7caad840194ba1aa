package org.dpk.psk;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who the peer is, proven by the pre-shared key that keyed the connection.
 *
 * <p>What {@code SSLSession.getPeerPrincipal()} returns. Where a server has certificates as well as
 * keys, {@code getPeerPrincipal() instanceof PskPrincipal} tells a client that has proven a key
 * from one of ordinary TLS, whose principal is of X.500, or who has none. Implementations are
 * immutable and safe for use by several threads; {@code equals} and {@code hashCode} go by the
 * name.
 */
public interface PskPrincipal extends Principal {

  /**
   * The synthetic certificate chain of this peer, for code that knows peers only by X.509: subject
   * and subjectAltName are the proven name, the issuer is a key of this process. It proves nothing
   * by itself.
   *
   * @return leaf first; never empty. Made at the first call, the same objects afterwards
   */
  List<X509Certificate> certificates();
}
