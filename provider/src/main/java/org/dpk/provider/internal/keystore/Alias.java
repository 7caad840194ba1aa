package org.dpk.provider.internal.keystore;

import java.util.Optional;
import java.util.OptionalLong;
import org.dpk.provider.DpkIdentity;

/**
 * The name of an entry: {@code id} for the record in force, {@code id@version} for exactly that
 * one.
 *
 * @param version positive; empty for the record in force
 */
record Alias(DpkIdentity identity, OptionalLong version) {

  private static final int MAX_VERSION_DIGITS = 18;

  static Alias of(DpkIdentity identity) {
    return new Alias(identity, OptionalLong.empty());
  }

  static Alias of(DpkIdentity identity, long version) {
    return new Alias(identity, OptionalLong.of(version));
  }

  /** Reads an alias in any spelling of the identity; empty if it can't name an entry. */
  static Optional<Alias> parse(String text) {
    int at = text.lastIndexOf('@');
    try {
      return at < 0
          ? Optional.of(of(DpkIdentity.parse(text)))
          : version(text.substring(at + 1))
              .map(version -> of(DpkIdentity.parse(text.substring(0, at)), version));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a record of this version is meant. */
  boolean means(long recordVersion) {
    return version.isEmpty() || version.getAsLong() == recordVersion;
  }

  private static Optional<Long> version(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_VERSION_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Optional.of(Long.parseLong(digits)).filter(v -> v > 0) : Optional.empty();
  }

  @Override
  public String toString() {
    return version.isEmpty() ? identity.toString() : identity + "@" + version.getAsLong();
  }
}
