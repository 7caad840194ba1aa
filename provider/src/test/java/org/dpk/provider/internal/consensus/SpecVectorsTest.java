package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientStore.Verified;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@code light_client_sync} vectors of the consensus specification, minimal preset: steps, and
 * which headers a light client has to believe after each.
 *
 * <p>Some steps are force_update, which there is none of here (ADR 36). The first test does that
 * step itself, as the specification has it, so that every other step is held to what is expected of
 * it. The second one leaves it out: the store stays, and what comes later is refused.
 */
class SpecVectorsTest {

  private final LightClientPolicy policy = TestChains.SPECIFICATION;

  @ParameterizedTest
  @ValueSource(strings = {"deneb", "electra"})
  void everyStepLeadsToTheExpectedHeaders(String fork) throws Exception {
    Vector vector = new Vector(fork);
    LightClientStore store = vector.bootstrap();
    LightClientUpdate last = null;
    int headers = 0;
    for (JsonNode step : vector.steps) {
      if (step.has("process_update")) {
        last = vector.update(step);
        store = vector.process(store, step);
      } else {
        store = forceUpdate(vector.chain, store, last);
      }
      headers += vector.check(step.elements().next().path("checks"), store);
    }
    System.out.println(fork + ": " + headers + " headers of the specification are as expected");
    assertEquals(20, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deneb", "electra"})
  void withoutForceTheStoreWaitsForWhatTwoThirdsSign(String fork) throws Exception {
    Vector vector = new Vector(fork);
    LightClientStore store = vector.bootstrap();
    boolean forced = false;
    int refused = 0;
    for (JsonNode step : vector.steps) {
      forced |= step.has("force_update");
      if (!forced) {
        store = vector.process(store, step);
        vector.check(step.path("process_update").path("checks"), store);
      } else if (step.has("process_update")) {
        LightClientStore before = store;
        assertEquals(
            Rule.PERIOD,
            assertThrows(ConsensusException.class, () -> vector.process(before, step)).rule());
        refused++;
      }
    }
    assertEquals(3, refused);
    assertEquals(96, store.finalized().slot());
    assertEquals(130, store.optimistic().slot());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deneb", "electra"})
  void aStepThatWasTakenAlreadyChangesNothing(String fork) throws Exception {
    Vector vector = new Vector(fork);
    LightClientStore store = vector.process(vector.bootstrap(), vector.steps.get(0));
    assertSame(store, vector.process(store, vector.steps.get(0)));
  }

  /** process_light_client_store_force_update: the attested header counts as final. */
  private static LightClientStore forceUpdate(
      BeaconChain chain, LightClientStore store, LightClientUpdate best) throws Exception {
    Verified forced = new HeaderCheck(chain).verify(best.attested());
    Optional<KnownCommittee> next =
        best.next().map(each -> KnownCommittee.of(each.committee(), BlsLibrary.best()));
    return new LightClientStore(forced, forced, store.next().orElseThrow(), next);
  }

  private final class Vector {

    final String fork;
    final JsonNode meta;
    final JsonNode steps;
    final BeaconChain chain;
    final LightClient client;
    final LightClientSsz ssz;

    Vector(String fork) throws IOException {
      this.fork = fork;
      this.meta = SharedVectors.yaml(path("meta.yaml"));
      this.steps = SharedVectors.yaml(path("steps.yaml"));
      this.chain =
          TestChains.minimal(fork, Root.parse(meta.path("genesis_validators_root").asText()));
      this.client = new LightClient(chain, policy, BlsLibrary.best());
      this.ssz = new LightClientSsz(chain);
    }

    private String path(String name) {
      return "spec/" + fork + "/light_client_sync/" + name;
    }

    LightClientStore bootstrap() throws Exception {
      return client.bootstrap(
          Root.parse(meta.path("trusted_block_root").asText()),
          ssz.bootstrap(fork, SharedVectors.snappy(path("bootstrap.ssz_snappy"))),
          chain.timeOf(40));
    }

    LightClientUpdate update(JsonNode step) throws Exception {
      String name = step.path("process_update").path("update").asText();
      return ssz.update(fork, SharedVectors.snappy(path(name + ".ssz_snappy")));
    }

    LightClientStore process(LightClientStore store, JsonNode step) throws Exception {
      long slot = step.path("process_update").path("current_slot").asLong();
      return client.process(store, update(step), chain.timeOf(slot));
    }

    /** How many headers were compared. */
    int check(JsonNode checks, LightClientStore store) {
      check(checks.path("finalized_header"), store.finalized());
      check(checks.path("optimistic_header"), store.optimistic());
      return 2;
    }

    private void check(JsonNode expected, TrustedHeader header) {
      assertEquals(expected.path("slot").asLong(-1), header.slot());
      assertEquals(expected.path("beacon_root").asText(), header.beaconRoot().toString());
      Root execution =
          HashTreeRoot.of(header.execution().orElseThrow(), ForkStructures.valueOf("DENEB"));
      assertEquals(expected.path("execution_root").asText(), execution.toString());
    }
  }
}
