package org.dpk.provider.internal.consensus;

import java.util.Optional;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;
import org.dpk.provider.internal.consensus.UpdateCheck.Proven;

/**
 * What an update would change (process_light_client_update, apply_light_client_update).
 *
 * @param newest whether its attested header is the newest that enough have signed
 * @param isFinal whether its final header or next committee is new
 * @param rotates whether its final header is of the period after the one that is known
 */
record Progress(boolean newest, boolean isFinal, boolean rotates) {

  static Progress of(
      BeaconChain chain,
      LightClientPolicy policy,
      LightClientStore store,
      LightClientUpdate update) {
    long attested = update.attested().beacon().slot();
    long finalized = UpdateCheck.finalizedSlot(update);
    long known = store.finalized().slot();
    boolean bringsCommittee =
        !store.knowsNextCommittee()
            && update.next().isPresent()
            && update.finality().isPresent()
            && chain.periodOf(finalized) == chain.periodOf(attested);
    boolean enough =
        100 * update.aggregate().participants()
            >= policy.optimisticPercent() * chain.syncCommitteeSize();
    return new Progress(
        enough && attested > store.optimistic().slot(),
        finalized > known || bringsCommittee,
        store.knowsNextCommittee() && chain.periodOf(finalized) == chain.periodOf(known) + 1);
  }

  boolean isNone() {
    return !newest && !isFinal;
  }

  LightClientStore apply(LightClientStore store, Proven update, Bls bls) {
    Verified optimistic = newest ? update.attested() : store.verifiedOptimistic();
    if (!isFinal) {
      return new LightClientStore(
          store.verifiedFinalized(), optimistic, store.current(), store.next());
    }
    Verified finalized =
        newer(store.verifiedFinalized(), update.finalized().orElse(store.verifiedFinalized()));
    KnownCommittee current = rotates ? store.next().orElseThrow() : store.current();
    return new LightClientStore(
        finalized, newer(optimistic, finalized), current, next(store, update, bls));
  }

  /** A committee that is known stays as it is, unless its period begins. */
  private Optional<KnownCommittee> next(LightClientStore store, Proven update, Bls bls) {
    if (store.knowsNextCommittee() && !rotates) {
      return store.next();
    }
    return update.next().map(each -> KnownCommittee.of(each.committee(), bls));
  }

  private static Verified newer(Verified first, Verified second) {
    return second.trusted().slot() > first.trusted().slot() ? second : first;
  }
}
