package org.dpk.psk;

import java.time.Instant;
import java.util.Objects;

/**
 * A key as a {@link PskStore} holds it. Immutable.
 *
 * <p>The three texts consist of the 64 characters of base64url (RFC 4648 §5). Neither the key nor
 * whose it is can be read from them; a row that was altered or put together from two is found out.
 *
 * @param name a pseudonym of the key's wire identity: {@value #NAME_LENGTH} characters, unique
 * @param owner a pseudonym of the client that the key authenticates: {@value #NAME_LENGTH}
 *     characters
 * @param expiry when the key ends, in whole milliseconds; by the clocks of the server processes
 * @param sealed 1 to {@value #MAX_SEALED_LENGTH} characters
 */
public record SealedPsk(String name, String owner, Instant expiry, String sealed) {

  /** The length of a pseudonym in characters: 256 bits in base64url. */
  public static final int NAME_LENGTH = 43;

  /** The longest sealed text, in characters. */
  public static final int MAX_SEALED_LENGTH = 2048;

  /**
   * @throws IllegalArgumentException if a length is out of bounds
   */
  public SealedPsk {
    Objects.requireNonNull(expiry, "expiry");
    if (name.length() != NAME_LENGTH || owner.length() != NAME_LENGTH) {
      throw new IllegalArgumentException("a pseudonym has " + NAME_LENGTH + " characters");
    }
    if (sealed.isEmpty() || sealed.length() > MAX_SEALED_LENGTH) {
      throw new IllegalArgumentException(
          "a sealed key has 1 to " + MAX_SEALED_LENGTH + " characters, not " + sealed.length());
    }
  }

  /** When it ends; of the rest, nothing. */
  @Override
  public String toString() {
    return "SealedPsk[until " + expiry + "]";
  }
}
