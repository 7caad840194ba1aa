package org.dpk.provider.internal.consensus;

import static org.dpk.provider.internal.consensus.SignedChain.EVERYBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a light client believes of a chain, and what not, rule by rule. */
class LightClientTest {

  private static final long START = 8;
  private static final long FAR = 100_000;

  private final SignedChain signed = SignedChain.of("fulu");
  private final LightClient client = client(signed);

  private static LightClient client(SignedChain signed) {
    return new LightClient(signed.chain, LightClientPolicy.DEFAULT, BlsLibrary.best());
  }

  private LightClientStore start() throws ConsensusException {
    return start(signed, START);
  }

  private static LightClientStore start(SignedChain signed, long slot) throws ConsensusException {
    return client(signed)
        .bootstrap(signed.checkpoint(slot), signed.bootstrap(slot), signed.at(slot + 1));
  }

  private LightClientStore process(LightClientStore store, LightClientUpdate update)
      throws ConsensusException {
    long now = Math.max(update.signatureSlot(), store.finalized().slot());
    return client.process(store, update, signed.at(now));
  }

  private static void assertRefused(Rule rule, Executable what) {
    assertEquals(rule, assertThrows(ConsensusException.class, what).rule());
  }

  private void assertRefused(Rule rule, LightClientStore store, LightClientUpdate update) {
    assertRefused(rule, () -> process(store, update));
  }

  @ParameterizedTest
  @ValueSource(strings = {"capella", "deneb", "electra", "fulu"})
  void periodByPeriodToTheNewestHeader(String fork) throws Exception {
    SignedChain chain = SignedChain.of(fork);
    LightClient ofFork = client(chain);
    LightClientStore store = start(chain, START);
    assertFalse(store.knowsNextCommittee());
    for (long period = 0; period < 4; period++) {
      assertEquals(period, ofFork.nextPeriod(store));
      long slot = period * SignedChain.PERIOD + 40;
      store = ofFork.process(store, chain.update(slot, slot - 16), chain.at(FAR));
      assertEquals(slot - 16, store.finalized().slot());
      assertEquals(chain.block(slot - 16).root(), store.finalized().beaconRoot());
      assertEquals(slot, store.optimistic().slot());
      assertTrue(store.knowsNextCommittee());
    }
    store = ofFork.process(store, chain.optimisticUpdate(300, 301, EVERYBODY), chain.at(301));
    assertEquals(300, store.optimistic().slot());
    ExecutionHeader execution = store.optimistic().execution().orElseThrow();
    assertEquals(SignedChain.execution(300, ForkStructures.of(fork)).hash(), execution.hash());
    assertEquals(execution.hash(), store.optimistic().executionHash());
    assertEquals(300, execution.block().number());
  }

  @Test
  void aCheckpointIsTheUsersAndNotTheServers() {
    assertRefused(
        Rule.WRONG_CHECKPOINT,
        () -> client.bootstrap(signed.checkpoint(16), signed.bootstrap(START), signed.at(20)));
    LightClientBootstrap good = signed.bootstrap(START);
    LightClientBootstrap otherCommittee =
        new LightClientBootstrap(
            good.header(), signed.committee(1), good.currentSyncCommitteeBranch());
    LightClientBootstrap otherExecution =
        new LightClientBootstrap(
            withExecution(good.header(), signed.block(9).header().execution()),
            good.currentSyncCommittee(),
            good.currentSyncCommitteeBranch());
    for (LightClientBootstrap wrong : List.of(otherCommittee, otherExecution)) {
      assertRefused(
          Rule.BRANCH, () -> client.bootstrap(signed.checkpoint(START), wrong, signed.at(20)));
    }
  }

  private static LightClientHeader withExecution(LightClientHeader header, ExecutionHeader other) {
    return new LightClientHeader(header.beacon(), other, header.executionBranch());
  }

  @Test
  void aCheckpointIsAtMostFourteenDaysOld() throws Exception {
    Duration most = LightClientPolicy.DEFAULT.maxAge();
    Root checkpoint = signed.checkpoint(START);
    LightClientBootstrap bootstrap = signed.bootstrap(START);
    LightClientStore store =
        client.bootstrap(checkpoint, bootstrap, signed.chain.timeOf(START).plus(most));
    assertRefused(
        Rule.TOO_OLD,
        () ->
            client.bootstrap(
                checkpoint, bootstrap, signed.chain.timeOf(START).plus(most).plusSeconds(1)));
    assertRefused(Rule.FUTURE, () -> client.bootstrap(checkpoint, bootstrap, signed.at(START - 1)));

    client.requireFresh(store, signed.chain.timeOf(START).plus(most));
    assertRefused(
        Rule.TOO_OLD,
        () -> client.requireFresh(store, signed.chain.timeOf(START).plus(most).plusSeconds(1)));
    assertRefused(Rule.FUTURE, () -> client.requireFresh(store, signed.at(START - 1)));
    assertRefused(
        Rule.TOO_OLD,
        () ->
            client.process(
                store,
                signed.update(40, 24),
                signed.chain.timeOf(START).plus(most).plusSeconds(1)));
  }

  @Test
  void fewerThanTwoThirdsAreNobodyAndFewerThanTheNinthTenthSeeNoNewHead() throws Exception {
    LightClientStore store = start();
    assertRefused(Rule.PARTICIPATION, store, signed.update(40, 24, 41, 5));
    LightClientStore twoThirds = process(store, signed.update(40, 24, 41, 6));
    assertEquals(24, twoThirds.finalized().slot());
    assertEquals(24, twoThirds.optimistic().slot());
    assertTrue(twoThirds.knowsNextCommittee());
    assertSame(twoThirds, process(twoThirds, signed.optimisticUpdate(50, 51, 7)));
    assertEquals(50, process(twoThirds, signed.optimisticUpdate(50, 51, 8)).optimistic().slot());

    LightClient lenient =
        new LightClient(
            signed.chain, new LightClientPolicy(75, Duration.ofDays(1)), BlsLibrary.best());
    LightClientUpdate byThreeQuarters = signed.optimisticUpdate(50, 51, 6);
    assertEquals(50, lenient.process(store, byThreeQuarters, signed.at(51)).optimistic().slot());
    LightClient strict =
        new LightClient(
            signed.chain, new LightClientPolicy(76, Duration.ofDays(1)), BlsLibrary.best());
    assertSame(store, strict.process(store, byThreeQuarters, signed.at(51)));
  }

  @Test
  void exactlyTwoThirdsAreEnough() throws Exception {
    BeaconChain chain = signed.chain;
    BeaconChain of24 =
        new BeaconChain(
            "24 members",
            chain.genesisTime(),
            chain.genesisValidatorsRoot(),
            6,
            8,
            8,
            24,
            chain.forks());
    LightClient client = new LightClient(of24, LightClientPolicy.DEFAULT, BlsLibrary.best());
    LightClientStore store = start();
    for (int i = 0; i < 2; i++) {
      SyncAggregate aggregate =
          new SyncAggregate(
              new byte[] {-1, (byte) (0xFF >> i), 0}, new byte[SyncAggregate.SIGNATURE_LENGTH]);
      // what comes next is that it has not come yet
      assertRefused(
          i == 0 ? Rule.FUTURE : Rule.PARTICIPATION,
          () -> client.process(store, at(51, aggregate), signed.at(50)));
    }
  }

  @Test
  void slotsAreInTheirOrder() throws Exception {
    LightClientStore store = start();
    LightClientUpdate good = signed.update(40, 24);
    assertRefused(Rule.FUTURE, () -> client.process(store, good, signed.at(40)));
    assertEquals(24, client.process(store, good, signed.at(41)).finalized().slot());
    assertRefused(Rule.SLOT_ORDER, store, signed.update(40, 24, 40, EVERYBODY));
    assertRefused(Rule.SLOT_ORDER, store, signed.update(40, 24, 39, EVERYBODY));
    assertRefused(Rule.SLOT_ORDER, store, signed.update(40, 41, 42, EVERYBODY));
    assertEquals(40, process(store, signed.update(40, 40, 41, EVERYBODY)).finalized().slot());
  }

  @Test
  void aPeriodIsNotSkipped() throws Exception {
    LightClientStore first = start();
    assertRefused(Rule.PERIOD, first, signed.update(72, 64));
    LightClientStore known = process(first, signed.update(40, 24));
    assertEquals(64, process(known, signed.update(72, 64)).finalized().slot());
    assertRefused(Rule.PERIOD, known, signed.update(136, 128));
    // the last of its period is signed by the committee of the next
    assertRefused(Rule.PERIOD, known, signed.update(127, 120, 128, EVERYBODY));
    LightClientStore second = process(known, signed.update(72, 64));
    assertRefused(Rule.PERIOD, second, signed.update(56, 48));
    assertEquals(2, client.nextPeriod(second));
    assertEquals(
        127, process(second, signed.optimisticUpdate(127, 128, EVERYBODY)).optimistic().slot());
  }

  @Test
  void nothingLeadsBack() throws Exception {
    LightClientStore store = process(start(), signed.update(40, 24));
    assertRefused(Rule.NOT_NEWER, store, signed.update(24, 16));
    assertRefused(Rule.NOT_NEWER, store, signed.optimisticUpdate(20, 21, EVERYBODY));
    // newer than what is final, and older than the newest
    assertSame(store, process(store, signed.optimisticUpdate(30, 31, EVERYBODY)));
    assertSame(store, process(store, signed.finalityUpdate(39, 20, 40, EVERYBODY)));
    LightClientStore onlyFinal = process(store, signed.finalityUpdate(39, 25, 40, EVERYBODY));
    assertEquals(25, onlyFinal.finalized().slot());
    assertEquals(40, onlyFinal.optimistic().slot());
  }

  @Test
  void theNextCommitteeIsTakenFromWhatIsFinal() throws Exception {
    LightClientStore store = start();
    // older than the final header, and brings its next committee nevertheless
    LightClientUpdate update = signed.update(7, 0, 9, EVERYBODY);
    LightClientUpdate genesis = withFinality(update, genesisFinality(7));
    LightClientStore known = process(store, genesis);
    assertTrue(known.knowsNextCommittee());
    assertEquals(START, known.finalized().slot());
    assertEquals(START, known.optimistic().slot());
    assertRefused(Rule.NOT_NEWER, known, genesis);
    // without anything final it is none yet
    LightClientUpdate unfinished =
        new LightClientUpdate(
            update.attested(), update.next(), Optional.empty(), genesis.aggregate(), 9);
    assertSame(store, process(store, unfinished));
  }

  private LightClientUpdate withFinality(LightClientUpdate update, Finality finality) {
    LightClientHeader attested = signed.block(update.attested().beacon().slot()).header();
    SyncAggregate aggregate = signed.sign(attested.beacon(), update.signatureSlot(), EVERYBODY);
    SparseTree state = signed.block(attested.beacon().slot()).state();
    return new LightClientUpdate(
        attested,
        update
            .next()
            .map(
                each ->
                    new NextCommittee(
                        each.committee(),
                        state.branch(ForkStructures.FULU.nextSyncCommitteeGindex()))),
        Optional.of(finality),
        aggregate,
        update.signatureSlot());
  }

  /** As long as nothing but the genesis is final, its root is zero. */
  private Finality genesisFinality(long attested) {
    return new Finality(
        Optional.empty(),
        signed.block(attested).state().branch(ForkStructures.FULU.finalizedRootGindex()));
  }

  @Test
  void anotherNextCommitteeThanTheKnownOneIsRefused() throws Exception {
    LightClientStore store = process(start(), signed.update(40, 24));
    SignedChain fork = new SignedChain(signed.chain, 2);
    SyncCommittee other = fork.committee(1);
    LightClientUpdate update = signed.update(48, 32);
    assertEquals(32, process(store, update).finalized().slot());
    assertRefused(
        Rule.WRONG_COMMITTEE,
        store,
        new LightClientUpdate(
            update.attested(),
            Optional.of(new NextCommittee(other, update.next().orElseThrow().branch())),
            update.finality(),
            update.aggregate(),
            update.signatureSlot()));
    assertRefused(
        Rule.BRANCH,
        start(),
        new LightClientUpdate(
            update.attested(),
            Optional.of(new NextCommittee(other, update.next().orElseThrow().branch())),
            update.finality(),
            update.aggregate(),
            update.signatureSlot()));
  }

  @Test
  void onlyTheCommitteeOfThisChainAndForkSigns() throws Exception {
    LightClientStore store = start();
    BeaconHeader header = signed.block(40).header().beacon();
    byte[] version = signed.chain.forkAtSlot(40).version();
    Root validators = signed.chain.genesisValidatorsRoot();
    Stream.of(
            signed.sign(header, 41 + SignedChain.PERIOD, EVERYBODY), // another period's
            new SignedChain(signed.chain, 2).sign(header, 41, EVERYBODY), // somebody's
            signed.sign(HashTreeRoot.signingRoot(header, new byte[4], validators), 0, EVERYBODY),
            signed.sign(HashTreeRoot.signingRoot(header, version, Root.ZERO), 0, EVERYBODY),
            signed.sign(HashTreeRoot.of(header), 0, EVERYBODY),
            new SyncAggregate(new byte[] {-1}, new byte[SyncAggregate.SIGNATURE_LENGTH]),
            new SyncAggregate(
                new byte[] {-1},
                new SignedChain.SplitBytes(1).next(SyncAggregate.SIGNATURE_LENGTH)),
            // seven, of whom eight are said to be
            new SyncAggregate(new byte[] {-1}, signed.sign(header, 41, 7).signature()))
        .forEach(
            wrong ->
                assertRefused(
                    Rule.SIGNATURE,
                    store,
                    new LightClientUpdate(
                        signed.block(40).header(), Optional.empty(), Optional.empty(), wrong, 41)));
  }

  /** signature_slot is not signed: it picks the committee and the fork, and so it has to fit. */
  @Test
  void theSignatureSlotMayBeAnyOfItsPeriod() throws Exception {
    LightClientStore store = process(start(), signed.update(40, 24));
    SyncAggregate aggregate = signed.sign(signed.block(50).header().beacon(), 51, EVERYBODY);
    assertEquals(50, process(store, at(60, aggregate)).optimistic().slot());
    assertRefused(Rule.SIGNATURE, store, at(64, aggregate));
  }

  private LightClientUpdate at(long signatureSlot, SyncAggregate aggregate) {
    return new LightClientUpdate(
        signed.block(50).header(), Optional.empty(), Optional.empty(), aggregate, signatureSlot);
  }

  @Test
  void aForkThatIsNotKnownIsRefusedAndSaysWhatToDo() {
    SignedChain future = SignedChain.of("gloas");
    ConsensusException refused = assertThrows(ConsensusException.class, () -> start(future, START));
    assertEquals(Rule.UNKNOWN_FORK, refused.rule());
    assertTrue(refused.getMessage().contains("update DPK"), refused.getMessage());
    for (String old : List.of("phase0", "altair", "bellatrix")) {
      assertRefused(Rule.NO_EXECUTION_DATA, () -> start(SignedChain.of(old), START));
    }
  }

  @Test
  void aForkThatIsNotKnownStopsAStoreThatWas() throws Exception {
    SignedChain chain =
        SignedChain.with(
            TestChains.fork("fulu", "06000009", 0), TestChains.fork("gloas", "07000009", 4));
    LightClientStore store = start(chain, START);
    // the last header before the fork, signed in its first slot under the old version
    store = client(chain).process(store, chain.update(31, 16, 32, EVERYBODY), chain.at(32));
    assertEquals(31, store.optimistic().slot());
    LightClientStore last = store;
    assertRefused(
        Rule.UNKNOWN_FORK,
        () -> client(chain).process(last, chain.optimisticUpdate(32, 33, EVERYBODY), chain.at(33)));
  }
}
