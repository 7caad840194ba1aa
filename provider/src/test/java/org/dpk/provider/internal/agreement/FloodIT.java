package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.HandshakeMetrics;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.LookupLimits;
import org.dpk.provider.internal.admission.RawNs1;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.HedgedRandomness;
import org.dpk.provider.internal.nsl.Initiator;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.registry.CountingProxy;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 50,000 bogus first messages, 1,000 a second, at a server with the default limits over a real
 * chain, while devices that it knows go on connecting, each time with an agreement of its own.
 *
 * <p>The bound on the 99th percentile is the ratio of two measurements that follow each other, five
 * times over, and the median of the five: whatever else the machine does meets both, and two bad
 * moments of it decide nothing.
 */
@Tag("one-jdk")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FloodIT {

  private static final int ROUNDS = 5;
  private static final int BOGUS = 10_000;
  private static final int PER_SECOND = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final int DEVICES = 4;
  private static final int CONNECTS_PER_SECOND = 20;
  private static final int WARM_UP = 75;
  private static final double BOUND = 3;
  private static final long HEAP_BOUND = 32L << 20;
  private static final int COLLECTIONS = 5;

  private static final KeyTerms ONCE = new KeyTerms(Duration.ofHours(1), 1);
  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:localhost");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** An identity with its keys, on chain. */
  private record Party(EncodedRecord record, SuiteKeyPair keys) {

    OwnIdentity own() {
      return OwnIdentity.of(record.identity(), List.of(keys));
    }
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  private static Party party(DpkIdentity identity, RegistryFixture chain) {
    SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, IdentityFixture.RANDOM);
    return new Party(
        EncodedRecord.of(
            IdentityFixture.record(
                identity, 1, chain.pkm().address(), chain.pkm().address(), List.of(keys))),
        keys);
  }

  private static Party admitted(DpkIdentity identity, RegistryFixture chain) throws Exception {
    Party party = party(identity, chain);
    chain
        .sender()
        .send(
            chain.admission(
                new RegistryReader(chain.node()).entry(identity), party.record().record()),
            RegistryFixture.PATIENCE);
    return party;
  }

  private static SSLContext context(NslAgreement agreement) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {agreement}, null, null);
    return context;
  }

  /** Greets whoever comes to a handshake. */
  private void serve(SSLServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listening.accept();
        threads.execute(() -> greet(socket));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private static void greet(SSLSocket socket) {
    try (socket) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write('!');
    } catch (IOException e) {
      // one of the many
    }
  }

  /** A device that connects again and again. */
  private record Device(SSLContext tls, InetAddress from, int port) {

    /** From connect to the first byte of data, in nanoseconds. */
    long connect() throws IOException {
      long start = System.nanoTime();
      try (SSLSocket socket =
              (SSLSocket) tls.getSocketFactory().createSocket("localhost", port, from, 0);
          InputStream in = socket.getInputStream()) {
        socket.setSoTimeout(20_000);
        if (in.read() != '!') {
          throw new IOException("no greeting");
        }
        return System.nanoTime() - start;
      }
    }

    /** Until it is told to stop, at its pace; a connection that takes long delays the next. */
    void go(
        AtomicBoolean stop,
        ConcurrentLinkedQueue<Long> took,
        ConcurrentLinkedQueue<Exception> failures) {
      long due = System.nanoTime();
      while (!stop.get()) {
        try {
          took.add(connect());
        } catch (IOException e) {
          failures.add(e);
        }
        due = Math.max(due + TimeUnit.SECONDS.toNanos(1) / CONNECTS_PER_SECOND, System.nanoTime());
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private interface Window {
    void run() throws Exception;
  }

  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();

  /** What connecting took while this ran; sorted. */
  private long[] during(List<Device> devices, Window window) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
    List<Future<?>> running = new ArrayList<>();
    for (Device device : devices) {
      running.add(threads.submit(() -> device.go(stop, took, failures)));
    }
    try {
      window.run();
    } finally {
      stop.set(true);
    }
    for (Future<?> each : running) {
      each.get(60, TimeUnit.SECONDS);
    }
    return took.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static double millis(long[] sorted, double percentile) {
    return sorted[(int) Math.ceil(percentile / 100 * sorted.length) - 1] / 1e6;
  }

  private static int questions(CountingProxy proxy) {
    return proxy.count("eth_call");
  }

  /** How many questions to the node one look-up is. */
  private static int perLookup(KeyRegistry registry, CountingProxy proxy) {
    int before = questions(proxy);
    registry.find(RegistryFixture.newIdentity(), Freshness.RECENT).join();
    return questions(proxy) - before;
  }

  /** What is in use when everything that can go is gone: closed sockets go in several steps. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return IntStream.range(0, COLLECTIONS)
        .mapToLong(
            i -> {
              System.gc();
              return runtime.totalMemory() - runtime.freeMemory();
            })
        .min()
        .orElseThrow();
  }

  /** The bogus messages: the server's record, and everything on chain, is known to everybody. */
  private static MisbehavingSenders.Source source(RegistryFixture chain, Party server, Party device)
      throws Exception {
    Random random = new Random(5);
    byte[] kid = Arrays.copyOf(server.record().recHash(), 8);
    Party nobody = party(DpkIdentity.parse("dns:nobody.example.org"), chain);
    HedgedRandomness seeds =
        new HedgedRandomness(nobody.keys(), new SecureRandom(), Clock.systemUTC());
    byte[] once = begin(chain, new OwnKeys(device.record(), List.of(device.keys())), server, seeds);
    OwnKeys pretender = new OwnKeys(device.record(), List.of(device.keys()));
    return kind ->
        switch (kind) {
          case GARBAGE, GARBAGE_WITH_COOKIE -> RawNs1.garbage(random, kid).encode();
          case REPLAY -> once;
          case KNOWN_NAME, HOLDS_ON -> begin(chain, pretender, server, seeds);
          case NEVER_SEEN -> {
            DpkIdentity name = DpkIdentity.parse("dns:n" + random.nextLong(1L << 40) + ".example");
            EncodedRecord record =
                EncodedRecord.of(
                    IdentityFixture.record(
                        name,
                        1,
                        chain.pkm().address(),
                        chain.pkm().address(),
                        List.of(nobody.keys())));
            yield begin(chain, new OwnKeys(record, List.of(nobody.keys())), server, seeds);
          }
        };
  }

  private static byte[] begin(
      RegistryFixture chain, OwnKeys own, Party server, HedgedRandomness random) throws Exception {
    try (Initiator initiator =
        new Initiator(
            chain.id(), own, server.record(), Primitives.Source.standard(), random, ONCE, null)) {
      return initiator.begin();
    }
  }

  @Test
  void knownDevicesGoOnConnecting() throws Exception {
    try {
      flood();
    } finally {
      for (AutoCloseable each : opened) {
        each.close();
      }
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a thread is stuck");
    }
  }

  private void flood() throws Exception {
    RegistryFixture chain = open(RegistryFixture.start());
    CountingProxy proxy = open(new CountingProxy(chain.devnet().uri()));
    Party server = admitted(SERVER, chain);
    KeyRegistry atServer = open(Registries.open(chain.endpoint(proxy.uri().toString())));
    NslAgreement agreement = open(NslAgreement.of(atServer, server.own()).terms(ONCE).build());
    SSLServerSocket listening =
        open(
            (SSLServerSocket)
                context(agreement)
                    .getServerSocketFactory()
                    .createServerSocket(0, 1_024, InetAddress.getByName("127.0.0.1")));
    threads.execute(() -> serve(listening));
    KeyRegistry atDevices = open(Registries.open(chain.http()));
    List<Device> devices = new ArrayList<>();
    Party named = null;
    for (int i = 1; i <= DEVICES; i++) {
      named = admitted(RegistryFixture.newIdentity(), chain);
      NslAgreement of = open(NslAgreement.of(atDevices, named.own()).build());
      InetAddress from = InetAddress.getByName("127.1.0." + i);
      devices.add(new Device(context(of), from, listening.getLocalPort()));
    }
    for (int i = 0; i < WARM_UP; i++) {
      for (Device device : devices) {
        device.connect();
      }
    }
    MisbehavingSenders senders =
        open(
            new MisbehavingSenders(
                new InetSocketAddress("127.0.0.1", listening.getLocalPort()),
                ROUNDS * BOGUS,
                source(chain, server, named)));
    measure(agreement, proxy, perLookup(atServer, proxy), devices, senders);
  }

  private void measure(
      NslAgreement agreement,
      CountingProxy proxy,
      int perLookup,
      List<Device> devices,
      MisbehavingSenders senders)
      throws Exception {
    Waiting.until("the warm-up is over", () -> !agreement.metrics().underLoad());
    long heapBefore = heap();
    int questionsBefore = questions(proxy);
    HandshakeMetrics before = agreement.metrics();
    long start = System.nanoTime();
    double[] ratios = new double[ROUNDS];
    int connected = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long[] idle = during(devices, () -> LockSupport.parkNanos(IDLE.toNanos()));
      double[] rate = new double[1];
      long[] flooded = during(devices, () -> rate[0] = senders.send(BOGUS, PER_SECOND));
      ratios[round] = millis(flooded, 99) / millis(idle, 99);
      connected += idle.length + flooded.length;
      System.out.printf(
          "round %d: idle p50 %.1f p99 %.1f ms (%d), %,.0f bogus NS1 a second: p50 %.1f p99 %.1f ms"
              + " (%d), p99 x %.2f%n",
          round + 1,
          millis(idle, 50),
          millis(idle, 99),
          idle.length,
          rate[0],
          millis(flooded, 50),
          millis(flooded, 99),
          flooded.length,
          ratios[round]);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Waiting.until("all runs are over", () -> agreement.metrics().unfinished() == 0);
    long grown = heap() - heapBefore;
    int lookups = (questions(proxy) - questionsBefore) / perLookup;
    HandshakeMetrics after = agreement.metrics();
    for (Rung rung : Rung.values()) {
      System.out.printf("%-20s %,8d%n", rung, after.count(rung) - before.count(rung));
    }
    System.out.printf(
        "%,d bogus NS1 in %.0f s, %d senders without an answer; %,d connections of known devices,"
            + " %d failed; %,d look-ups; heap %,d kB before, %,d kB more after%n",
        ROUNDS * BOGUS,
        seconds,
        senders.failed.get(),
        connected,
        failures.size(),
        lookups,
        heapBefore >> 10,
        grown >> 10);

    assertEquals(List.of(), List.copyOf(failures), "known devices connect");
    Arrays.sort(ratios);
    assertTrue(ratios[ROUNDS / 2] < BOUND, "p99 x " + ratios[ROUNDS / 2]);
    assertTrue(grown < HEAP_BOUND, "the heap grew by " + grown + " bytes");
    LookupLimits limits = AdmissionLimits.DEFAULT.lookups();
    double budget =
        limits.strangersRate().burst()
            + limits.refetchesRate().burst()
            + seconds * (limits.strangersRate().perSecond() + limits.refetchesRate().perSecond());
    assertTrue(lookups <= budget, lookups + " look-ups, and a budget of " + budget);
    assertEquals(connected, after.count(Rung.AGREED) - before.count(Rung.AGREED));
    for (Rung rung :
        List.of(
            Rung.COOKIE_ASKED,
            Rung.BUCKET_EMPTY,
            Rung.REPLAYED,
            Rung.UNDECRYPTABLE,
            Rung.LOOKUP_STRANGER,
            Rung.OVER_BUDGET_STRANGER)) {
      assertTrue(after.count(rung) > before.count(rung), rung + " stopped nobody");
    }
  }
}
