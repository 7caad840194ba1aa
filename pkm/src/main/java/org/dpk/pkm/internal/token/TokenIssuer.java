package org.dpk.pkm.internal.token;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.enrol.TokenFile;

/** Makes tokens. Safe for use by several threads. */
public final class TokenIssuer {

  private final PkmKeys keys;
  private final List<ServiceAddress> endpoints;
  private final List<URI> nodes;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param endpoints where devices reach this PKM
   * @param nodes Ethereum nodes that they may ask
   */
  public TokenIssuer(PkmKeys keys, List<ServiceAddress> endpoints, List<URI> nodes) {
    this.keys = keys;
    this.endpoints = List.copyOf(endpoints);
    this.nodes = List.copyOf(nodes);
  }

  /**
   * A new token.
   *
   * @param identity what the device may become
   * @param notAfter until when it may begin
   */
  public EnrolmentToken issue(DpkIdentity identity, Instant notAfter) {
    byte[] secret = new byte[EnrolmentToken.SECRET_LENGTH];
    random.nextBytes(secret);
    try {
      return EnrolmentToken.issue(secret, identity, notAfter, keys.issuer(), keys::sign);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * What the device is handed.
   *
   * @param recordNotAfter what its record must say as its end; Unix seconds, 0 for none
   */
  public TokenFile file(EnrolmentToken token, AdmissionMode mode, long recordNotAfter) {
    return new TokenFile(
        token.identity(),
        mode,
        keys.issuer().registry(),
        keys.issuer().pkm(),
        keys.record().recordHash(),
        endpoints,
        nodes,
        recordNotAfter,
        token.encode());
  }
}
