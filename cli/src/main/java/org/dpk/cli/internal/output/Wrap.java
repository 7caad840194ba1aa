package org.dpk.cli.internal.output;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines between words. */
public final class Wrap {

  private Wrap() {}

  /**
   * Lines of at most this width, but for words that are longer.
   *
   * @param text without line breaks
   */
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
