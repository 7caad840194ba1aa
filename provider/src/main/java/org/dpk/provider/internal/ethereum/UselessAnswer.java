package org.dpk.provider.internal.ethereum;

import java.io.IOException;

/** The node answered, with something that can't be used: to ask again would not help. */
final class UselessAnswer extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what it answered, to follow on "the node answered"
   */
  UselessAnswer(String message) {
    super(message);
  }

  /** As {@link #UselessAnswer(String)}. */
  UselessAnswer(String message, IOException cause) {
    super(message, cause);
  }
}
