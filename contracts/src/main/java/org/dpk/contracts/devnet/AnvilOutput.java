package org.dpk.contracts.devnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what anvil prints, so that it never blocks on a full pipe, and finds its port in it. */
final class AnvilOutput {

  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final int KEPT_LINES = 10;

  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread reader;

  AnvilOutput(InputStream output) {
    reader = new Thread(() -> read(output), "anvil-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** The port, once it listens; an {@link AnvilException} if it ends before. */
  CompletableFuture<Integer> port() {
    return port;
  }

  /** Waits until all is read; the process has to have ended. */
  void join(long millis) throws InterruptedException {
    reader.join(millis);
  }

  private void read(InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException closed) {
      // the stream is closed under the reader when the process is stopped: the end, like any other
    }
    port.completeExceptionally(
        new AnvilException("anvil ended before it listened:\n" + String.join("\n", lastLines)));
  }

  private void take(String line) {
    Matcher listening = LISTENING.matcher(line);
    if (listening.find()) {
      port.complete(Integer.valueOf(listening.group(1)));
    }
    // the start only: later lines are one per RPC call, and nobody asks for them
    if (!port.isDone() && !line.isBlank()) {
      lastLines.addLast(line);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
  }
}
