package org.dpk.provider.internal.agreement;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.dpk.provider.internal.admission.RawNs1;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.FatalAlert;
import org.dpk.psk.internal.preface.PrefaceHello;

/** Send first messages that lead to nothing, at a pace, over TCP, from networks of their own. */
final class MisbehavingSenders implements AutoCloseable {

  private static final int THREADS = 12;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int OTHER_NETWORKS = 64;
  private static final int HEADER = 12;
  private static final int RETRY = 4;

  /** What a sender does. */
  enum Kind {
    /** The right lengths and the right {@code kid_b}, and nothing else; does not care for RETRY. */
    GARBAGE(30, false),
    /** The same, and answers RETRY: such a sender is where it says it is. */
    GARBAGE_WITH_COOKIE(20, true),
    /** Everything right but the identity, which nobody has. */
    NEVER_SEEN(25, true),
    /** What an honest device once sent. */
    REPLAY(15, true),
    /** Everything right but that the sender has not the keys of the device that it names. */
    KNOWN_NAME(9, true),
    /** The same, and it keeps the server waiting. */
    HOLDS_ON(1, true);

    private final int percent;
    private final boolean answers;

    Kind(int percent, boolean answers) {
      this.percent = percent;
      this.answers = answers;
    }

    /** Each by its share, mixed. */
    static Kind of(int index) {
      int at = index * 37 % 100;
      for (Kind kind : values()) {
        at -= kind.percent;
        if (at < 0) {
          return kind;
        }
      }
      throw new AssertionError("the shares are 100 percent");
    }
  }

  /** Where the first messages come from. May be slow: it is asked before they are sent. */
  interface Source {
    byte[] ns1(Kind kind) throws Exception;
  }

  private record Shot(Kind kind, byte[] ns1, InetAddress from) {}

  private final InetSocketAddress server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Shot> shots = new ArrayList<>();
  private final Queue<Socket> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();

  /** Makes so many messages: what they cost the sender is not the server's to pay. */
  MisbehavingSenders(InetSocketAddress server, int count, Source source) throws Exception {
    this.server = server;
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.of(i);
      shots.add(new Shot(kind, source.ns1(kind), address(i)));
    }
  }

  /** Every second one from one network, the others from 64; none from the devices' 127.1. */
  private static InetAddress address(int index) throws UnknownHostException {
    int network = index % 2 == 0 ? 66 : 100 + index / 2 % OTHER_NETWORKS;
    int host = 1 + index % 60_000;
    return InetAddress.getByAddress(
        new byte[] {127, (byte) network, (byte) (host >> 8), (byte) host});
  }

  /** Sends the next ones; takes as long as that takes. How many a second it were. */
  double send(int count, int perSecond) throws Exception {
    int first = next.getAndAdd(count);
    AtomicInteger index = new AtomicInteger(first);
    long start = System.nanoTime();
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      senders.add(
          threads.submit(
              () -> {
                Random random = new Random();
                for (int at = index.getAndIncrement();
                    at < first + count;
                    at = index.getAndIncrement()) {
                  waitUntil(start + (at - first) * TimeUnit.SECONDS.toNanos(1) / perSecond);
                  send(shots.get(at), random);
                }
              }));
    }
    for (Future<?> each : senders) {
      each.get(5, TimeUnit.MINUTES);
    }
    letGo();
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static void waitUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void send(Shot shot, Random random) {
    boolean keep = false;
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(shot.from, 0));
      socket.setSoLinger(true, 0);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(server, TIMEOUT_MILLIS);
      byte[] rest = new byte[64];
      random.nextBytes(rest);
      socket.getOutputStream().write(PrefaceHello.records(rest, null, List.of(), shot.ns1));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = record(in);
      if (shot.kind.answers && isRetry(answer)) {
        byte[] repeated = withCookie(shot.ns1, RawNs1.cookieOf(message(answer)));
        socket.getOutputStream().write(AgreementFrame.records(repeated));
        record(in);
      }
      keep = shot.kind == Kind.HOLDS_ON;
      if (keep) {
        held.add(socket);
      }
    } catch (IOException | FatalAlert e) {
      failed.incrementAndGet();
    } finally {
      if (!keep) {
        close(socket);
      }
    }
  }

  private static byte[] record(DataInputStream in) throws IOException {
    byte[] header = new byte[5];
    in.readFully(header);
    byte[] content = new byte[ByteBuffer.wrap(header).getShort(3) & 0xFFFF];
    in.readFully(content);
    return content;
  }

  private static byte[] message(byte[] handshake) {
    return Arrays.copyOfRange(handshake, 4, handshake.length);
  }

  private static boolean isRetry(byte[] content) {
    return content.length > 4 + HEADER && AgreementFrame.isOne(content) && content[5] == RETRY;
  }

  /** NS1 with a cookie, of which nothing else depends. */
  static byte[] withCookie(byte[] ns1, byte[] cookie) {
    byte[] rest = Arrays.copyOfRange(ns1, HEADER + 1 + ns1[HEADER], ns1.length);
    int body = 1 + cookie.length + rest.length;
    return ByteBuffer.allocate(HEADER + body)
        .put(ns1, 0, HEADER - 2)
        .putShort((short) body)
        .put((byte) cookie.length)
        .put(cookie)
        .put(rest)
        .array();
  }

  private void letGo() {
    for (Socket socket = held.poll(); socket != null; socket = held.poll()) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was of no use any more
    }
  }

  @Override
  public void close() throws InterruptedException {
    letGo();
    threads.shutdownNow();
    if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new AssertionError("a sender is stuck");
    }
  }
}
