package org.dpk.contracts.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a node keeps its chain for as long as it runs. */
final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  TemporaryFolder() throws NodeException {
    try {
      path = Files.createTempDirectory("dpk-node-");
    } catch (IOException e) {
      throw new NodeException("no temporary folder can be made", e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.getLogger(TemporaryFolder.class.getName())
          .log(System.Logger.Level.WARNING, path + " can't be deleted: " + e.getMessage());
    }
  }
}
