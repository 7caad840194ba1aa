package org.dpk.pkm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A PKM can't start; the message says why and what to do. */
public final class PkmException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to do
   * @param cause may be null
   */
  public PkmException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
