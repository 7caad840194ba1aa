package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several nodes as one: who is asked when, for how long, and what is said when all fail. */
@Timeout(60)
class FailOverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FakeTime time = new FakeTime();
  private final ScriptedNode a = new ScriptedNode("http://a");
  private final ScriptedNode b = new ScriptedNode("http://b");
  private final ScriptedNode c = new ScriptedNode("http://c");
  private FailOver<ScriptedNode> nodes = over(a, b);

  private FailOver<ScriptedNode> over(ScriptedNode... nodes) {
    return new FailOver<>(Arrays.stream(nodes).map(node -> node.way(time)).toList());
  }

  private String ask() throws RegistryException {
    return ask(PATIENCE);
  }

  private String ask(Duration patience) throws RegistryException {
    return nodes.ask(patience, ScriptedNode::ask);
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void thePreferredNodeIsAskedAloneAndConnectedToOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals("http://a", ask());
    }
    assertEquals(5, a.asked.get());
    assertEquals(1, a.opened.get());
    assertEquals(0, b.opened.get());
  }

  static List<RegistryException> failures() {
    return List.of(
        new RegistryException.Unreachable("gone", null),
        new RegistryException.Unproven("lies", null),
        new RegistryException.WrongChain("chain 7"),
        new RegistryException.NoContract("nothing there"),
        new RegistryException.RecordUnavailable("pruned"),
        new RegistryException("has not the block", null));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theNextOneAnswersWhenOneFails(RegistryException failure) throws Exception {
    a.fails(failure);
    assertEquals("http://b", ask());
    assertEquals(1, a.asked.get());
    assertEquals("http://b", ask());
    assertEquals(1, a.asked.get(), "who failed is spared");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whoCanNotBeConnectedToIsPassedOver(RegistryException failure) throws Exception {
    a.opensWith(
        () -> {
          throw failure;
        });
    assertEquals("http://b", ask());
    assertEquals(0, a.asked.get());
    assertEquals(1, a.opened.get());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void oneNodesFailureKeepsItsTypeAndNamesTheNode(RegistryException failure) {
    nodes = over(a.fails(failure));
    RegistryException thrown = assertThrows(RegistryException.class, this::ask);
    assertSame(failure.getClass(), thrown.getClass());
    assertEquals("http://a: " + failure.getMessage(), thrown.getMessage());
  }

  @Test
  void theErrorNamesEachNodeAndIsOfTheMostTellingType() {
    nodes = over(a, b, c);
    a.fails(new RegistryException.Unreachable("gone", null));
    b.fails(new RegistryException.Unproven("its proof\nproves nothing", null));
    c.fails(new RegistryException.RecordUnavailable("pruned"));
    RegistryException thrown = assertThrows(RegistryException.Unproven.class, this::ask);
    assertEquals(
        "none of 3 nodes: http://a: gone; http://b: its proof proves nothing; http://c: pruned",
        thrown.getMessage());
    assertEquals(2, thrown.getSuppressed().length);
  }

  @Test
  void whatIsProvenWrongIsAskedOfNobodyElse() {
    RegistryException proven = new RegistryException.UnusableRecord("does not parse", null);
    a.fails(proven);
    assertSame(proven, assertThrows(RegistryException.class, this::ask));
    assertEquals(0, b.asked.get());
    assertSame(proven, assertThrows(RegistryException.class, this::ask));
    assertEquals(2, a.asked.get(), "and it says nothing against the node");
  }

  @Test
  void aDecodersExceptionIsTheNodesFailure() throws Exception {
    a.does(
        () -> {
          throw new IllegalStateException("what is that?");
        });
    assertEquals("http://b", ask());
    b.does(a::ask);
    RegistryException thrown = assertThrows(RegistryException.class, this::ask);
    assertTrue(thrown.getMessage().contains("what is that?"), thrown.getMessage());
  }

  @Test
  void aStalledNodeCostsAFractionOfThePatience() throws Exception {
    a.stalls();
    assertEquals("http://b", assertTimeout(PATIENCE.dividedBy(2), () -> ask()));
    assertEquals("http://b", ask());
    assertEquals(1, a.asked.get(), "who stalled is spared");
  }

  @Test
  void aNodeThatStallsWhileItIsConnectedToCostsAFractionOfThePatience() throws Exception {
    a.opensWith(a::stall);
    assertEquals("http://b", assertTimeout(PATIENCE.dividedBy(2), () -> ask()));
  }

  @Test
  void aLateAnswerStillCounts() throws Exception {
    a.stalls();
    b.does(
        () -> {
          a.release();
          return b.stall();
        });
    assertEquals("http://a", ask());
  }

  @Test
  void whenAllStallTheErrorComesInTimeAndNamesThem() {
    a.stalls();
    b.stalls();
    RegistryException thrown =
        assertTimeout(
            PATIENCE.dividedBy(2),
            () ->
                assertThrows(
                    RegistryException.Unreachable.class, () -> ask(Duration.ofMillis(300))));
    assertEquals(
        "none of 2 nodes: http://a: no answer within 0.3 s; http://b: no answer within 0.3 s",
        thrown.getMessage());
  }

  @Test
  void whoRecoversIsPreferredAgainAfterAProbe() throws Exception {
    a.fails(new RegistryException.Unreachable("gone", null));
    assertEquals("http://b", ask());
    a.works();
    time.advance(Fault.SILENT.pause(1));
    assertEquals("http://b", ask(), "nobody waits for the probe");
    await(() -> !nodes.ways().get(0).standing().isSpared());
    assertEquals("http://a", ask());
  }

  @Test
  void aProbeThatFailsDoublesThePause() throws Exception {
    a.fails(new RegistryException.Unreachable("gone", null));
    ask();
    int asked = 1;
    for (int failures = 1; failures < 4; failures++) {
      time.advance(Fault.SILENT.pause(failures).minusNanos(1));
      ask();
      assertEquals(asked, a.asked.get(), "not before its time");
      time.advance(Duration.ofNanos(1));
      ask();
      int expected = ++asked;
      await(() -> a.asked.get() == expected);
      time.advance(Duration.ZERO);
      awaitJudged(failures);
    }
  }

  /** The next probe is not due once the failure of the last one is written down. */
  private void awaitJudged(int failures) {
    assertTrue(Fault.SILENT.pause(failures + 1).compareTo(Fault.SILENT.pause(failures)) > 0);
    await(() -> nodes.ways().get(0).standing().failuresInARow() == failures + 1);
  }

  @Test
  void whoLiedIsSparedForMinutesWhateverElseItDoes() throws Exception {
    nodes = over(a, b);
    a.fails(new RegistryException.Unproven("lies", null));
    assertEquals("http://b", ask());
    b.fails(new RegistryException("has not the block", null));
    a.fails(new RegistryException("has not the block", null));
    assertThrows(RegistryException.class, this::ask);
    a.works();
    b.works();
    time.advance(Fault.LIED.pause(1).minusSeconds(1));
    assertEquals("http://b", ask());
    await(() -> !nodes.ways().get(1).standing().isSpared());
    assertTrue(nodes.ways().get(0).standing().isSpared());
    assertEquals(2, a.asked.get());
  }

  @Test
  void whoIsSparedIsStillAskedWhenNobodyElseIsLeft() throws Exception {
    a.fails(new RegistryException.Unproven("lies", null));
    assertEquals("http://b", ask());
    b.fails(new RegistryException.Unreachable("gone", null));
    a.works();
    assertEquals("http://a", ask());
  }

  @Test
  void aFarFasterNodeIsPreferred() throws Exception {
    Standing slow = nodes.ways().get(0).standing();
    Standing fast = nodes.ways().get(1).standing();
    slow.answered(Duration.ofMillis(900));
    fast.answered(Duration.ofMillis(9));
    assertEquals("http://b", ask());
    time.advance(Duration.ofMinutes(6));
    assertEquals("http://a", ask(), "what was measured long ago says nothing");
  }

  @Test
  void aNodeThatNobodyAskedIsNotPreferredToOneThatWorks() throws Exception {
    nodes.ways().get(0).standing().answered(Duration.ofMillis(400));
    assertEquals("http://a", ask());
    assertEquals(0, b.asked.get());
  }

  @Test
  void nearlyEqualNodesStandInTheUsersOrder() throws Exception {
    nodes.ways().get(0).standing().answered(Duration.ofMillis(14));
    nodes.ways().get(1).standing().answered(Duration.ofMillis(2));
    assertEquals("http://a", ask());
  }

  @Test
  void manyThreadsAskAtOnceAndOneConnectionIsMade() throws Exception {
    CountDownLatch all = new CountDownLatch(50);
    a.does(
        () -> {
          all.countDown();
          try {
            assertTrue(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            return b.name;
          }
          return a.name;
        });
    nodes = over(a);
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(callers.submit(() -> ask()));
      }
      for (Future<String> answer : answers) {
        assertEquals("http://a", answer.get());
      }
    } finally {
      callers.shutdownNow();
    }
    assertEquals(1, a.opened.get());
  }

  @Test
  void aFloodOfQuestionsToStalledNodesIsRefusedAndNotQueued() throws Exception {
    nodes = over(a.stalls());
    ExecutorService callers = Executors.newFixedThreadPool(200);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(callers.submit(() -> ask(Duration.ofMinutes(1))));
      }
      await(() -> a.asked.get() == 128);
      await(() -> answers.stream().filter(Future::isDone).count() == 72);
      a.release();
      int refused = 0;
      for (Future<String> answer : answers) {
        refused += isRefused(answer) ? 1 : 0;
      }
      assertEquals(72, refused);
    } finally {
      callers.shutdownNow();
    }
  }

  private static boolean isRefused(Future<String> answer) throws Exception {
    try {
      assertEquals("http://a", answer.get());
      return false;
    } catch (ExecutionException e) {
      assertInstanceOf(RegistryException.Unreachable.class, e.getCause());
      assertTrue(e.getCause().getMessage().contains("too many questions"));
      return true;
    }
  }

  @Test
  void onceClosedNothingIsAskedAndEveryConnectionIsClosed() throws Exception {
    ask();
    nodes.close();
    RegistryException thrown = assertThrows(RegistryException.Unreachable.class, this::ask);
    assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
    assertEquals(1, a.asked.get());
    assertEquals(1, a.closed.get());
    assertEquals(0, b.opened.get());
  }

  @Test
  void aConnectionThatIsMadeWhileItIsClosedIsClosedToo() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    a.opensWith(
        () -> {
          opening.countDown();
          boolean interrupted = false;
          while (goOn.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            interrupted |= Thread.interrupted();
          }
          return String.valueOf(interrupted);
        });
    Thread caller = new Thread(() -> assertThrows(RegistryException.class, this::ask));
    caller.start();
    opening.await();
    nodes.close();
    goOn.countDown();
    caller.join();
    await(() -> a.closed.get() == 1);
    assertEquals(0, a.asked.get());
  }

  @Test
  void anInterruptedCallerReturnsAtOnceAndStaysInterrupted() throws Exception {
    a.stalls();
    b.stalls();
    Thread.currentThread().interrupt();
    assertThrows(RegistryException.Unreachable.class, this::ask);
    assertTrue(Thread.interrupted());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it did not come to that");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
