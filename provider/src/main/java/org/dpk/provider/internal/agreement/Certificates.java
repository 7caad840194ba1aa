package org.dpk.provider.internal.agreement;

import java.security.cert.X509Certificate;
import java.util.List;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.EnrolmentPrincipal;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.internal.keystore.SyntheticChain;
import org.dpk.provider.internal.record.EncodedRecord;

/** Principals whose certificates are made when somebody asks for them. */
final class Certificates {

  private Certificates() {}

  static DpkPrincipal principal(IdentityRecord record) {
    return new DpkPrincipal(record, () -> chain(record));
  }

  static EnrolmentPrincipal enrolling(EncodedRecord candidate) {
    return new EnrolmentPrincipal(
        candidate.record(), candidate.bytes(), () -> chain(candidate.record()));
  }

  private static List<X509Certificate> chain(IdentityRecord record) {
    return SyntheticChain.of(record, null)
        .orElseThrow(() -> new IllegalStateException("a key was agreed without a key"));
  }
}
