package org.dpk.contracts.devnet;

import java.io.IOException;

/**
 * A node is missing, did not start or does not what it is there for. The message says what to do.
 */
public final class NodeException extends IOException {

  private static final long serialVersionUID = 1L;

  NodeException(String message) {
    super(message);
  }

  NodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
