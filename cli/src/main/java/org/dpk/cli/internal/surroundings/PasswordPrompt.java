package org.dpk.cli.internal.surroundings;

import java.util.Optional;

/** Asks a person for a password, without showing what is typed. */
@FunctionalInterface
public interface PasswordPrompt {

  /**
   * Blocks until the person has answered.
   *
   * @param question what is asked for, without punctuation
   * @return the answer, which the caller clears; empty if nobody can be asked
   */
  Optional<char[]> ask(String question);
}
