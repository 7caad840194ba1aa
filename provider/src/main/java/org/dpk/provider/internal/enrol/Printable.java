package org.dpk.provider.internal.enrol;

/** Foreign text in an error message: short, and without what could steer a terminal. */
final class Printable {

  private static final int MAX_LENGTH = 64;

  private Printable() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder("'");
    text.codePoints()
        .limit(MAX_LENGTH)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return out.append(text.codePointCount(0, text.length()) > MAX_LENGTH ? "…'" : "'").toString();
  }
}
