package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slots, epochs, periods, times and forks of a chain. */
class BeaconChainTest {

  private final BeaconChain mainnet = TestChains.mainnet();

  @Test
  void slotsFollowTheClock() {
    Instant genesis = Instant.parse("2020-12-01T12:00:23Z");
    assertEquals(genesis, mainnet.timeOf(0));
    assertEquals(0, mainnet.slotAt(genesis));
    assertEquals(0, mainnet.slotAt(genesis.minusSeconds(1)));
    assertEquals(0, mainnet.slotAt(genesis.plusMillis(11_999)));
    assertEquals(1, mainnet.slotAt(genesis.plusSeconds(12)));
    assertEquals(7109432, mainnet.slotAt(mainnet.timeOf(7109432)));
    assertEquals(7109431, mainnet.slotAt(mainnet.timeOf(7109432).minusNanos(1)));
  }

  @Test
  void epochsAndPeriodsFollowThePreset() {
    assertEquals(8192, mainnet.slotsPerPeriod());
    assertEquals(0, mainnet.epochOf(31));
    assertEquals(1, mainnet.epochOf(32));
    assertEquals(0, mainnet.periodOf(8191));
    assertEquals(1, mainnet.periodOf(8192));
    assertEquals(64, TestChains.minimal("fulu", Root.ZERO).slotsPerPeriod());
  }

  @Test
  void theLastOfTheForksThatBeganHolds() {
    assertEquals("phase0", mainnet.forkAtEpoch(0).name());
    assertEquals("phase0", mainnet.forkAtEpoch(74239).name());
    assertEquals("altair", mainnet.forkAtEpoch(74240).name());
    assertEquals("fulu", mainnet.forkAtEpoch(Long.MAX_VALUE).name());
    assertEquals("bellatrix", mainnet.forkAtSlot(194048 * 32L - 1).name());
    assertEquals("capella", mainnet.forkAtSlot(194048 * 32L).name());
    assertEquals("electra", TestChains.minimal("electra", Root.ZERO).forkAtEpoch(0).name());
  }

  @Test
  void whatIsNoChainIsRefused() {
    Fork first = TestChains.fork("phase0", "00000000", 0);
    Fork later = TestChains.fork("altair", "01000000", 9);
    chain(12, 32, 256, 512, List.of(first, later));
    assertRefused(0, 32, 256, 512, List.of(first));
    assertRefused(3601, 32, 256, 512, List.of(first));
    assertRefused(12, 0, 256, 512, List.of(first));
    assertRefused(12, 32, 0, 512, List.of(first));
    assertRefused(12, -1, -1, 512, List.of(first));
    assertRefused(12, 1 << 20, 2, 512, List.of(first));
    assertRefused(12, 32, 256, 0, List.of(first));
    assertRefused(12, 32, 256, 12, List.of(first));
    assertRefused(12, 32, 256, 520, List.of(first));
    assertRefused(12, 32, 256, 512, List.of());
    assertRefused(12, 32, 256, 512, List.of(later));
    assertRefused(
        12, 32, 256, 512, List.of(first, later, TestChains.fork("bellatrix", "02000000", 8)));
  }

  @Test
  void aGenesisIsATimeAndAChainIsCalledByItsName() {
    List<Fork> forks = List.of(TestChains.fork("phase0", "00000000", 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BeaconChain("a chain", -1, Root.ZERO, 12, 32, 256, 512, forks));
    assertEquals("mainnet", mainnet.toString());
  }

  private static BeaconChain chain(
      int seconds, int slots, int epochs, int committee, List<Fork> forks) {
    return new BeaconChain("a chain", 1, Root.ZERO, seconds, slots, epochs, committee, forks);
  }

  private static void assertRefused(
      int seconds, int slots, int epochs, int committee, List<Fork> forks) {
    assertThrows(
        IllegalArgumentException.class, () -> chain(seconds, slots, epochs, committee, forks));
  }

  @Test
  void forksRootsAndPoliciesAreWhatTheySay() {
    Fork fork = TestChains.fork("deneb", "04000000", 269568);
    assertEquals("deneb (0x04000000) from epoch 269568", fork.toString());
    assertEquals(fork, TestChains.fork("deneb", "04000000", 269568));
    assertEquals(fork.hashCode(), TestChains.fork("deneb", "04000000", 269568).hashCode());
    assertNotEquals(fork, TestChains.fork("deneb", "04000001", 269568));
    assertNotEquals(fork, TestChains.fork("deneb", "04000000", 269569));
    assertNotEquals(fork, TestChains.fork("fulu", "04000000", 269568));
    fork.version()[0] = 9;
    assertEquals(4, fork.version()[0]);
    for (String name : List.of("", "Deneb")) {
      assertThrows(IllegalArgumentException.class, () -> TestChains.fork(name, "04000000", 0));
    }
    assertThrows(IllegalArgumentException.class, () -> TestChains.fork("deneb", "040000", 0));
    assertThrows(IllegalArgumentException.class, () -> TestChains.fork("deneb", "04000000", -1));

    Root root = Root.parse("0x" + "0a".repeat(32));
    assertEquals("0x" + "0a".repeat(32), root.toString());
    assertEquals(root, Root.of(root.bytes()));
    assertNotEquals(root, Root.ZERO);
    for (String wrong : List.of("", "0x", "0a".repeat(33), "0x" + "0g".repeat(32))) {
      assertThrows(IllegalArgumentException.class, () -> Root.parse(wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> Root.of(new byte[31]));

    for (int percent : new int[] {66, 101}) {
      assertThrows(
          IllegalArgumentException.class, () -> new LightClientPolicy(percent, Duration.ofDays(1)));
    }
    for (Duration age : List.of(Duration.ZERO, Duration.ofDays(-1))) {
      assertThrows(IllegalArgumentException.class, () -> new LightClientPolicy(90, age));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new BeaconHeader(1L << 48, 0, Root.ZERO, Root.ZERO, Root.ZERO));
  }
}
