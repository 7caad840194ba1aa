package org.dpk.psk.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many handshakes, one after the other and at once; afterwards nothing of them is left. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SoakIT {

  /** For each source of keys. */
  private static final int SEQUENTIAL = 10_000;

  private static final int PARALLEL = 500;

  /** Files that the JVM itself may open meanwhile. */
  private static final int TOLERANCE = 8;

  @TempDir Path folder;

  enum Keys {
    FIXED {
      @Override
      KeyManager of(String name, Consumer<Psk> onUse) {
        return new DerivedKeys(onUse);
      }
    },
    AGREED {
      @Override
      KeyManager of(String name, Consumer<Psk> onUse) {
        NonceAgreement agreement = new NonceAgreement(name, "secret");
        agreement.onKey = onUse;
        return agreement;
      }
    };

    abstract KeyManager of(String name, Consumer<Psk> onUse);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfTenThousandHandshakes(Keys keys) throws Exception {
    Queue<Long> spent = new ConcurrentLinkedQueue<>();
    SSLContext client = context(keys.of("alice", key -> spent.add(mask(key))));
    connect(client, context(keys.of("localhost", key -> {})), 100, 10); // loads what is loaded once
    long files = Heap.openFiles();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    spent.clear();

    connect(client, context(keys.of("localhost", key -> {})), SEQUENTIAL, PARALLEL);

    assertTrue(spent.size() >= SEQUENTIAL + PARALLEL, "each connection has a key of its own");
    assertNoThreadIsLeft(threads);
    assertTrue(Heap.openFiles() <= files + TOLERANCE, "sockets are left");
    assertNoSecretIsLeft(spent);
  }

  private static void assertNoThreadIsLeft(Set<Thread> before) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        thread.join(TimeUnit.SECONDS.toMillis(20)); // it may be about to end
        assertFalse(thread.isAlive(), () -> thread + " is left");
      }
    }
  }

  /** The keys were used on connections that are closed: nobody needs them any more. */
  private void assertNoSecretIsLeft(Queue<Long> spent) throws Exception {
    Psk held = new DerivedKeys(key -> {}).forIdentity(new byte[] {'x'}).orElseThrow();
    Path dump = Heap.dump(folder.resolve("live.hprof"));
    List<Long> wanted = new ArrayList<>(spent.stream().map(masked -> ~masked).toList());
    wanted.add(~mask(held));
    Map<Long, Integer> found = Heap.occurrences(dump, wanted);
    assertEquals(1, found.remove(~mask(held)), "a key that is held shows in the heap");
    List<Integer> left = found.values().stream().filter(times -> times > 0).toList();
    assertEquals(List.of(), left, "of " + spent.size() + " spent keys");
  }

  /** Not as it is, so that this test does not hold what it looks for. */
  private static long mask(Psk key) {
    byte[] secret = key.revealSecret();
    return ~Heap.fingerprint(secret);
  }

  private static SSLContext context(KeyManager keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  private static void connect(SSLContext client, SSLContext server, int sequential, int parallel)
      throws Exception {
    try (EchoServer echo = new EchoServer(server)) {
      for (int i = 0; i < sequential; i++) {
        converse(client, echo.port());
      }
      connectAtOnce(client, echo.port(), parallel);
      assertEquals(0, echo.failed.get());
    }
  }

  private static void connectAtOnce(SSLContext client, int port, int number) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(number);
    CountDownLatch start = new CountDownLatch(number);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  converse(client, port);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  private static void converse(SSLContext client, int port) throws Exception {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(41);
      assertEquals(42, socket.getInputStream().read());
    }
  }
}
