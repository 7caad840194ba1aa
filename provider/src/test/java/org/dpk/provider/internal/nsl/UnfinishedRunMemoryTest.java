package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stranger makes a responder keep: anybody may claim a name and never come back. */
class UnfinishedRunMemoryTest {

  private static final int RUNS = 200;
  private static final int LONG = 60_000;
  private static final int MOST_OF_EACH = 40_000;

  private final TestParty a =
      TestParty.of(Suite.NSL_X25519, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 3, 1);
  private final TestParty b = TestParty.of(Suite.NSL_X25519, "dns:server.example.org", 2);

  @Test
  void aRunThatWaitsKeepsNothingWhoseLengthTheOtherEndChose() throws NslAbort {
    byte[] staple = new byte[LONG];
    List<Responder> waiting = new ArrayList<>();
    answer(waiting, staple); // classes are loaded
    long before = used();
    for (int i = 0; i < RUNS; i++) {
      answer(waiting, staple);
    }
    long each = (used() - before) / RUNS;
    Reference.reachabilityFence(waiting);
    assertTrue(each < MOST_OF_EACH, () -> "each keeps " + each + " bytes");
  }

  private void answer(List<Responder> waiting, byte[] staple) throws NslAbort {
    Handshake run = new Handshake(a, b, waiting.size());
    run.responder.receive(run.initiator.begin(staple));
    assertInstanceOf(ResponderStep.Send.class, run.responder.found(a.onChain()));
    waiting.add(run.responder);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
