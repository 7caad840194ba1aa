package org.dpk.provider.internal.network;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Light configurations for a development chain: its one node has to agree with itself. */
public final class LightFiles {

  private LightFiles() {}

  /** On the newest block of this node. */
  public static Path quorum(Path folder, URI node) throws IOException {
    return quorum(folder, node, "");
  }

  /**
   * With more members.
   *
   * @param more JSON with a comma behind each
   */
  public static Path quorum(Path folder, URI node, String more) throws IOException {
    Path file = Files.createTempFile(folder, "light", ".json");
    return Files.writeString(
        file,
        """
        {
          %s
          "anchor": "quorum", "agree": 1, "depth": 0, "interval": "100ms",
          "nodes": ["%s"]
        }
        """
            .formatted(more, node));
  }
}
