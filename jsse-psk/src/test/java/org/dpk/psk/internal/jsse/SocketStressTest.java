package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Sockets used by several threads, closed at bad moments, and by peers that take their time. */
class SocketStressTest {

  private static final int MEGABYTES = 12;

  private static SocketPair open() throws Exception {
    return new SocketPair(Contexts.fixed(), Contexts.fixed()).handshake();
  }

  /** Sends reproducible bytes in portions of every size; their checksum. */
  private static long send(SSLSocket socket, long seed) throws IOException {
    Random random = new Random(seed);
    CRC32 sum = new CRC32();
    OutputStream out = socket.getOutputStream();
    for (int left = MEGABYTES << 20; left > 0; ) {
      byte[] portion = new byte[Math.min(left, 1 + random.nextInt(60_000))];
      random.nextBytes(portion);
      sum.update(portion);
      out.write(portion);
      left -= portion.length;
    }
    return sum.getValue();
  }

  private static long receive(SSLSocket socket) throws IOException {
    Random random = new Random();
    CRC32 sum = new CRC32();
    InputStream in = socket.getInputStream();
    for (int left = MEGABYTES << 20; left > 0; ) {
      byte[] portion = new byte[Math.min(left, 1 + random.nextInt(40_000))];
      int length = in.read(portion);
      if (length < 0) {
        throw new IOException("ended " + left + " bytes too early");
      }
      sum.update(portion, 0, length);
      left -= length;
    }
    return sum.getValue();
  }

  @Test
  void carriesBothDirectionsAtOnceWhileKeysChange() throws Exception {
    try (SocketPair pair = open()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<Long> sentUp = pair.run(() -> send(pair.client, 1));
      Future<Long> sentDown = pair.run(() -> send(pair.server, 2));
      Future<Long> gotUp = pair.run(() -> receive(pair.server));
      Future<Long> gotDown = pair.run(() -> receive(pair.client));
      Future<Integer> updates =
          pair.run(
              () -> {
                int count = 0;
                for (; !done.get(); count++) {
                  pair.client.startHandshake(); // TLS 1.3: a KeyUpdate
                  pair.server.startHandshake();
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
                return count;
              });
      try {
        assertEquals(SocketPair.get(sentUp), SocketPair.get(gotUp));
        assertEquals(SocketPair.get(sentDown), SocketPair.get(gotDown));
      } finally {
        done.set(true);
      }
      assertTrue(SocketPair.get(updates) > 1);
    }
  }

  @Test
  void carriesSingleBytes() throws Exception {
    try (SocketPair pair = open()) {
      Future<?> sent =
          pair.run(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  pair.client.getOutputStream().write(i);
                }
                return null;
              });
      for (int i = 0; i < 2_000; i++) {
        assertEquals(i & 0xFF, pair.server.getInputStream().read());
      }
      SocketPair.get(sent);
    }
  }

  @Test
  void severalWritersNeverMixWithinAPortion() throws Exception {
    int writers = 4;
    int portions = 300;
    try (SocketPair pair = open()) {
      for (int writer = 0; writer < writers; writer++) {
        byte[] portion = new byte[1_000];
        Arrays.fill(portion, (byte) writer);
        pair.run(
            () -> {
              for (int i = 0; i < portions; i++) {
                pair.client.getOutputStream().write(portion);
              }
              return null;
            });
      }
      for (int i = 0; i < writers * portions; i++) {
        byte[] portion = pair.server.getInputStream().readNBytes(1_000);
        for (byte b : portion) {
          assertEquals(portion[0], b);
        }
      }
    }
  }

  @Test
  void closingFreesABlockedReader() throws Exception {
    try (SocketPair pair = open()) {
      Future<Integer> reader = pair.run(() -> pair.client.getInputStream().read());
      awaitBlocked("SocketPump.fill");

      pair.client.close();

      assertEndsWithIoException(reader);
    }
  }

  @Test
  void closingFreesABlockedWriter() throws Exception {
    try (SocketPair pair = open()) {
      Future<?> writer =
          pair.run(
              () -> {
                while (true) {
                  pair.client.getOutputStream().write(new byte[1 << 16]); // nobody reads
                }
              });
      awaitBlocked("SocketPump.send");

      pair.client.close();

      assertEndsWithIoException(writer);
    }
  }

  @Test
  void aPeerThatClosesFreesABlockedWriter() throws Exception {
    try (SocketPair pair = open()) {
      Future<?> writer =
          pair.run(
              () -> {
                while (true) {
                  pair.client.getOutputStream().write(new byte[1 << 16]);
                }
              });
      awaitBlocked("SocketPump.send");

      pair.server.close();

      assertEndsWithIoException(writer);
    }
  }

  @Test
  void nobodyWaitsForAReaderThatWaits() throws Exception {
    try (SocketPair pair = open()) {
      Future<Integer> reader = pair.run(() -> pair.client.getInputStream().read());
      awaitBlocked("SocketPump.fill");

      assertEquals(0, SocketPair.get(pair.run(() -> pair.client.getInputStream().available())));
      SocketPair.get(
          pair.run(
              () -> {
                pair.client.getOutputStream().write(7);
                return null;
              }));
      assertEquals(7, pair.server.getInputStream().read());
      pair.server.getOutputStream().write(8);
      assertEquals(8, SocketPair.get(reader));
    }
  }

  private static void assertEndsWithIoException(Future<?> blocked) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> blocked.get(SocketPair.PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, e.getCause());
  }

  /** Until some thread is within a method, and has no more to do than to wait there. */
  private static void awaitBlocked(String method) {
    await(
        () ->
            Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> isIn(stack, method) && isInSocket(stack)));
  }

  private static boolean isIn(StackTraceElement[] stack, String method) {
    for (StackTraceElement frame : stack) {
      if ((frame.getClassName() + "." + frame.getMethodName()).endsWith(method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInSocket(StackTraceElement[] stack) {
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SocketPair.PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "this takes too long");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void aReadThatTimesOutMayBeRepeated() throws Exception {
    try (SocketPair pair = open()) {
      pair.client.setSoTimeout(30);
      InputStream in = pair.client.getInputStream();
      for (int i = 0; i < 3; i++) {
        assertThrows(SocketTimeoutException.class, in::read);
      }

      pair.server.getOutputStream().write(new byte[] {1, 2, 3});
      pair.client.setSoTimeout(20_000);
      assertEquals(1, in.read());
      assertEquals(2, in.available());
    }
  }

  @Test
  void aPeerThatDripsItsHelloIsCutOffInTime() throws Exception {
    System.setProperty(HandshakeTimeout.PROPERTY, "400");
    AtomicBoolean done = new AtomicBoolean();
    SSLContext context = Contexts.fixed();
    try (SSLServerSocket listening =
            (SSLServerSocket)
                context
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket slow = new Socket(listening.getInetAddress(), listening.getLocalPort());
        SSLSocket server = (SSLSocket) listening.accept()) {
      Thread dripping = new Thread(() -> drip(slow, done), "peer that drips");
      dripping.start();
      long start = System.nanoTime();

      assertThrows(IOException.class, server::startHandshake);

      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
      assertTrue(server.isClosed());
      done.set(true);
      dripping.join(20_000);
    } finally {
      System.clearProperty(HandshakeTimeout.PROPERTY);
    }
  }

  /** A record of a hello, a byte every 20 ms: each read of its victim succeeds. */
  private static void drip(Socket socket, AtomicBoolean done) {
    try {
      socket.getOutputStream().write(new byte[] {22, 3, 1, 0x20, 0, 1, 0, 0x1F, (byte) 0xFC});
      while (!done.get()) {
        socket.getOutputStream().write(3);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (IOException e) {
      // cut off, as it should be
    }
  }
}
