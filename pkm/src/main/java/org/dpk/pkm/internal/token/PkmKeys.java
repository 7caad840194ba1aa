package org.dpk.pkm.internal.token;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;

/** What a PKM signs and verifies tokens with: the Ed25519 key of its record. */
public final class PkmKeys {

  private final EnrolmentToken.Issuer issuer;
  private final OwnRecord record;
  private final SuiteKeyPair pair;

  private PkmKeys(EnrolmentToken.Issuer issuer, OwnRecord record, SuiteKeyPair pair) {
    this.issuer = issuer;
    this.record = record;
    this.pair = pair;
  }

  /**
   * @param issuer the PKM and its registry
   * @param record its record on chain, which keeps its keys
   * @return empty if the record has no keys of NSL_X25519
   */
  public static Optional<PkmKeys> of(EnrolmentToken.Issuer issuer, OwnRecord record) {
    return record.keys().stream()
        .filter(pair -> pair.suite() == Suite.NSL_X25519)
        .findFirst()
        .map(pair -> new PkmKeys(issuer, record, pair));
  }

  /** The PKM and its registry. */
  public EnrolmentToken.Issuer issuer() {
    return issuer;
  }

  /** Its record on chain. */
  public OwnRecord record() {
    return record;
  }

  /** Whether this PKM signed a token. */
  public boolean isSigned(EnrolmentToken token) {
    return token.isSignedBy(pair.publicKey().sig(), issuer);
  }

  /** An Ed25519 signature, 64 bytes. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.certifiedKey());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was made for Ed25519 signs", e);
    }
  }
}
