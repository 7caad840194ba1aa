package org.dpk.provider.internal.staple;

import org.jspecify.annotations.Nullable;

/** A staple that no sound peer sends: it does not parse, or does not prove what it says. */
public final class WrongStaple extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, without the bytes
   */
  public WrongStaple(String message) {
    this(message, null);
  }

  WrongStaple(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
