package org.dpk.pkm.internal.token;

import java.security.GeneralSecurityException;
import java.security.Signature;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/**
 * What a PKM signs and verifies tokens with: the Ed25519 key of its record.
 *
 * @param issuer the PKM and its registry
 * @param record its record on chain
 */
public record PkmKeys(EnrolmentToken.Issuer issuer, OwnRecord record) {

  /** Whether this PKM signed a token. */
  public boolean isSigned(EnrolmentToken token) {
    return token.isSignedBy(pair().publicKey().sig(), issuer);
  }

  /** An Ed25519 signature, 64 bytes. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair().certifiedKey());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was made for Ed25519 signs", e);
    }
  }

  private SuiteKeyPair pair() {
    return record.keys().get(0);
  }
}
