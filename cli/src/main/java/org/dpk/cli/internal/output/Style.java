package org.dpk.cli.internal.output;

/** Decorates text, or leaves it alone (https://no-color.org). */
public enum Style {
  /** No decoration. */
  PLAIN,
  /** ANSI sequences. */
  ANSI;

  /** Stands out. */
  public String bold(String text) {
    return wrap("1", text);
  }

  /** Stands back. */
  public String dim(String text) {
    return wrap("2", text);
  }

  /** It worked. */
  public String good(String text) {
    return wrap("32", text);
  }

  /** It failed. */
  public String bad(String text) {
    return wrap("31", text);
  }

  /** Something to look at. */
  public String accent(String text) {
    return wrap("36", text);
  }

  private String wrap(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
