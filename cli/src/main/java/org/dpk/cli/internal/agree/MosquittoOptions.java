package org.dpk.cli.internal.agree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;

/**
 * The options file of mosquitto's clients, {@code ~/.config/mosquitto_pub} and {@code _sub}: an
 * option and its value in each line. Other options stay as they are.
 */
final class MosquittoOptions implements KeyFormat {

  private static final byte[] KEY = "--psk ".getBytes(UTF_8);
  private static final byte[] IDENTITY = "--psk-identity ".getBytes(UTF_8);

  @Override
  public byte[] with(byte[] before, ProgramKey newest, Set<String> gone) {
    try (SecretText text = new SecretText()) {
      for (int start = 0; start < before.length; ) {
        int end = start;
        while (end < before.length && before[end] != '\n') {
          end++;
        }
        if (!begins(before, start, end, KEY) && !begins(before, start, end, IDENTITY)) {
          text.bytes(before, start, end - start);
          text.text("\n");
        }
        start = end + 1;
      }
      byte[] options = shown(newest);
      text.bytes(options);
      Arrays.fill(options, (byte) 0);
      return text.toByteArray();
    }
  }

  private static boolean begins(byte[] bytes, int start, int end, byte[] option) {
    return end - start >= option.length
        && Arrays.equals(bytes, start, start + option.length, option, 0, option.length);
  }

  @Override
  public byte[] shown(ProgramKey key) {
    try (SecretText text = new SecretText()) {
      return text.text("--psk-identity " + key.identity() + "\n--psk ")
          .hex(key.secret())
          .text("\n")
          .toByteArray();
    }
  }
}
