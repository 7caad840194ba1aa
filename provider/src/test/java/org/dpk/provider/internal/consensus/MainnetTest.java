package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Ethereum's beacon nodes answered in August 2023. */
class MainnetTest {

  private static final Root CHECKPOINT =
      Root.parse("0x5afc212a7924789b2bc86acad3ab3a6ffb1f6e97253ea50bee7f4f51422c9275");

  private final BeaconChain chain = TestChains.mainnet();
  private final BeaconApiJson json = new BeaconApiJson(chain);

  @ParameterizedTest
  @EnumSource
  void fromACheckpointToTheNewestHeader(BlsLibrary library) throws Exception {
    LightClient client = new LightClient(chain, LightClientPolicy.DEFAULT, library.open());
    LightClientStore store = bootstrap(client);
    assertEquals(7069376, store.finalized().slot());
    assertEquals(862, client.nextPeriod(store));
    List<LightClientUpdate> updates =
        json.updates(SharedVectors.bytes("mainnet/helios_updates.json"), 6);
    assertEquals(6, updates.size());
    long started = System.nanoTime();
    for (int i = 0; i < updates.size(); i++) {
      assertEquals(862 + i, client.nextPeriod(store));
      store = client.process(store, updates.get(i), chain.timeOf(7109433));
    }
    System.out.println(
        (System.nanoTime() - started) / 6_000_000 + " ms for each of six updates by " + library);
    assertEquals(868, client.nextPeriod(store));

    LightClientUpdate finality =
        json.finalityUpdate(SharedVectors.bytes("mainnet/helios_finality.json"));
    store = client.process(store, finality, chain.timeOf(7109433));
    assertEquals(7109344, store.finalized().slot());
    assertEquals(17923026, store.finalized().execution().orElseThrow().number());
    assertEquals(7109430, store.optimistic().slot());

    LightClientUpdate optimistic =
        json.optimisticUpdate(SharedVectors.bytes("mainnet/helios_optimistic.json"));
    store = client.process(store, optimistic, chain.timeOf(7109433));
    assertEquals(7109431, store.optimistic().slot());
    assertEquals(
        "0x3c015340e234ff7f8e75ecebb11d45154a394cd896ddcfcfffc941a07b314960",
        store.optimistic().executionHash().toString());
    assertEquals(17923113, store.optimistic().execution().orElseThrow().block().number());
    assertSame(store, client.process(store, optimistic, chain.timeOf(7109433)));
    assertTrue(store.knowsNextCommittee());
  }

  private LightClientStore bootstrap(LightClient client) throws Exception {
    return client.bootstrap(
        CHECKPOINT,
        json.bootstrap(SharedVectors.bytes("mainnet/helios_bootstrap.json")),
        chain.timeOf(7109433));
  }
}
