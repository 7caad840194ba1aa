package org.dpk.provider.internal.registry;

import static org.dpk.provider.internal.registry.ScriptedChain.absent;
import static org.dpk.provider.internal.registry.ScriptedChain.active;
import static org.dpk.provider.internal.registry.ScriptedChain.revoked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachingRegistryTest {

  private final DpkIdentity alice = DpkIdentity.parse("dns:alice.example");
  private final DpkIdentity bob = DpkIdentity.parse("dns:bob.example");
  private final ScriptedChain chain = new ScriptedChain();
  private final FakeClock clock = new FakeClock();
  private final List<IdentityChanged> heard = new ArrayList<>();
  private CachingRegistry registry;

  @BeforeEach
  void open() throws RegistryException {
    CachePolicy policy =
        new CachePolicy(100, Duration.ofMinutes(15), 100, Duration.ofSeconds(5), 100);
    registry = CachingRegistry.over(chain, policy, clock);
    registry.onChange(heard::add);
  }

  @Test
  void anAnswerIsRememberedForAsLongAsItIsWanted() throws Exception {
    Lookup first = read(active(alice, 1, 10));
    assertEquals(first, known(Freshness.RECENT));
    clock.advance(Duration.ofMinutes(10));
    assertEquals(first, known(new Freshness(Duration.ofMinutes(11))));
    CompletableFuture<Lookup> fresh = registry.find(alice, new Freshness(Duration.ofMinutes(9)));
    assertFalse(fresh.isDone());
    chain.answer(active(alice, 1, 20));
    assertEquals(20, fresh.get().block().number());
  }

  @Test
  void whoWantsItAsOfNowGetsNothingFromTheCache() throws Exception {
    read(active(alice, 1, 10));
    assertFalse(registry.find(alice, Freshness.NOW).isDone());
  }

  @Test
  void anAnswerThatNobodyHasAKeyIsRememberedBriefly() throws Exception {
    read(absent(alice, 10));
    assertInstanceOf(Lookup.Absent.class, known(Freshness.RECENT));
    clock.advance(Duration.ofSeconds(6));
    assertFalse(registry.find(alice, Freshness.RECENT).isDone());
  }

  @Test
  void questionsAboutNamesThatNobodyHasDisplaceNobody() throws Exception {
    read(active(alice, 1, 10));
    for (int i = 0; i < 10_000; i++) {
      DpkIdentity stranger = DpkIdentity.parse("dns:x" + i + ".example");
      registry.find(stranger, Freshness.RECENT);
      chain.answer(absent(stranger, 10));
    }
    assertInstanceOf(Lookup.Active.class, known(Freshness.RECENT));
    chain.listener().missed();
    assertEquals(List.of(id(alice)), heard.stream().map(IdentityChanged::idHash).toList());
  }

  @Test
  void aChangeEndsWhatIsRememberedOfThatIdentityAlone() throws Exception {
    read(active(alice, 1, 10));
    CompletableFuture<Lookup> bobs = registry.find(bob, Freshness.RECENT);
    chain.answer(active(bob, 1, 10));
    IdentityChanged change = new IdentityChanged(id(alice), true, 11);
    chain.listener().changed(change);
    assertEquals(List.of(change), heard);
    assertFalse(registry.find(alice, Freshness.RECENT).isDone());
    assertEquals(bobs.get(), registry.find(bob, Freshness.RECENT).getNow(null));
  }

  @Test
  void aChangeThatWasSeenAlreadyIsNoNewsButARevocationAlwaysIs() throws Exception {
    Lookup seen = read(active(alice, 1, 10));
    chain.listener().changed(new IdentityChanged(id(alice), false, 10));
    assertEquals(List.of(), heard);
    assertEquals(seen, known(Freshness.RECENT));
    IdentityChanged revocation = new IdentityChanged(id(alice), true, 10);
    chain.listener().changed(revocation);
    assertEquals(List.of(revocation), heard);
    IdentityChanged rotation = new IdentityChanged(id(alice), false, 11);
    chain.listener().changed(rotation);
    assertEquals(List.of(revocation, rotation), heard);
  }

  /** Else it would be confirmed for ever, though nobody hears of its revocation. */
  @Test
  void whoIsNotWatchedIsForgottenThoughItIsRightAsYet() throws Exception {
    read(active(alice, 1, 10));
    chain.listener().unwatched(id(alice), 10);
    assertEquals(List.of(new IdentityChanged(id(alice), false, 10)), heard);
    CompletableFuture<Lookup> again = registry.find(alice, Freshness.RECENT);
    assertFalse(again.isDone());
    chain.answer(active(alice, 1, 10));
    assertEquals(10, again.get().block().number());
  }

  @Test
  void anAnswerThatWasOvertakenByAChangeIsFetchedAgain() throws Exception {
    CompletableFuture<Lookup> answer = registry.find(alice, Freshness.RECENT);
    chain.listener().changed(new IdentityChanged(id(alice), true, 11));
    chain.answer(active(alice, 1, 10));
    assertFalse(answer.isDone());
    chain.answer(revoked(alice, 11, 11));
    assertInstanceOf(Lookup.Revoked.class, answer.get());
    assertInstanceOf(Lookup.Revoked.class, known(Freshness.RECENT));
  }

  @Test
  void aNodeThatNeverCatchesUpWithItsOwnReportsIsGivenUp() {
    CompletableFuture<Lookup> answer = registry.find(alice, Freshness.RECENT);
    chain.listener().changed(new IdentityChanged(id(alice), true, 11));
    for (int i = 0; i < 3; i++) {
      chain.answer(active(alice, 1, 10));
    }
    assertRolledBack(answer);
    assertEquals(0, chain.open());
  }

  @Test
  void noVersionGoesBack() throws Exception {
    read(active(alice, 3, 10));
    assertRolledBack(fetch(active(alice, 2, 20)));
    assertRolledBack(fetch(absent(alice, 20)));
    assertInstanceOf(Lookup.Active.class, fetch(active(alice, 3, 20)).get());
    assertInstanceOf(Lookup.Active.class, fetch(active(alice, 4, 20)).get());
  }

  @Test
  void whatWasRevokedStaysRevokedUntilTheNextVersion() throws Exception {
    read(active(alice, 3, 10));
    read(revoked(alice, 12, 13));
    assertRolledBack(fetch(active(alice, 3, 20)));
    assertRolledBack(fetch(revoked(alice, 11, 20)));
    assertRolledBack(fetch(active(alice, 4, 11)));
    assertInstanceOf(Lookup.Active.class, fetch(active(alice, 4, 20)).get());
  }

  @Test
  void aRollBackIsNotRemembered() throws Exception {
    Lookup good = read(active(alice, 3, 10));
    assertRolledBack(fetch(active(alice, 2, 20)));
    assertEquals(good, known(Freshness.RECENT));
  }

  @Test
  void twoLookUpsThatCrossAreNoRollBack() throws Exception {
    CompletableFuture<Lookup> older = registry.find(alice, Freshness.NOW);
    CompletableFuture<Lookup> newer = registry.find(alice, Freshness.NOW);
    ScriptedChain.Question first = chain.take();
    chain.answer(active(alice, 2, 11));
    assertTrue(newer.isDone());
    first.answer().complete(active(alice, 1, 10));
    assertFalse(older.isDone());
    chain.answer(active(alice, 2, 11));
    assertEquals(2, ((Lookup.Active) older.get()).record().version());
  }

  @Test
  void aReorganisationForgetsWhatWasReadAboveTheFork() throws Exception {
    read(active(alice, 3, 20));
    registry.find(bob, Freshness.RECENT);
    chain.answer(active(bob, 1, 10));
    chain.listener().reorganised(15);
    assertEquals(List.of(id(alice)), heard.stream().map(IdentityChanged::idHash).toList());
    assertTrue(registry.find(bob, Freshness.RECENT).isDone());
    CompletableFuture<Lookup> again = registry.find(alice, Freshness.RECENT);
    chain.answer(active(alice, 2, 21));
    assertEquals(2, ((Lookup.Active) again.get()).record().version());
  }

  @Test
  void afterAGapEverythingIsReadAnewAndNothingGoesBack() throws Exception {
    read(active(alice, 3, 20));
    chain.listener().missed();
    assertEquals(List.of(new IdentityChanged(id(alice), false, 20)), heard);
    assertRolledBack(registryFind(active(alice, 2, 30)));
  }

  @Test
  void anAnswerFromBeforeAGapIsNotRemembered() throws Exception {
    CompletableFuture<Lookup> answer = registry.find(alice, Freshness.RECENT);
    chain.listener().missed();
    chain.answer(active(alice, 1, 10));
    assertInstanceOf(Lookup.Active.class, answer.get());
    assertFalse(registry.find(alice, Freshness.RECENT).isDone());
  }

  @Test
  void aFailureIsNotRememberedAndNotWrapped() throws Exception {
    CompletableFuture<Lookup> answer = registry.find(alice, Freshness.RECENT);
    RegistryException failure = new RegistryException.Unreachable("no", null);
    chain.fail(failure);
    assertEquals(failure, assertThrows(ExecutionException.class, answer::get).getCause());
    read(active(alice, 1, 10));
  }

  @Test
  void aListenerThatFailsDoesNotKeepOthersFromHearing() {
    List<IdentityChanged> second = new ArrayList<>();
    registry.onChange(
        change -> {
          throw new IllegalStateException("a listener's fault");
        });
    registry.onChange(second::add);
    chain.listener().changed(new IdentityChanged(id(alice), false, 11));
    assertEquals(1, heard.size());
    assertEquals(1, second.size());
  }

  @Test
  void aListenerThatLeftHearsNothing() throws Exception {
    List<IdentityChanged> second = new ArrayList<>();
    AutoCloseable listening = registry.onChange(second::add);
    listening.close();
    chain.listener().changed(new IdentityChanged(id(alice), false, 11));
    assertEquals(1, heard.size());
    assertEquals(0, second.size());
  }

  private Lookup read(Lookup answer) throws Exception {
    return fetch(answer).get();
  }

  /** Reads from the chain, which gives this answer. */
  private CompletableFuture<Lookup> fetch(Lookup answer) {
    CompletableFuture<Lookup> found = registry.find(answer.identity(), Freshness.NOW);
    chain.answer(answer);
    return found;
  }

  /** Reads what is remembered, which must be nothing, and so from the chain. */
  private CompletableFuture<Lookup> registryFind(Lookup answer) {
    CompletableFuture<Lookup> found = registry.find(answer.identity(), Freshness.RECENT);
    assertFalse(found.isDone());
    chain.answer(answer);
    return found;
  }

  private Lookup known(Freshness wanted) {
    int before = chain.asked();
    CompletableFuture<Lookup> found = registry.find(alice, wanted);
    assertTrue(found.isDone());
    assertEquals(before, chain.asked());
    return found.join();
  }

  private static void assertRolledBack(CompletableFuture<Lookup> answer) {
    Throwable cause = assertThrows(ExecutionException.class, answer::get).getCause();
    assertInstanceOf(RegistryException.RolledBack.class, cause);
  }

  private static IdHash id(DpkIdentity identity) {
    return RecordCodec.idHash(identity);
  }

  // ------------------------------------------------------------------------ what peers prove

  @Test
  void whatAPeerProvesIsRememberedLikeAnAnswer() throws Exception {
    assertTrue(learn(active(alice, 3, 20)));
    assertEquals(3, ((Lookup.Active) known(Freshness.RECENT)).record().version());
    assertEquals(0, chain.asked());
    chain.listener().changed(new IdentityChanged(RecordCodec.idHash(alice), true, 21));
    assertTrue(registry.known(alice, Freshness.RECENT).isEmpty());
    assertFalse(learn(active(alice, 3, 20)), "a change that came later wins");
    assertTrue(registry.known(alice, Freshness.RECENT).isEmpty());
  }

  @Test
  void whatAPeerProvesNeverLeadsBack() throws Exception {
    read(active(alice, 3, 20));
    assertFalse(learn(active(alice, 2, 25)));
    assertEquals(3, ((Lookup.Active) known(Freshness.RECENT)).record().version());
    assertTrue(learn(active(alice, 4, 26)));
    assertEquals(4, ((Lookup.Active) known(Freshness.RECENT)).record().version());
  }

  @Test
  void whatIsKnownToBeRevokedStaysSo() throws Exception {
    read(revoked(alice, 30, 31));
    assertFalse(learn(active(alice, 1, 29)), "a block before the revocation");
    assertInstanceOf(Lookup.Revoked.class, known(Freshness.RECENT));
    assertTrue(learn(active(alice, 1, 32)), "admitted again");
    assertInstanceOf(Lookup.Active.class, known(Freshness.RECENT));
  }

  @Test
  void aChangeThatComesWhileAProofIsReadWins() throws Exception {
    IdentityChanged revocation = new IdentityChanged(RecordCodec.idHash(alice), true, 41);
    assertTrue(
        registry
            .learn(
                alice,
                () -> {
                  chain.listener().changed(revocation);
                  return Optional.of((Lookup.Active) active(alice, 1, 40));
                })
            .isEmpty());
    registry.learn(
        alice,
        () -> {
          chain.listener().missed();
          return Optional.of((Lookup.Active) active(alice, 1, 42));
        });
    assertTrue(registry.known(alice, Freshness.RECENT).isEmpty(), "nothing was certain meanwhile");
  }

  private boolean learn(Lookup lookup) throws Exception {
    return registry.learn(alice, () -> Optional.of((Lookup.Active) lookup)).isPresent();
  }

  // ------------------------------------------------------------------------ what is confirmed

  @Test
  void whatIsConfirmedCountsAsReadThen() throws Exception {
    read(active(alice, 1, 20));
    for (int i = 0; i < 10; i++) {
      clock.advance(CachePolicy.DEFAULT.activeFor().minusSeconds(1));
      chain.listener().confirmed(block(20 + i), block(21 + i));
    }
    assertEquals(30, known(Freshness.RECENT).block().number());
    assertEquals(30, known(new Freshness(Duration.ofMillis(1))).block().number());
    assertEquals(1, chain.asked());
  }

  @Test
  void whatWasReadElsewhereIsNotConfirmed() throws Exception {
    read(active(alice, 1, 20));
    chain.listener().confirmed(block(19), block(21));
    assertEquals(20, known(Freshness.RECENT).block().number());
    registry.find(bob, Freshness.RECENT);
    chain.answer(active(bob, 1, 21));
    chain.listener().confirmed(block(19), block(21));
    assertEquals(21, registry.known(bob, Freshness.RECENT).orElseThrow().block().number());
  }

  @Test
  void whatIsNegativeIsNotConfirmed() throws Exception {
    read(absent(alice, 20));
    chain.listener().confirmed(block(20), block(21));
    assertEquals(20, known(Freshness.RECENT).block().number());
    clock.advance(CachePolicy.DEFAULT.negativeFor());
    assertTrue(registry.known(alice, Freshness.RECENT).isEmpty());
  }

  @Test
  void whatIsReportedAsChangedIsNotConfirmedAnyMore() throws Exception {
    read(active(alice, 1, 20));
    chain.listener().changed(new IdentityChanged(id(alice), false, 21));
    chain.listener().confirmed(block(20), block(21));
    assertTrue(registry.known(alice, Freshness.RECENT).isEmpty());
  }

  private static BlockRef block(long number) {
    return absent(DpkIdentity.parse("dns:any.example"), number).block();
  }
}
