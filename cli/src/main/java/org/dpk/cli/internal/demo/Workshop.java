package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A folder, and whatever was started in it: all of it is stopped in reverse order, and the folder
 * removed, however the demo ends. For one thread.
 */
final class Workshop implements AutoCloseable {

  private final Path folder;
  private final boolean kept;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * @param keep where the files are to stay; null for a temporary folder
   */
  Workshop(@Nullable Path keep) throws IOException {
    this.kept = keep != null;
    this.folder =
        keep == null ? Files.createTempDirectory("dpk-demo-") : Files.createDirectories(keep);
  }

  Path folder() {
    return folder;
  }

  /** Stops it in the end. */
  <T extends AutoCloseable> T stopAtEnd(T something) {
    started.push(something);
    return something;
  }

  @Override
  public void close() throws Exception {
    // an interrupt that ended the demo must not cut its cleaning up short
    boolean interrupted = Thread.interrupted();
    try {
      stopAll();
    } finally {
      if (!kept) {
        delete();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stopAll() throws Exception {
    Exception first = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void delete() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
