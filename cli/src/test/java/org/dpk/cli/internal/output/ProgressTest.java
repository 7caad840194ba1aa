package org.dpk.cli.internal.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String err() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void intoAFileOnlyWholeLinesAreWritten() {
    try (Progress progress = Progress.start(Terminal.plain(err, err, 80), "storing")) {
      progress.say("waiting for the block");
      progress.done("stored");
    }
    assertEquals("  waiting for the block\n✓ stored\n", err());
    assertFalse(err().contains("\u001b"));
  }

  @Test
  void onATerminalTheLineIsRewrittenAndWiped() throws InterruptedException {
    Terminal live = new Terminal(err, err, Style.ANSI, Style.ANSI, true, 40);
    try (Progress progress = Progress.start(live, "a label that is longer than this terminal is")) {
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (!err().contains("…") && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      progress.done("stored");
    }
    assertTrue(err().contains("\r\u001b[K"), err());
    assertTrue(err().contains("a label that is longer than this te…"), err());
    assertTrue(err().endsWith("\r\u001b[K\u001b[32m✓\u001b[0m stored\n"), err());
  }

  @Test
  void nothingIsSaidOfWhatFailed() {
    try (Progress progress = Progress.start(Terminal.plain(err, err, 80), "storing")) {
      progress.elapsed();
    }
    assertEquals("", err());
  }
}
