package org.dpk.psk.load;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What this JVM holds on to. */
final class Heap {

  private static final int PIECE = 1 << 20;

  private Heap() {}

  /** What is reachable, in bytes. */
  static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  static long openFiles() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getOpenFileDescriptorCount();
  }

  /** Everything that is reachable, in a file. */
  static Path dump(Path file) {
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(file.toString(), true);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often each of these stands in a file; a key is its first eight bytes. */
  static Map<Long, Integer> occurrences(Path file, Iterable<Long> wanted) throws IOException {
    Map<Long, Integer> found = new HashMap<>();
    wanted.forEach(key -> found.put(key, 0));
    byte[] piece = new byte[PIECE];
    long window = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(piece); length > 0; length = in.read(piece)) {
        for (int i = 0; i < length; i++) {
          window = window << 8 | piece[i] & 0xFF;
          if (found.containsKey(window)) {
            found.merge(window, 1, Integer::sum);
          }
        }
      }
    }
    return found;
  }

  /** The first eight bytes. */
  static long fingerprint(byte[] secret) {
    return ByteBuffer.wrap(secret).getLong();
  }
}
