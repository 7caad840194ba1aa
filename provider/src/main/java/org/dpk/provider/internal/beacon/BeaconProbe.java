package org.dpk.provider.internal.beacon;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.dpk.provider.internal.beacon.BeaconReport.Service;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.ConsensusException;
import org.dpk.provider.internal.consensus.LightClient;
import org.dpk.provider.internal.consensus.LightClientPolicy;
import org.dpk.provider.internal.consensus.LightClientStore;
import org.dpk.provider.internal.consensus.LightClientUpdate;
import org.dpk.provider.internal.consensus.Root;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a beacon node serves light clients, by being one for a moment: from the
 * checkpoint to the newest header, everything verified. One node at a time.
 */
public final class BeaconProbe {

  private static final int QUESTIONS = 4;

  private final BeaconChain chain;
  private final Root checkpoint;
  private final LightClient rules;
  private final InstantSource clock;
  private final List<Service> services = new ArrayList<>();
  private @Nullable LightClientStore store;

  private BeaconProbe(BeaconChain chain, Root checkpoint, Bls bls, InstantSource clock) {
    this.chain = chain;
    this.checkpoint = checkpoint;
    this.rules = new LightClient(chain, LightClientPolicy.DEFAULT, bls);
    this.clock = clock;
  }

  /**
   * Asks a node; an answer that is missing, late or wrong is in the report.
   *
   * @param checkpoint that the user trusts
   * @param patience for all of it
   * @throws IllegalArgumentException if the address is neither http nor https
   */
  public static BeaconReport ask(
      URI node,
      BeaconChain chain,
      Root checkpoint,
      Bls bls,
      InstantSource clock,
      Duration patience) {
    try (BeaconNode asked = BeaconNode.at(node, chain)) {
      return new BeaconProbe(chain, checkpoint, bls, clock)
          .ask(asked, patience.dividedBy(QUESTIONS));
    }
  }

  private interface Question {
    void ask() throws BeaconException, ConsensusException;
  }

  private BeaconReport ask(BeaconNode node, Duration each) {
    tryOut(node, "bootstrap", () -> bootstrap(node, each));
    tryOut(node, "updates", () -> updates(node, each));
    tryOut(node, "finality update", () -> take(node.finalityUpdate(each)));
    tryOut(node, "optimistic update", () -> take(node.optimisticUpdate(each)));
    LightClientStore known = store;
    return new BeaconReport(
        node.name(),
        services,
        known == null
            ? OptionalLong.empty()
            : OptionalLong.of(chain.slotAt(clock.instant()) - known.optimistic().slot()));
  }

  private void tryOut(BeaconNode node, String service, Question question) {
    try {
      question.ask();
      services.add(new Service(service, true, ""));
    } catch (BeaconException e) {
      services.add(new Service(service, false, String.valueOf(e.getMessage())));
    } catch (ConsensusException e) {
      String why = "the beacon node at " + node.name() + ": " + e.getMessage();
      services.add(new Service(service, false, why));
    }
  }

  private void bootstrap(BeaconNode node, Duration patience)
      throws BeaconException, ConsensusException {
    store = rules.bootstrap(checkpoint, node.bootstrap(checkpoint, patience), now());
  }

  /** From the checkpoint's period on, as many as there are and as one question gives. */
  private void updates(BeaconNode node, Duration patience)
      throws BeaconException, ConsensusException {
    LightClientStore known = store;
    long current = chain.periodOf(chain.slotAt(now()));
    long first = known == null ? current - 1 : rules.nextPeriod(known);
    int count = (int) Math.max(1, Math.min(BeaconNode.AT_ONCE, current - first));
    for (LightClientUpdate update : node.updates(Math.max(0, first), count, patience)) {
      take(update);
    }
  }

  /** Without a bootstrap there is nothing to verify it with: that it came has to do. */
  private void take(LightClientUpdate update) throws ConsensusException {
    LightClientStore known = store;
    if (known != null) {
      store = rules.process(known, update, now());
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
