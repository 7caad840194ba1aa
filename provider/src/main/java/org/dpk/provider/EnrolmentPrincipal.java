package org.dpk.provider;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * A device that is about to be admitted: it has a token, and proved to have the private keys of the
 * record that it wants. Nothing of it is on chain yet, so it is good for the enrolment endpoint and
 * for nothing else. Immutable; {@code equals} goes by the name, which is never that of a {@link
 * DpkPrincipal}.
 */
public final class EnrolmentPrincipal implements PskPrincipal {

  private final IdentityRecord candidate;
  private final byte[] candidateBytes;
  private final Supplier<List<X509Certificate>> issuer;
  private @Nullable List<X509Certificate> certificates;

  /**
   * @param candidate the record that the device wants
   * @param candidateBytes its canonical bytes; copied
   * @param issuer makes the synthetic chain, leaf first, when it is asked for
   */
  public EnrolmentPrincipal(
      IdentityRecord candidate, byte[] candidateBytes, Supplier<List<X509Certificate>> issuer) {
    this.candidate = Objects.requireNonNull(candidate, "candidate");
    this.candidateBytes = candidateBytes.clone();
    this.issuer = Objects.requireNonNull(issuer, "issuer");
  }

  /** Who it wants to be. */
  public DpkIdentity identity() {
    return candidate.identity();
  }

  /** The record that it wants, and whose private keys it has. */
  public IdentityRecord candidate() {
    return candidate;
  }

  /** The canonical bytes of {@link #candidate()}; a copy. */
  public byte[] candidateBytes() {
    return candidateBytes.clone();
  }

  /** {@code enrolling } and the canonical identity. */
  @Override
  public String getName() {
    return "enrolling " + candidate.identity();
  }

  @Override
  public synchronized List<X509Certificate> certificates() {
    List<X509Certificate> made = certificates;
    if (made == null) {
      made = List.copyOf(issuer.get());
      certificates = made;
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnrolmentPrincipal that && identity().equals(that.identity());
  }

  @Override
  public int hashCode() {
    return getName().hashCode();
  }

  @Override
  public String toString() {
    return getName();
  }
}
