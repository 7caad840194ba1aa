package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dpk.provider.internal.enrol.EnrolmentStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device whose disk is full is told so, and goes on when there is room. */
class FullDiskIT {

  /** First with a full disk of 64 KiB, then with room. */
  private static final String SCRIPT =
      "mount -t tmpfs -o size=64k none \"$1\" || exit 99\n"
          + "device=$1; shift\n"
          + "dd if=/dev/zero of=\"$device/filler\" bs=1k count=100 2>/dev/null\n"
          + "\"$@\"; echo \"full: $?\"\n"
          + "ls \"$device\"\n"
          + "rm \"$device/filler\"\n"
          + "\"$@\"; echo \"room: $?\"\n";

  @TempDir Path folder;

  @Test
  void theSameCommandGoesOn() throws Exception {
    try (Town town = Town.found(folder)) {
      Path token = folder.resolve("device.token");
      Files.write(token, town.register("{}").token().bytes());
      Path disk = Files.createDirectory(folder.resolve("disk"));
      String said = run(disk, List.of(token.toString(), disk.resolve("device.dpk").toString()));

      assertTrue(said.contains("No space left on device"), said);
      assertTrue(said.contains("full: " + DeviceProcess.TOLD + "\nfiller\n"), said);
      assertTrue(said.contains("room: 0"), said);
    }
  }

  private static String run(Path disk, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount"));
    command.addAll(List.of("sh", "-c", SCRIPT, "sh", disk.toString()));
    command.addAll(
        Child.command(
            DeviceProcess.class,
            arguments,
            Arrays.stream(EnrolmentStep.values()).map(Enum::name).collect(Collectors.toList())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), "UTF-8");
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
      assertEquals(
          0,
          process.exitValue(),
          "this test needs user namespaces to mount a small file system: " + said);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
