package org.dpk.cli.internal.surroundings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.output.Terminal;

/**
 * What a command gets from outside.
 *
 * @param terminal where it speaks
 * @param environment the environment variables
 * @param prompt asks a person for a password
 * @param clock what time it is
 * @param home the folder of the checkout that the launcher belongs to; empty without a launcher
 */
public record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    PasswordPrompt prompt,
    Clock clock,
    Optional<Path> home) {

  /** An environment variable; empty if it is unset or empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
