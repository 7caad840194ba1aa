package org.dpk.cli.internal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {

  @TempDir private Path parent;

  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(parent.resolve("root/sub")).getParent();
    Files.writeString(root.resolve("index.html"), "<p>start");
    Files.writeString(root.resolve("sub/a.txt"), "a");
    Files.writeString(parent.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(root.resolve("way-out"), parent.resolve("secret.txt"));
  }

  @Test
  void aFileIsShownWithItsType() throws IOException {
    Pages.Page page = new Folder(root).at("/sub/a.txt", "peer").orElseThrow();
    assertEquals("text/plain", page.type());
    assertEquals("a", new String(page.content(), StandardCharsets.UTF_8));
  }

  @Test
  void aFolderShowsItsIndex() throws IOException {
    assertEquals("text/html", new Folder(root).at("/", "peer").orElseThrow().type());
    assertTrue(new Folder(root).at("/sub", "peer").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../secret.txt", "//../secret.txt", "/sub/../../secret.txt", "/way-out", "/\0"})
  void nothingOutsideIsShown(String path) throws IOException {
    assertTrue(new Folder(root).at(path, "peer").isEmpty());
  }

  @Test
  void onlyAFolderIsAFolder() {
    assertThrows(NoSuchFileException.class, () -> new Folder(root.resolve("gone")));
    assertThrows(NotDirectoryException.class, () -> new Folder(root.resolve("index.html")));
  }
}
