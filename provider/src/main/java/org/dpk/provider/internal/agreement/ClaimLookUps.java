package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.Optional;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.LookupBudget.Kind;
import org.dpk.provider.internal.admission.Visitor;
import org.dpk.provider.internal.nsl.ResponderStep;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.WrongStaple;
import org.jspecify.annotations.Nullable;

/** What one run asks of the chain about whoever claims to be its client, within the budgets. */
final class ClaimLookUps {

  private static final Duration BETWEEN_REFETCHES = Duration.ofSeconds(30);

  private final Parts parts;
  private final Visitor visitor;

  /** Read from the chain for this very run: no cache to look past. */
  private @Nullable Lookup fresh;

  ClaimLookUps(Parts parts, Visitor visitor) {
    this.parts = parts;
    this.visitor = visitor;
  }

  /** For whoever merely says who he is. */
  Lookup claimed(ResponderStep.LookUp asked, CallerStaple staple)
      throws RegistryException, LookUps.OverBudget, WrongStaple {
    DpkIdentity identity = asked.identity();
    if (asked.pastCaches() && fresh != null) {
      return fresh;
    }
    // an NS1 that names a version that nobody has must not wear the chain out
    boolean past = asked.pastCaches() && parts.refetches().isNew(identity, BETWEEN_REFETCHES);
    Freshness wanted = past ? Freshness.NOW : Freshness.RECENT;
    Optional<Lookup> known = withoutLooking(identity, wanted, staple);
    if (known.isPresent()) {
      return known.get();
    }
    boolean acquainted = parts.acquainted().contains(identity);
    Kind kind = past ? Kind.REFETCH : acquainted ? Kind.KNOWN : Kind.STRANGER;
    return find(identity, wanted, kind, staple.record());
  }

  /** protocol.md "What B does before it trusts NS1": positive cache, negative cache, staple. */
  private Optional<Lookup> withoutLooking(
      DpkIdentity identity, Freshness wanted, CallerStaple staple) throws WrongStaple {
    Optional<Lookup> known = parts.lookUps().known(identity, wanted);
    if (known.isPresent() || staple.staple() == null) {
      return known;
    }
    Optional<Lookup> proven = parts.lookUps().stapling().accept(identity, staple.staple());
    proven.ifPresent(lookup -> visitor.count(Rung.STAPLED));
    return proven;
  }

  /** For whoever has proven it: his own look-up is not at the mercy of those who have not. */
  Lookup proven(DpkIdentity identity) throws RegistryException, LookUps.OverBudget {
    return find(identity, Freshness.RECENT, Kind.KNOWN, null);
  }

  private Lookup find(
      DpkIdentity identity, Freshness wanted, Kind kind, @Nullable EncodedRecord brought)
      throws RegistryException, LookUps.OverBudget {
    LookUps.Found found =
        parts.lookUps().findCaller(identity, wanted, kind, visitor.turn(), brought);
    if (found.fresh()) {
      fresh = found.lookup();
    }
    return found.lookup();
  }
}
