package org.dpk.provider.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.dpk.provider.internal.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that is really full: a small tmpfs in a mount namespace of its own, which ends with
 * the process. Needs {@code unshare} and {@code mount} of util-linux, and user namespaces or root.
 */
class FullDiskTest {

  private static final String SCRIPT =
      "mount -t tmpfs -o size=64k tmpfs \"$1\" && shift && exec \"$@\"";

  @TempDir Path folder;

  @Test
  void theFileOnDiskSurvivesAFullDisk() throws Exception {
    Programs.Result result =
        Programs.run(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                folder.toString(),
                Programs.java(),
                "-cp",
                Programs.classPath(),
                FullDisk.class.getName(),
                folder.toString()));
    assertEquals(
        0,
        result.exit(),
        () -> "this test needs user namespaces to mount a small file system: " + result.output());
    List<String> lines = result.output().lines().toList();
    assertTrue(lines.get(0).contains("No space left on device"), result::output);
    assertTrue(lines.get(1).startsWith("edit on a full disk: could not write"), result::output);
    assertTrue(lines.get(1).contains("No space left on device"), result::output);
    assertEquals("intact: true", lines.get(2));
    assertEquals("files: 2", lines.get(3));
    assertTrue(lines.get(4).startsWith("create on a full disk: could not write"), result::output);
    assertEquals("created: false", lines.get(5));
    assertEquals("edit after making room: {peer.local=dns:peer.example}", lines.get(6));
    assertEquals("opens again", lines.get(7));
  }
}
