package org.dpk.cli.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dpk.cli.Dpk;

/**
 * A disk that is really full: a small tmpfs in a mount namespace of its own, which ends with the
 * process. Needs {@code unshare} and {@code mount} of util-linux, and user namespaces or root.
 */
final class FullDisk {

  private static final long PATIENCE_SECONDS = 120;

  private static final String SCRIPT =
      """
      disk=$1 token=$2 kept=$3; shift 3
      mount -t tmpfs -o size=16k tmpfs "$disk" || exit 1
      head -c 1000000 /dev/zero >"$disk/filler" 2>/dev/null
      "$@" enrol "$token" --out "$disk/device.dpk"; echo "full: $?"
      rm "$disk/filler"
      "$@" enrol "$token" --out "$disk/device.dpk"; echo "afterwards: $?"
      cp "$disk/device.dpk" "$kept"
      """;

  private final Path mountPoint;

  /** What was seen. */
  record Outcome(int exitWhileFull, int exitAfterwards, String output) {}

  private FullDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  static FullDisk of(Path mountPoint) {
    return new FullDisk(mountPoint);
  }

  /**
   * Enrols twice, in processes of their own.
   *
   * @param kept where the identity file is copied to before the disk is gone
   */
  Outcome enrolBeforeAndAfterRoomIsMade(Path token, Path kept, String password) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                mountPoint.toString(),
                token.toString(),
                kept.toString(),
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Dpk.class.getName()));
    builder.environment().put("DPK_PASSWORD", password);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the enrolment did not end: " + output);
    }
    return new Outcome(exit("full", output), exit("afterwards", output), output);
  }

  private static int exit(String when, String output) {
    Matcher found = Pattern.compile(when + ": (\\d+)").matcher(output);
    if (!found.find()) {
      throw new AssertionError(
          "this test needs user namespaces to mount a small file system: " + output);
    }
    return Integer.parseInt(found.group(1));
  }
}
