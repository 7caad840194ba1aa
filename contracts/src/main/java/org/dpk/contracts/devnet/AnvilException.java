package org.dpk.contracts.devnet;

import java.io.IOException;

/** Anvil is missing, or did not start. The message says what to do. */
public final class AnvilException extends IOException {

  private static final long serialVersionUID = 1L;

  AnvilException(String message) {
    super(message);
  }

  AnvilException(String message, Throwable cause) {
    super(message, cause);
  }
}
