package org.dpk.contracts.devnet;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the program. */
final class AnvilBinary {

  private AnvilBinary() {}

  /**
   * The environment's {@code DPK_ANVIL}; else what {@code npm ci} installed under the system
   * property {@code dpk.home}; else the path.
   *
   * @throws AnvilException if it is nowhere, or {@code DPK_ANVIL} names no program
   */
  static Path find() throws AnvilException {
    return find(System.getenv(), System.getProperty("dpk.home"));
  }

  static Path find(Map<String, String> environment, @Nullable String home) throws AnvilException {
    String named = environment.get("DPK_ANVIL");
    if (named != null && !named.isBlank()) {
      Path program = Path.of(named);
      if (!Files.isExecutable(program)) {
        throw new AnvilException("DPK_ANVIL names no program: " + named);
      }
      return program;
    }
    return candidates(environment, home).stream()
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AnvilException(
                    "anvil is not installed: run npm ci in contracts/, or name the program in the"
                        + " environment variable DPK_ANVIL"));
  }

  private static List<Path> candidates(Map<String, String> environment, @Nullable String home) {
    List<Path> places = new ArrayList<>();
    if (home != null) {
      places.add(Path.of(home, "contracts", "node_modules", ".bin", "anvil"));
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isBlank()) {
        places.add(Path.of(folder, "anvil"));
      }
    }
    return places;
  }
}
