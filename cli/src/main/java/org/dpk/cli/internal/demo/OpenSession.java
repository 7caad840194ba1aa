package org.dpk.cli.internal.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads an answer that never ends, until something ends it. */
final class OpenSession implements AutoCloseable {

  private final InputStream answer;
  private final AtomicInteger lines = new AtomicInteger();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  /**
   * How it ended.
   *
   * @param lines that were read before
   * @param failure what the reader was told; null if the answer just ended
   * @param nanos when, as {@link System#nanoTime}
   */
  record Ending(int lines, @Nullable IOException failure, long nanos) {}

  private OpenSession(InputStream answer) {
    this.answer = answer;
  }

  /** Starts to read, on a thread of its own. */
  static OpenSession read(InputStream answer) {
    OpenSession session = new OpenSession(answer);
    Thread reader = new Thread(session::readAll, "dpk-demo-reader");
    reader.setDaemon(true);
    reader.start();
    return session;
  }

  private void readAll() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(answer, StandardCharsets.US_ASCII))) {
      while (reader.readLine() != null) {
        lines.incrementAndGet();
        begun.complete(null);
      }
      ending.complete(new Ending(lines.get(), null, System.nanoTime()));
    } catch (IOException e) {
      ending.complete(new Ending(lines.get(), e, System.nanoTime()));
    }
  }

  /** Waits until something was read. */
  void awaitBegin(Duration patience) throws Exception {
    begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until it is over. */
  Ending awaitEnd(Duration patience) throws Exception {
    return ending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    answer.close();
  }
}
