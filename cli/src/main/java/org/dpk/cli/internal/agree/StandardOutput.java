package org.dpk.cli.internal.agree;

import java.io.PrintStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Prints keys, for whoever asked for that: nothing of them is kept. */
public final class StandardOutput implements KeySink {

  private final KeyFormat format;
  private final PrintStream out;

  /** Keys as a program at this end wants them. */
  public StandardOutput(Export export, Side side, PrintStream out) {
    this.format = export.format(side);
    this.out = out;
  }

  @Override
  public void check() {}

  @Override
  public void keep(ProgramKey key) {
    byte[] text = format.shown(key);
    out.write(text, 0, text.length);
    out.flush();
    Arrays.fill(text, (byte) 0);
  }

  @Override
  public boolean removeEnded() {
    return false;
  }

  @Override
  public boolean remove(@Nullable String peer) {
    return false;
  }
}
