package org.dpk.provider.internal.offline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is no offline proof, or one that proves nothing. Its message says what is wrong. */
public final class BadProofFile extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong
   */
  public BadProofFile(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong
   * @param cause null if there is none
   */
  public BadProofFile(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
