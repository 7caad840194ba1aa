package org.dpk.provider;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * A peer that proved to have the private keys of its record on chain. Immutable; {@code equals}
 * goes by the name.
 */
public final class DpkPrincipal implements PskPrincipal {

  private final IdentityRecord record;
  private final Supplier<List<X509Certificate>> issuer;
  private @Nullable List<X509Certificate> certificates;

  /**
   * @param record as it was read from the chain
   * @param issuer makes the synthetic chain, leaf first, when it is asked for
   */
  public DpkPrincipal(IdentityRecord record, Supplier<List<X509Certificate>> issuer) {
    this.record = Objects.requireNonNull(record, "record");
    this.issuer = Objects.requireNonNull(issuer, "issuer");
  }

  /** Who it is. */
  public DpkIdentity identity() {
    return record.identity();
  }

  /** Its record, as it was when the key was agreed. */
  public IdentityRecord record() {
    return record;
  }

  /** The canonical identity, such as {@code dns:example.org}. */
  @Override
  public String getName() {
    return record.identity().toString();
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
    return other instanceof DpkPrincipal that && identity().equals(that.identity());
  }

  @Override
  public int hashCode() {
    return identity().hashCode();
  }

  @Override
  public String toString() {
    return getName();
  }
}
