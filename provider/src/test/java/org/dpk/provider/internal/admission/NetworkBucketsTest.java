package org.dpk.provider.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NetworkBucketsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final NetworkBuckets buckets = new NetworkBuckets(new Rate(10, 4), nanos::get);

  private static NetworkPrefix network(String address) throws UnknownHostException {
    return NetworkPrefix.of(InetAddress.getByName(address), NetworkLimits.DEFAULT);
  }

  private int takeAll(NetworkPrefix network) {
    int taken = 0;
    while (buckets.take(network)) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesABurstAndThenAsFastAsItIsFilled() throws Exception {
    NetworkPrefix network = network("192.0.2.7");
    assertEquals(10, takeAll(network));
    nanos.addAndGet(SECOND / 4 - 1);
    assertFalse(buckets.take(network));
    nanos.addAndGet(1);
    assertTrue(buckets.take(network));
    assertFalse(buckets.take(network));
    nanos.addAndGet(2 * SECOND);
    assertEquals(8, takeAll(network));
    nanos.addAndGet(3_600 * SECOND);
    assertEquals(10, takeAll(network), "no more than a burst, however long it rested");
  }

  @Test
  void neverGivesMoreThanBurstAndRate() {
    Random random = new Random(1);
    NetworkPrefix network = new NetworkPrefix(false, 0);
    long start = nanos.get();
    for (int i = 1, taken = 0; i <= 10_000; i++) {
      nanos.addAndGet(random.nextInt((int) (SECOND / 3)));
      taken += buckets.take(network) ? 1 : 0;
      assertTrue(taken <= 10 + 4 * (nanos.get() - start) / SECOND, "step " + i);
    }
  }

  @Test
  void aNetworkIsSixteenBitsOfIpv4AndFortyEightOfIpv6() throws Exception {
    assertEquals(network("127.1.2.3"), network("127.1.255.0"));
    assertNotEquals(network("127.1.2.3"), network("127.2.2.3"));
    assertEquals(network("2001:db8:1:2::3"), network("2001:db8:1:ffff::"));
    assertNotEquals(network("2001:db8:1::"), network("2001:db8:2::"));
    assertNotEquals(network("0.0.0.0"), network("::"));
    assertEquals(network("192.0.2.7"), network("::ffff:192.0.2.7"), "the same host");
  }

  @Test
  void aNetworkMayBeOneHost() throws Exception {
    NetworkLimits hosts = new NetworkLimits(32, 64, new Rate(1, 1), 10);
    NetworkPrefix one = NetworkPrefix.of(InetAddress.getByName("192.0.2.7"), hosts);
    NetworkPrefix next = NetworkPrefix.of(InetAddress.getByName("192.0.2.6"), hosts);
    assertNotEquals(one, next);
    assertThrows(
        IllegalArgumentException.class, () -> new NetworkLimits(33, 48, new Rate(1, 1), 10));
    assertThrows(
        IllegalArgumentException.class, () -> new NetworkLimits(16, 65, new Rate(1, 1), 10));
  }

  @Test
  void oneNetworkTakesNothingFromAnother() throws Exception {
    takeAll(network("127.1.0.1"));
    assertEquals(10, takeAll(network("127.2.0.1")));
    assertFalse(buckets.take(network("127.1.0.1")));
  }

  @Test
  void theTableIsBoundedAndWhoIsDisplacedBeginsAnew() throws Exception {
    NetworkPrefix device = network("2001:db8::1");
    takeAll(device);
    for (long i = 0; i < NetworkBuckets.CAPACITY + 1_000; i++) {
      assertTrue(buckets.take(new NetworkPrefix(true, i << 16 | 1L << 63)), "network " + i);
    }
    assertEquals(NetworkBuckets.CAPACITY, buckets.size());
    assertTrue(buckets.take(device), "others are no reason to be sent away");
  }

  @Test
  void theManyNetworksOfIpv6DisplaceNoneOfIpv4() throws Exception {
    NetworkPrefix flooding = network("192.0.2.7");
    takeAll(flooding);
    for (long i = 0; i < NetworkBuckets.CAPACITY + 1_000; i++) {
      buckets.take(new NetworkPrefix(true, i << 16));
    }
    assertFalse(buckets.take(flooding));
  }

  @Test
  void bucketsThatAreFullAgainAreForgotten() {
    for (long i = 0; i < 100; i++) {
      buckets.take(new NetworkPrefix(false, i << 48));
    }
    nanos.addAndGet(60 * SECOND);
    for (long i = 100; i < 200; i++) {
      buckets.take(new NetworkPrefix(false, i << 48));
    }
    assertEquals(100, buckets.size());
  }
}
