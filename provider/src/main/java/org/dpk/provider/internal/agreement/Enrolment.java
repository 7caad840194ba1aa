package org.dpk.provider.internal.agreement;

import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.jspecify.annotations.Nullable;

/** What a device enrols with: instead of a record on chain a candidate, and a token. */
public final class Enrolment {

  private final OwnKeys candidate;
  private final byte[] token;
  private final byte @Nullable [] pinnedRecHash;

  /**
   * @param candidate the record that is wanted, and the private keys that a run is to prove: of one
   *     suite, or of several, of which the PKM's record then says which
   * @param token 1 byte or more, opaque here; copied
   * @param pinnedRecHash {@code rec_hash} that the PKM has to have, 32 bytes; null to take the
   *     record that is on chain for its identity
   */
  public Enrolment(OwnKeys candidate, byte[] token, byte @Nullable [] pinnedRecHash) {
    if (token.length == 0) {
      throw new IllegalArgumentException("an enrolment token is not empty");
    }
    this.candidate = candidate;
    this.token = token.clone();
    this.pinnedRecHash = pinnedRecHash == null ? null : pinnedRecHash.clone();
  }

  OwnKeys candidate() {
    return candidate;
  }

  byte[] token() {
    return token.clone();
  }

  boolean accepts(byte[] recHash) {
    return Optional.ofNullable(pinnedRecHash).map(pin -> Arrays.equals(pin, recHash)).orElse(true);
  }
}
