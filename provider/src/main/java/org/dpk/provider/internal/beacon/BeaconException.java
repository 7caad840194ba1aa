package org.dpk.provider.internal.beacon;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A beacon node gave no answer, or none that can be used. The message names the node. */
public final class BeaconException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the node. */
  public enum Fault {
    /** It can't be reached, or does not answer in time. */
    SILENT,
    /** It has not what was asked for: not yet, not any more, or it serves no light clients. */
    MISSING,
    /** It answers, and with what no sound node says. */
    NONSENSE
  }

  private final Fault fault;

  BeaconException(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = Objects.requireNonNull(fault);
  }

  /** What is wrong with the node. */
  public Fault fault() {
    return fault;
  }
}
