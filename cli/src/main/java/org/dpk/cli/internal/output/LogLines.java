package org.dpk.cli.internal.output;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What libraries log: nothing by default, since a command says itself what went wrong; warnings for
 * commands that run on and for {@code --debug}.
 */
public final class LogLines extends Handler {

  private static final Logger ROOT = Logger.getLogger("");

  private final Terminal terminal;
  private final SimpleFormatter text = new SimpleFormatter();

  private LogLines(Terminal terminal) {
    this.terminal = terminal;
    setLevel(Level.WARNING);
  }

  /** Nothing is shown; for the whole process. */
  public static void silence() {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
  }

  /** Warnings are shown, a line each; for the whole process. */
  public static void show(Terminal terminal) {
    silence();
    ROOT.addHandler(new LogLines(terminal));
  }

  @Override
  public void publish(LogRecord log) {
    if (isLoggable(log)) {
      terminal.note(terminal.errStyle().dim("! " + text.formatMessage(log)));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
