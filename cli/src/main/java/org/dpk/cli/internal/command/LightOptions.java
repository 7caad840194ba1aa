package org.dpk.cli.internal.command;

import java.nio.file.Path;
import java.util.Optional;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.internal.network.LightConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a node is trusted, or a light client checks what it says. */
final class LightOptions {

  /** The environment variable that names the light configuration. */
  static final String VARIABLE = "DPK_LIGHT";

  private final Surroundings surroundings;

  @Option(
      names = "--light",
      paramLabel = "FILE",
      description =
          "Trust no node: check each answer by the light client that FILE describes."
              + " Default: $$DPK_LIGHT; without one the node is trusted, where the command can do"
              + " so.")
  private @Nullable Path file;

  LightOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The light configuration's file; empty for full mode. */
  Optional<Path> file() {
    return Optional.ofNullable(file)
        .or(() -> surroundings.variable(VARIABLE).filter(text -> !text.isBlank()).map(Path::of));
  }

  /**
   * The light configuration; empty for full mode.
   *
   * @throws IllegalArgumentException if it can't be used
   */
  Optional<LightConfiguration> configuration() {
    return file().map(LightConfiguration::read);
  }
}
