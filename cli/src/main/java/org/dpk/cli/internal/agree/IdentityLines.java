package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Set;

/**
 * A line {@code identity:hexkey} for each key: stunnel's {@code PSKsecrets}, mosquitto's {@code
 * psk_file}. A new key comes first, since stunnel's client takes the first one. Lines of others
 * stay as they are.
 */
final class IdentityLines implements KeyFormat {

  @Override
  public byte[] with(byte[] before, ProgramKey newest, Set<String> gone) {
    try (SecretText text = new SecretText()) {
      byte[] line = shown(newest);
      text.bytes(line);
      Arrays.fill(line, (byte) 0);
      keep(before, gone, newest.identity(), text);
      return text.toByteArray();
    }
  }

  @Override
  public byte[] without(byte[] before, Set<String> gone) {
    try (SecretText text = new SecretText()) {
      keep(before, gone, "", text);
      return text.toByteArray();
    }
  }

  private static void keep(byte[] before, Set<String> gone, String replaced, SecretText text) {
    for (int start = 0; start < before.length; ) {
      int end = endOfLine(before, start);
      String identity = identity(before, start, end);
      if (!gone.contains(identity) && (replaced.isEmpty() || !identity.equals(replaced))) {
        text.bytes(before, start, end - start);
        text.text("\n");
      }
      start = end + 1;
    }
  }

  private static int endOfLine(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  /** What stands before the colon, never what follows. */
  private static String identity(byte[] bytes, int start, int end) {
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    return colon == end ? "" : new String(bytes, start, colon - start, US_ASCII);
  }

  @Override
  public boolean holdsSeveral() {
    return true;
  }

  @Override
  public byte[] shown(ProgramKey key) {
    try (SecretText text = new SecretText()) {
      return text.text(key.identity() + ":").hex(key.secret()).text("\n").toByteArray();
    }
  }
}
