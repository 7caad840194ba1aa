package org.dpk.provider.internal.nsl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run is over without a key. Its secrets are erased. */
public final class NslAbort extends Exception {

  private static final long serialVersionUID = 1L;

  /** Who ended the run. */
  public enum Origin {
    /** This end. */
    HERE,
    /** Somebody on the way, or the peer: an alert in clear proves nothing. */
    ANYBODY,
    /** The responder: the alert was sealed. */
    PEER
  }

  private final @Nullable AlertCode alert;
  private final Origin origin;
  private final transient byte @Nullable [] reply;

  NslAbort(@Nullable AlertCode alert, Origin origin, String reason, byte @Nullable [] reply) {
    super(reason);
    this.alert = alert;
    this.origin = origin;
    this.reply = reply;
  }

  /** Why; empty for an alert whose number is not known here. */
  public Optional<AlertCode> alert() {
    return Optional.ofNullable(alert);
  }

  /** Who ended the run. */
  public Origin origin() {
    return origin;
  }

  /** The alert that the peer is to be sent; empty for none. */
  public Optional<byte[]> reply() {
    return Optional.ofNullable(reply).map(byte[]::clone);
  }
}
