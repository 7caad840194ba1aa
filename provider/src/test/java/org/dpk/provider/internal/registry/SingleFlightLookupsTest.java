package org.dpk.provider.internal.registry;

import static org.dpk.provider.internal.registry.ScriptedChain.active;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;

class SingleFlightLookupsTest {

  private final DpkIdentity alice = DpkIdentity.parse("dns:alice.example");
  private final DpkIdentity bob = DpkIdentity.parse("dns:bob.example");
  private final ScriptedChain chain = new ScriptedChain();
  private final SingleFlightLookups lookups = new SingleFlightLookups(chain);

  @Test
  void manyShareOneAnswer() throws Exception {
    List<CompletableFuture<Lookup>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(lookups.find(alice, Freshness.RECENT));
    }
    assertEquals(1, chain.asked());
    chain.answer(active(alice, 1, 10));
    for (CompletableFuture<Lookup> answer : answers) {
      assertEquals(10, answer.get().block().number());
    }
  }

  @Test
  void identitiesDoNotWaitForEachOther() {
    lookups.find(alice, Freshness.RECENT);
    lookups.find(bob, Freshness.RECENT);
    assertEquals(2, chain.asked());
  }

  @Test
  void whoWantsItAsOfNowDoesNotGetAnAnswerThatWasUnderWay() throws Exception {
    CompletableFuture<Lookup> first = lookups.find(alice, Freshness.RECENT);
    CompletableFuture<Lookup> second = lookups.find(alice, Freshness.NOW);
    CompletableFuture<Lookup> third = lookups.find(alice, Freshness.NOW);
    assertEquals(1, chain.asked());
    chain.answer(active(alice, 1, 10));
    assertTrue(first.isDone());
    assertFalse(second.isDone());
    assertEquals(2, chain.asked());
    chain.answer(active(alice, 2, 11));
    assertEquals(11, second.get().block().number());
    assertEquals(11, third.get().block().number());
    assertEquals(2, chain.asked());
  }

  @Test
  void afterAnAnswerTheNextQuestionIsAskedAnew() {
    lookups.find(alice, Freshness.RECENT);
    chain.answer(active(alice, 1, 10));
    assertFalse(lookups.find(alice, Freshness.RECENT).isDone());
    assertEquals(2, chain.asked());
  }

  @Test
  void aFailureIsSharedAndEndsTheFlight() {
    CompletableFuture<Lookup> first = lookups.find(alice, Freshness.RECENT);
    CompletableFuture<Lookup> second = lookups.find(alice, Freshness.RECENT);
    RegistryException failure = new RegistryException.Unreachable("no", null);
    chain.fail(failure);
    assertEquals(failure, assertThrows(ExecutionException.class, first::get).getCause());
    assertEquals(failure, assertThrows(ExecutionException.class, second::get).getCause());
    lookups.find(alice, Freshness.RECENT);
    assertEquals(2, chain.asked());
  }

  @Test
  void oneWhoGivesUpLeavesTheOthersTheirAnswer() throws Exception {
    CompletableFuture<Lookup> first = lookups.find(alice, Freshness.RECENT);
    CompletableFuture<Lookup> second = lookups.find(alice, Freshness.RECENT);
    assertTrue(first.cancel(true));
    chain.answer(active(alice, 1, 10));
    assertEquals(10, second.get().block().number());
  }

  @Test
  void anAnswerThatNeverComesEndsInTime() {
    LookupSource timed = new TimedLookups(chain, Duration.ofMillis(50));
    CompletableFuture<Lookup> answer = timed.find(alice, Freshness.NOW);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
    assertInstanceOf(RegistryException.Unreachable.class, failure.getCause());
    assertTrue(failure.getCause().getMessage().contains("dns:alice.example within 50 ms"));
  }
}
