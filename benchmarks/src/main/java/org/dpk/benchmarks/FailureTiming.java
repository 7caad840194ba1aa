package org.dpk.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.provider.internal.nsl.Suite;

/**
 * Whether a responder's time tells why it can't open an NS1 (protocol.md "Suites": every failure
 * looks alike). Samples of all causes are taken in turn, in an order from a seed, and compared with
 * those of a wrong box. It ends with 1 if a cause can be told apart, or if a delay that was planted
 * can't.
 */
public final class FailureTiming {

  private static final int DELAY_NANOS = 5_000;
  private static final int MESSAGES = 512;
  private static final int WARM_UP = 4_000;
  private static final int BLOCK = 4_000;

  private final Suite suite;
  private final List<FailureCause> causes;
  private final int samples;
  private final SplittableRandom random;
  private final Party alice;
  private final Party bob;

  private FailureTiming(Suite suite, int samples, long seed) {
    this.suite = suite;
    this.causes = FailureCause.of(suite);
    this.samples = samples;
    this.random = new SplittableRandom(seed);
    this.alice = new Party(suite, "uuid:6f1a1f6e-8a5c-4a52-9a0e-0d8f5b6a7c11");
    this.bob = new Party(suite, "dns:bob.example");
  }

  /**
   * @param arguments {@code --samples N} of each cause, 100,000 unless told; {@code --suite NAME}
   *     for one of them; {@code --minutes N} at most for a suite, with what was sampled until then;
   *     {@code --seed N}
   */
  public static void main(String[] arguments) throws NslAbort {
    int samples = 100_000;
    long seed = System.nanoTime();
    Duration limit = Duration.ofHours(12);
    List<Suite> suites = List.of(Suite.values());
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--samples" -> samples = Integer.parseInt(arguments[i + 1]);
        case "--suite" -> suites = List.of(Suite.valueOf(arguments[i + 1]));
        case "--minutes" -> limit = Duration.ofMinutes(Integer.parseInt(arguments[i + 1]));
        case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
        default ->
            throw new IllegalArgumentException(
                "use --samples N, --suite NAME, --minutes N, --seed N");
      }
    }
    boolean sound = true;
    for (Suite suite : suites) {
      System.out.printf(Locale.ROOT, "%n%s, seed %d%n", suite, seed);
      sound &= new FailureTiming(suite, samples, seed).run(limit);
    }
    System.exit(sound ? 0 : 1);
  }

  private boolean run(Duration limit) throws NslAbort {
    Map<FailureCause, List<byte[]>> messages = messages();
    measure(messages, WARM_UP, limit);
    Map<FailureCause, long[]> times = measure(messages, samples, limit);
    long[] reference = times.get(FailureCause.WRONG_BOX);
    boolean sound = true;
    System.out.println(
        "| cause, against WRONG_BOX | samples | median | difference | t, raw | t, cropped |  |");
    System.out.println("|---|---:|---:|---:|---:|---:|---|");
    for (FailureCause cause : causes.subList(1, causes.size())) {
      LeakTest test = LeakTest.of(times.get(cause), reference);
      boolean asItShould = test.tellsApart() == (cause == FailureCause.PLANTED);
      sound &= asItShould;
      print(cause, median(times.get(cause)), test, asItShould);
    }
    return sound;
  }

  private static void print(FailureCause cause, long median, LeakTest test, boolean asItShould) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f µs | %+.0f ns | %+.2f | %+.2f | %s |%n",
        cause,
        test.samples(),
        median / 1e3,
        test.difference(),
        test.raw(),
        test.cropped(),
        (test.tellsApart() ? "differs" : "alike") + (asItShould ? "" : ": WRONG"));
  }

  private static long median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Made beforehand, so that nothing but the answer is measured. */
  private Map<FailureCause, List<byte[]>> messages() throws NslAbort {
    Map<FailureCause, List<byte[]>> messages = new EnumMap<>(FailureCause.class);
    for (FailureCause cause : causes) {
      List<byte[]> some = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        some.add(cause.message(alice, bob, random));
      }
      messages.put(cause, some);
    }
    return messages;
  }

  private Map<FailureCause, long[]> measure(
      Map<FailureCause, List<byte[]>> messages, int ofEachCause, Duration limit) {
    long start = System.nanoTime();
    Map<FailureCause, long[]> times = new EnumMap<>(FailureCause.class);
    causes.forEach(cause -> times.put(cause, new long[ofEachCause]));
    FailureCause[] order = order(ofEachCause);
    int[] taken = new int[FailureCause.values().length];
    for (int i = 0; i < order.length; i++) {
      if (i % BLOCK == 0) {
        System.gc(); // so that it seldom comes in between
        if (System.nanoTime() - start > limit.toNanos()) {
          break;
        }
      }
      FailureCause cause = order[i];
      byte[] message = messages.get(cause).get(random.nextInt(MESSAGES));
      times.get(cause)[taken[cause.ordinal()]++] = time(message, cause == FailureCause.PLANTED);
    }
    times.replaceAll((cause, all) -> Arrays.copyOf(all, taken[cause.ordinal()]));
    return times;
  }

  /** Each cause as often as the others, shuffled. */
  private FailureCause[] order(int ofEachCause) {
    FailureCause[] order = new FailureCause[ofEachCause * causes.size()];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = causes.get(i % causes.size());
    }
    return order;
  }

  private long time(byte[] message, boolean planted) {
    // both take the same path up to the clock
    long delay = planted ? DELAY_NANOS : 0;
    Responder responder = bob.respond(hash -> waited(delay));
    long start = System.nanoTime();
    NslAbort abort = answer(responder, message);
    long time = System.nanoTime() - start;
    if (abort.alert().orElseThrow() != AlertCode.DECRYPT_ERROR) {
      throw new IllegalStateException(suite + " answered " + abort.alert());
    }
    return time;
  }

  private static NslAbort answer(Responder responder, byte[] message) {
    try {
      responder.receive(message);
    } catch (NslAbort e) {
      return e;
    }
    throw new IllegalStateException("a broken NS1 was taken");
  }

  private static boolean waited(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
    return true;
  }
}
