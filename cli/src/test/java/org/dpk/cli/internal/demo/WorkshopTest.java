package org.dpk.cli.internal.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {

  private final List<String> stopped = new ArrayList<>();

  @Test
  void allIsStoppedInReverseOrderAndRemoved() throws Exception {
    Path folder;
    try (Workshop workshop = new Workshop(null)) {
      folder = workshop.folder();
      Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("b"), "c");
      workshop.stopAtEnd(() -> stopped.add("first"));
      workshop.stopAtEnd(() -> stopped.add("second"));
    }
    assertEquals(List.of("second", "first"), stopped);
    assertFalse(Files.exists(folder));
  }

  @Test
  void oneThatDoesNotStopDoesNotKeepTheOthers() throws Exception {
    Workshop workshop = new Workshop(null);
    workshop.stopAtEnd(() -> stopped.add("first"));
    workshop.stopAtEnd(
        () -> {
          throw new IOException("stuck");
        });
    assertThrows(IOException.class, workshop::close);
    assertEquals(List.of("first"), stopped);
    assertFalse(Files.exists(workshop.folder()));
  }

  @Test
  void anInterruptDoesNotCutItShort() throws Exception {
    Workshop workshop = new Workshop(null);
    workshop.stopAtEnd(() -> stopped.add(String.valueOf(Thread.currentThread().isInterrupted())));
    Thread.currentThread().interrupt();
    workshop.close();
    assertEquals(List.of("false"), stopped);
    assertTrue(Thread.interrupted());
  }

  @Test
  void filesThatAreToBeKeptAreKept(@TempDir Path folder) throws Exception {
    try (Workshop workshop = new Workshop(folder.resolve("kept"))) {
      Files.writeString(workshop.folder().resolve("a"), "b");
    }
    assertTrue(Files.exists(folder.resolve("kept/a")));
  }
}
