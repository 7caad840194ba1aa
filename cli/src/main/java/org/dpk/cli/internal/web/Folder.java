package org.dpk.cli.internal.web;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a folder, and nothing outside it, whatever links lead there. */
public final class Folder implements Pages {

  private static final String INDEX = "index.html";

  /** Larger files are not for a server that shows how something works. */
  private static final long MAX_LENGTH = 64L * 1024 * 1024;

  private final Path root;

  /**
   * @throws java.nio.file.NoSuchFileException if there is no such folder
   * @throws java.nio.file.NotDirectoryException if it is a file
   */
  public Folder(Path root) throws IOException {
    this.root = root.toRealPath();
    if (!Files.isDirectory(this.root)) {
      throw new java.nio.file.NotDirectoryException(root.toString());
    }
  }

  @Override
  public Optional<Page> at(String path, String peer) throws IOException {
    Optional<Path> file = file(path);
    if (file.isEmpty() || Files.size(file.get()) > MAX_LENGTH) {
      return Optional.empty();
    }
    return Optional.of(new Page(type(file.get()), Files.readAllBytes(file.get())));
  }

  private Optional<Path> file(String path) throws IOException {
    try {
      Path asked = root.resolve(path.replaceFirst("^/+", "")).normalize();
      Path file = Files.isDirectory(asked) ? asked.resolve(INDEX) : asked;
      boolean inside =
          asked.startsWith(root) && Files.isRegularFile(file) && file.toRealPath().startsWith(root);
      return inside ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String type(Path file) {
    String guessed = URLConnection.guessContentTypeFromName(String.valueOf(file.getFileName()));
    return guessed == null ? "application/octet-stream" : guessed;
  }
}
