package org.dpk.provider.internal.keystore;

import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.IdentityRecord;
import org.jspecify.annotations.Nullable;

/** What an alias stands for. Immutable. */
sealed interface Entry {

  /** The certificate and what is above it; never empty. */
  List<X509Certificate> chain();

  /** Since when it holds. */
  Date created();

  default X509Certificate certificate() {
    return chain().get(0);
  }

  /** A version of one's own identity. */
  record Own(IdentityRecord record, byte[] recordBytes, List<X509Certificate> chain, Date created)
      implements Entry {}

  /** Somebody else's identity, at the block that the certificate names. */
  record Foreign(IdentityRecord record, List<X509Certificate> chain, Date created)
      implements Entry {}

  /** The issuer of this process. */
  record Issuer(List<X509Certificate> chain, Date created) implements Entry {}

  /**
   * @param block where the record was read; null where it is not known
   * @return empty if no certificate can show the record's keys
   */
  static Optional<Entry> own(IdentityRecord record, byte[] bytes, @Nullable BlockRef block) {
    return SyntheticChain.of(record, block)
        .map(chain -> new Own(record, bytes, chain, since(record, block)));
  }

  /** As {@link #own}. */
  static Optional<Foreign> foreign(IdentityRecord record, @Nullable BlockRef block) {
    return SyntheticChain.of(record, block)
        .map(chain -> new Foreign(record, chain, since(record, block)));
  }

  private static Date since(IdentityRecord record, @Nullable BlockRef block) {
    return new Date(1_000 * (block == null ? record.notBefore() : block.timestamp()));
  }
}
