package org.dpk.cli.internal.output;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Shows that something is going on: a line that is rewritten on a terminal, else a line every few
 * seconds. Ends with {@link #done} or, if that is not reached, with {@link #close}.
 */
public final class Progress implements AutoCloseable {

  private static final String FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
  private static final String START_OF_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService ticker;
  private String label;
  private int frame;
  private boolean over;

  private Progress(Terminal terminal, String label) {
    this.terminal = terminal;
    this.label = label;
    this.ticker = ticker();
    Duration period = terminal.live() ? FRAME : SIGN_OF_LIFE;
    ticker.scheduleAtFixedRate(
        this::tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService ticker() {
    return new ScheduledThreadPoolExecutor(
        1,
        work -> {
          Thread thread = new Thread(work, "dpk-progress");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Begins.
   *
   * @param label what is going on, such as {@code starting the chain}
   */
  public static Progress start(Terminal terminal, String label) {
    return new Progress(terminal, label);
  }

  /** What is going on now. */
  public synchronized void say(String now) {
    label = now;
    if (!terminal.live() && !over) {
      terminal.err().println("  " + now);
    }
  }

  /** How long it has taken so far. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private synchronized void tick() {
    if (over) {
      return;
    }
    if (terminal.live()) {
      char sign = FRAMES.charAt(frame++ % FRAMES.length());
      terminal.err().print(START_OF_LINE + terminal.errStyle().accent(sign + "") + " " + fitted());
      terminal.err().flush();
    } else {
      terminal.err().println("  " + label + ": " + Durations.text(elapsed()) + " so far");
    }
  }

  private String fitted() {
    int room = terminal.columns() - 4;
    return label.length() <= room ? label : label.substring(0, room - 1) + "…";
  }

  /** It worked: the line is replaced by what was achieved. */
  public void done(String result) {
    if (end()) {
      terminal.err().println(terminal.errStyle().good("✓") + " " + result);
    }
  }

  /** Wipes the line; nothing after {@link #done}. */
  @Override
  public void close() {
    end();
  }

  private synchronized boolean end() {
    if (over) {
      return false;
    }
    over = true;
    ticker.shutdownNow();
    if (terminal.live() && frame > 0) {
      terminal.err().print(START_OF_LINE);
      terminal.err().flush();
    }
    return true;
  }
}
