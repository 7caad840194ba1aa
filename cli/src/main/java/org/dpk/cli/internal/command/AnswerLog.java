package org.dpk.cli.internal.command;

import java.net.InetAddress;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.dpk.cli.internal.agree.Answering;
import org.dpk.cli.internal.agree.ProgramKey;
import org.dpk.cli.internal.failure.Diagnoses;
import org.dpk.cli.internal.output.Terminal;
import org.jspecify.annotations.Nullable;

/** Shows who comes for a key, a line each. Safe for use by several threads. */
final class AnswerLog implements Answering.Observer {

  private final Terminal terminal;
  private @Nullable Function<ProgramKey, String> hint;

  /**
   * @param hint what the operator does with a key, shown once; null for nothing
   */
  AnswerLog(Terminal terminal, @Nullable Function<ProgramKey, String> hint) {
    this.terminal = terminal;
    this.hint = hint;
  }

  @Override
  public synchronized void agreed(InetAddress client, ProgramKey key) {
    say(
        "%s from %s  key %s, good until %s"
            .formatted(key.peer(), client.getHostAddress(), key.identity(), key.until()));
    if (hint != null) {
      terminal.note("  → " + hint.apply(key));
      hint = null;
    }
  }

  @Override
  public void failed(InetAddress client, Exception reason) {
    say("%s  no key: %s".formatted(client.getHostAddress(), Diagnoses.of(reason).what()));
  }

  @Override
  public void removed(String why) {
    say("keys removed: " + why);
  }

  @Override
  public void notRemoved(String why, Exception reason) {
    say("keys not removed (%s): %s".formatted(why, Diagnoses.of(reason).what()));
  }

  private void say(String line) {
    terminal.note(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + printable(line));
  }

  /** What a peer sends must not move the cursor of whoever reads it. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
