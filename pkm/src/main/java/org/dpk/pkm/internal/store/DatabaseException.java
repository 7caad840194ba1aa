package org.dpk.pkm.internal.store;

import java.io.IOException;

/** The data base can't be opened; the message says what to do. */
public final class DatabaseException extends IOException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
