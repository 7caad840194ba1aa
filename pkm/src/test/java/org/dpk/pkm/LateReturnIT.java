package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.provider.EthereumAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PKM that ends in the middle, and comes back when its vouchers have ended. */
class LateReturnIT {

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void anAdmissionThatWasMinedMeanwhileIsSeenAndNotReplacedForEver() throws Exception {
    ExecutorService device = Executors.newSingleThreadExecutor();
    try (Town town = Town.foundWithoutPkm(folder)) {
      EthereumAddress wallet = town.createPkmIdentity();
      town.devnet().addPkm(wallet.toString());
      town.devnet().setBalance(wallet.toString(), Town.ETHER);
      CountDownLatch sent = new CountDownLatch(1);
      town.startPkm(endingAt(Step.SENT, sent));
      Town.Registered registered = town.register("{}");
      device.submit(() -> town.enrol(registered.token(), "device.dpk"));
      assertTrue(sent.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
      town.stopPkm();

      CountDownLatch settled = new CountDownLatch(1);
      town.startPkm(
          town.config(),
          (step, subject) -> {
            if (step == Step.SETTLED && subject.startsWith("ADMIT")) {
              settled.countDown();
            }
          },
          Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));

      assertTrue(settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals("admitted", town.registration(registered.id()).path("stage").asText());
      ChainHistory history = ChainHistory.of(town.devnet());
      assertEquals(1, history.changes(registered.token().identity()));
      assertEquals(0, history.waiting(wallet.toString()));
    } finally {
      device.shutdownNow();
    }
  }

  /** As far as the store can tell, the process ends there each time. */
  private static StepObserver endingAt(Step end, CountDownLatch reached) {
    return (step, subject) -> {
      if (step == end && subject.startsWith("ADMIT")) {
        reached.countDown();
        throw new IllegalStateException("the process ends here");
      }
    };
  }
}
