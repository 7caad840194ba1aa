package org.dpk.provider;

import java.util.HexFormat;

/** Somebody else's text as it may stand in a message: bounded, and printable on one line. */
final class Quoted {

  private static final int LONGEST = 80;

  private Quoted() {}

  static String of(String text) {
    StringBuilder quoted = new StringBuilder("'");
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        quoted.append(c);
      } else {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return quoted.append(shown < text.length() ? "…'" : "'").toString();
  }
}
