package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.internal.beacon.BeaconNode;
import org.dpk.provider.internal.beacon.RecordedPair;
import org.junit.jupiter.api.Test;

class BeaconStandingTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // it may overflow

  private BeaconStanding standing() {
    BeaconNode node = BeaconNode.at(URI.create("http://127.0.0.1:1"), RecordedPair.chain());
    return new BeaconStanding(node, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whoFailsIsSparedTwiceAsLongEachTimeAndNeverForLong() {
    BeaconStanding standing = standing();
    assertEquals(0, standing.spared());
    for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 120, 120}) {
      standing.failed();
      assertEquals(Duration.ofSeconds(seconds).toNanos(), standing.spared());
      pass(Duration.ofSeconds(seconds));
      assertEquals(0, standing.spared());
    }
    standing.succeeded();
    standing.failed();
    assertEquals(Duration.ofSeconds(2).toNanos(), standing.spared());
  }

  @Test
  void aLieIsNotForgottenForASilence() {
    BeaconStanding standing = standing();
    standing.lied();
    pass(Duration.ofMinutes(1));
    standing.failed();
    assertEquals(Duration.ofMinutes(9).toNanos(), standing.spared());
  }
}
