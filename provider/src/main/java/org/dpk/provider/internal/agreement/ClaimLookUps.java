package org.dpk.provider.internal.agreement;

import java.time.Duration;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.LookupBudget.Kind;
import org.dpk.provider.internal.admission.Visitor;
import org.dpk.provider.internal.nsl.ResponderStep;
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
  Lookup claimed(ResponderStep.LookUp asked) throws RegistryException, LookUps.OverBudget {
    DpkIdentity identity = asked.identity();
    if (asked.pastCaches() && fresh != null) {
      return fresh;
    }
    // an NS1 that names a version that nobody has must not wear the chain out
    boolean past = asked.pastCaches() && parts.refetches().isNew(identity, BETWEEN_REFETCHES);
    return past ? find(identity, Freshness.NOW, Kind.REFETCH) : find(identity, Freshness.RECENT);
  }

  /** For whoever has proven it: his own look-up is not at the mercy of those who have not. */
  Lookup proven(DpkIdentity identity) throws RegistryException, LookUps.OverBudget {
    return find(identity, Freshness.RECENT, Kind.KNOWN);
  }

  private Lookup find(DpkIdentity identity, Freshness wanted)
      throws RegistryException, LookUps.OverBudget {
    boolean known = parts.acquainted().contains(identity);
    return find(identity, wanted, known ? Kind.KNOWN : Kind.STRANGER);
  }

  private Lookup find(DpkIdentity identity, Freshness wanted, Kind kind)
      throws RegistryException, LookUps.OverBudget {
    LookUps.Found found = parts.lookUps().findCaller(identity, wanted, kind, visitor.turn());
    if (found.fresh()) {
      fresh = found.lookup();
    }
    return found.lookup();
  }
}
