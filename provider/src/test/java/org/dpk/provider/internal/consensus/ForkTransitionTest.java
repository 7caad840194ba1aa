package org.dpk.provider.internal.consensus;

import static org.dpk.provider.internal.consensus.SignedChain.EVERYBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;
import org.junit.jupiter.api.Test;

/** A chain whose forks come while it is followed: Deneb at slot 64, Electra at 128, Fulu at 192. */
class ForkTransitionTest {

  private final SignedChain signed =
      SignedChain.with(
          TestChains.fork("capella", "03000009", 0),
          TestChains.fork("deneb", "04000009", 8),
          TestChains.fork("electra", "05000009", 16),
          TestChains.fork("fulu", "06000009", 24));
  private final LightClient client =
      new LightClient(signed.chain, LightClientPolicy.DEFAULT, BlsLibrary.best());

  private LightClientStore upTo(long... attested) throws ConsensusException {
    LightClientStore store =
        client.bootstrap(signed.checkpoint(8), signed.bootstrap(8), signed.at(9));
    for (long slot : attested) {
      store = process(store, signed.update(slot, slot - 8));
    }
    return store;
  }

  private LightClientStore process(LightClientStore store, LightClientUpdate update)
      throws ConsensusException {
    return client.process(store, update, signed.at(1000));
  }

  @Test
  void whatIsFinalMayBeOfTheForkBefore() throws Exception {
    LightClientStore store = upTo(40, 68, 76, 132, 140, 196);
    assertEquals(188, store.finalized().slot());
    assertEquals(196, store.optimistic().slot());
    store = process(store, signed.update(250, 230));
    assertEquals(230, store.finalized().slot());
  }

  /** The last block of a fork is signed in the first slot of the next, under the old version. */
  @Test
  void theVersionIsThatOfTheSlotBeforeTheSignature() throws Exception {
    LightClientStore store = upTo(40);
    LightClientUpdate last = signed.optimisticUpdate(63, 64, EVERYBODY);
    assertEquals(63, process(store, last).optimistic().slot());
    BeaconHeader header = signed.block(63).header().beacon();
    Root underTheNew =
        HashTreeRoot.signingRoot(
            header, signed.chain.forkAtSlot(64).version(), signed.chain.genesisValidatorsRoot());
    LightClientUpdate wrong =
        new LightClientUpdate(
            last.attested(),
            Optional.empty(),
            Optional.empty(),
            signed.sign(underTheNew, 1, EVERYBODY),
            64);
    assertRefused(Rule.SIGNATURE, store, wrong);
  }

  /** is_valid_normalized_merkle_branch: a server may have brought old updates into a new form. */
  @Test
  void branchesInTheFormOfALaterForkBeginWithZeros() throws Exception {
    LightClientStore store = upTo(40);
    LightClientUpdate good = signed.update(100, 90);
    assertEquals(90, process(store, inFront(good, Root.ZERO)).finalized().slot());
    assertRefused(Rule.BRANCH, store, inFront(good, new SignedChain.SplitBytes(1).root()));
  }

  private static LightClientUpdate inFront(LightClientUpdate update, Root node) {
    NextCommittee next = update.next().orElseThrow();
    Finality finality = update.finality().orElseThrow();
    return new LightClientUpdate(
        update.attested(),
        Optional.of(new NextCommittee(next.committee(), inFront(next.branch(), node))),
        Optional.of(new Finality(finality.header(), inFront(finality.branch(), node))),
        update.aggregate(),
        update.signatureSlot());
  }

  private static List<Root> inFront(List<Root> branch, Root node) {
    List<Root> longer = new ArrayList<>(List.of(node));
    longer.addAll(branch);
    return longer;
  }

  @Test
  void branchesOfTheForkBeforeAreTooShort() throws Exception {
    LightClientStore store = upTo(40, 76);
    LightClientUpdate good = signed.update(132, 124);
    Finality finality = good.finality().orElseThrow();
    assertRefused(
        Rule.BRANCH,
        store,
        new LightClientUpdate(
            good.attested(),
            good.next(),
            Optional.of(new Finality(finality.header(), finality.branch().subList(1, 7))),
            good.aggregate(),
            good.signatureSlot()));
  }

  @Test
  void thereAreNoBlobsBeforeDeneb() throws Exception {
    LightClientStore store = upTo();
    LightClientUpdate good = signed.optimisticUpdate(40, 41, EVERYBODY);
    ExecutionHeader all = SignedChain.execution(40, ForkStructures.DENEB);
    assertEquals(good.attested().execution().hash(), all.hash());
    LightClientHeader withBlobs =
        new LightClientHeader(good.attested().beacon(), all, good.attested().executionBranch());
    assertRefused(
        Rule.BRANCH,
        store,
        new LightClientUpdate(withBlobs, Optional.empty(), Optional.empty(), good.aggregate(), 41));
  }

  private void assertRefused(Rule rule, LightClientStore store, LightClientUpdate update) {
    assertEquals(rule, assertThrows(ConsensusException.class, () -> process(store, update)).rule());
  }
}
