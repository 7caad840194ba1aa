package org.dpk.provider.internal.consensus;

import static org.dpk.provider.internal.consensus.SignedChain.EVERYBODY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.junit.jupiter.api.Test;

/** The state that a light client keeps in a file. */
class StoreCodecTest {

  private final SignedChain signed = SignedChain.of("fulu");
  private final Bls bls = BlsLibrary.best();
  private final LightClient client = new LightClient(signed.chain, LightClientPolicy.DEFAULT, bls);
  private final StoreCodec codec = new StoreCodec(signed.chain, bls);

  private LightClientStore start() throws ConsensusException {
    return client.bootstrap(signed.checkpoint(8), signed.bootstrap(8), signed.at(9));
  }

  @Test
  void whatWasKeptGoesOnWhereItStood() throws Exception {
    LightClientStore store = start();
    for (long slot : new long[] {40, 104, 168}) {
      store = codec.decode(codec.encode(store));
      store = client.process(store, signed.update(slot, slot - 8), signed.at(1000));
    }
    LightClientStore kept = codec.decode(codec.encode(store));
    assertEquals(160, kept.finalized().slot());
    assertEquals(168, kept.optimistic().slot());
    assertEquals(store.finalized().beaconRoot(), kept.finalized().beaconRoot());
    assertEquals(store.optimistic().executionHash(), kept.optimistic().executionHash());
    assertArrayEquals(codec.encode(store), codec.encode(kept));
    assertTrue(kept.knowsNextCommittee());
    kept = client.process(kept, signed.optimisticUpdate(200, 201, EVERYBODY), signed.at(201));
    assertEquals(200, kept.optimistic().slot());
  }

  @Test
  void everyChangeIsNoticed() throws Exception {
    byte[] encoded = codec.encode(start());
    assertTrue(encoded.length <= codec.maxLength() && codec.maxLength() < 2 * encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      assertRefused(changed);
      assertRefused(Arrays.copyOf(encoded, i));
    }
    assertRefused(new byte[codec.maxLength() + 1]);
    System.out.println(2 * encoded.length + " changed states were refused");
  }

  private void assertRefused(byte[] encoded) {
    assertEquals(
        Rule.STATE, assertThrows(ConsensusException.class, () -> codec.decode(encoded)).rule());
  }

  @Test
  void theStateOfAnotherChainIsRefused() throws Exception {
    BeaconChain other = SignedChain.chain(Root.ZERO, TestChains.fork("fulu", "05000009", 0));
    byte[] encoded = codec.encode(start());
    ConsensusException refused =
        assertThrows(ConsensusException.class, () -> new StoreCodec(other, bls).decode(encoded));
    assertEquals(Rule.STATE, refused.rule());
    assertTrue(refused.getMessage().contains("another chain"), refused.getMessage());
  }

  @Test
  void whatContradictsItselfIsRefused() throws Exception {
    LightClientStore store = client.process(start(), signed.update(40, 24), signed.at(41));
    LightClientStore newerFinal =
        new LightClientStore(
            store.verifiedOptimistic(), store.verifiedFinalized(), store.current(), store.next());
    assertRefused(codec.encode(newerFinal));
    LightClientHeader sent = store.verifiedOptimistic().sent();
    LightClientHeader otherExecution =
        new LightClientHeader(
            sent.beacon(), signed.block(9).header().execution(), sent.executionBranch());
    LightClientStore wrongExecution =
        new LightClientStore(
            store.verifiedFinalized(),
            new LightClientStore.Verified(otherExecution, store.optimistic()),
            store.current(),
            Optional.empty());
    byte[] encoded = codec.encode(wrongExecution);
    assertEquals(
        Rule.BRANCH, assertThrows(ConsensusException.class, () -> codec.decode(encoded)).rule());
  }
}
