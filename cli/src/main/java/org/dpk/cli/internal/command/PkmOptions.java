package org.dpk.cli.internal.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which PKM an administrator talks to, and as whom. */
final class PkmOptions {

  private static final URI DEFAULT = URI.create("http://127.0.0.1:8470");
  private static final String VARIABLE = "DPK_PKM";
  private static final String KEY_VARIABLE = "DPK_ADMIN_KEY_FILE";
  private static final int MAX_KEY = 1024;

  private final Surroundings surroundings;

  @Option(
      names = "--pkm",
      paramLabel = "URL",
      description =
          "Where it serves administrators. Default: $$DPK_PKM, else http://127.0.0.1:8470.")
  private @Nullable URI url;

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description = "The file admin.key of the PKM. Default: $$DPK_ADMIN_KEY_FILE.")
  private @Nullable Path keyFile;

  PkmOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Connects nothing yet.
   *
   * @throws Failure if no key is named, or the address is none
   */
  AdminClient client() throws IOException {
    URI base = url == null ? surroundings.variable(VARIABLE).map(URI::create).orElse(DEFAULT) : url;
    if (base.getHost() == null || !String.valueOf(base.getScheme()).matches("https?")) {
      throw new Failure(
          ExitCode.USAGE, base + " is no address of a PKM", "write for example " + DEFAULT);
    }
    return new AdminClient(base, key());
  }

  private String key() throws IOException {
    Path file =
        keyFile == null
            ? surroundings.variable(KEY_VARIABLE).map(Path::of).orElseThrow(PkmOptions::noKey)
            : keyFile;
    String key = Files.size(file) > MAX_KEY ? "" : Files.readString(file).strip();
    if (!key.matches("[!-~]+")) {
      throw new Failure(
          ExitCode.DATA,
          file + " holds no administrator's key",
          "name the file admin.key that the PKM made at its first start");
    }
    return key;
  }

  private static Failure noKey() {
    return new Failure(
        ExitCode.USAGE,
        "no administrator's key is named",
        "name the file admin.key of the PKM: --admin-key-file FILE");
  }
}
