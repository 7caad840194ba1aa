package org.dpk.psk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads mosquitto's {@code psk_file} form: a line {@code identity:hexkey} for each key.
 *
 * <p>Works on bytes, which are cleared, and never on text: a secret in a String stays in memory.
 */
final class PskFile {

  /** 16 MiB: some 100,000 keys. */
  static final int MAX_LENGTH = 16 << 20;

  private final String file;
  private final List<Psk> keys = new ArrayList<>();
  private final Map<ByteBuffer, Integer> lineOf = new HashMap<>();
  private int line;

  private PskFile(String file) {
    this.file = file;
  }

  /**
   * Every key of a file; the caller destroys them.
   *
   * @throws IOException if it cannot be read, is too long, or a line is wrong
   */
  static List<Psk> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * As {@link #read(Path)}.
   *
   * @param in not closed
   * @param file what to call it in a message
   */
  static List<Psk> read(InputStream in, String file) throws IOException {
    byte[] content = in.readNBytes(MAX_LENGTH + 1);
    try {
      if (content.length > MAX_LENGTH) {
        throw new IOException(file + " is longer than " + MAX_LENGTH + " bytes: no PSK file");
      }
      return new PskFile(file).parse(content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private List<Psk> parse(byte[] content) throws IOException {
    try {
      for (int start = 0; start < content.length; ) {
        int end = indexOf(content, '\n', start, content.length);
        line++;
        parseLine(content, start, trimmedEnd(content, start, end));
        start = end + 1;
      }
      return keys;
    } catch (IOException e) {
      keys.forEach(Psk::destroy);
      throw e;
    }
  }

  private void parseLine(byte[] content, int start, int end) throws IOException {
    if (start == end || content[start] == '#') {
      return;
    }
    int colon = lastIndexOf(content, ':', start, end);
    if (colon < 0) {
      throw wrong("a line is identity:key, and this has no colon");
    }
    byte[] identity = Arrays.copyOfRange(content, start, colon);
    byte[] secret = decodeHex(content, colon + 1, end);
    try {
      add(Psk.of(identity, secret));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void add(Psk key) throws IOException {
    keys.add(key);
    Integer earlier = lineOf.putIfAbsent(ByteBuffer.wrap(key.identity()), line);
    if (earlier != null) {
      throw wrong("line " + earlier + " has a key for the same identity");
    }
  }

  private byte[] decodeHex(byte[] content, int start, int end) throws IOException {
    if ((end - start) % 2 != 0) {
      throw wrong("the key has an odd number of hexadecimal digits");
    }
    byte[] decoded = new byte[(end - start) / 2];
    for (int i = 0; i < decoded.length; i++) {
      int high = Character.digit(content[start + 2 * i], 16);
      int low = Character.digit(content[start + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        Arrays.fill(decoded, (byte) 0);
        throw wrong("the key is not in hexadecimal");
      }
      decoded[i] = (byte) (high << 4 | low);
    }
    return decoded;
  }

  /** Never with the line itself: it has a secret in it. */
  private IOException wrong(String what) {
    return new IOException(file + ", line " + line + ": " + what);
  }

  private static int trimmedEnd(byte[] content, int start, int end) {
    while (end > start
        && (content[end - 1] == ' ' || content[end - 1] == '\t' || content[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  private static int indexOf(byte[] content, char c, int start, int end) {
    int i = start;
    while (i < end && content[i] != c) {
      i++;
    }
    return i;
  }

  private static int lastIndexOf(byte[] content, char c, int start, int end) {
    int i = end - 1;
    while (i >= start && content[i] != c) {
      i--;
    }
    return i >= start ? i : -1;
  }
}
