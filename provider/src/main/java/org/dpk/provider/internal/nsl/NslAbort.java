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
  private final int detail;

  NslAbort(@Nullable AlertCode alert, Origin origin, String reason, byte @Nullable [] reply) {
    this(alert, origin, reason, reply, 0);
  }

  NslAbort(
      @Nullable AlertCode alert,
      Origin origin,
      String reason,
      byte @Nullable [] reply,
      int detail) {
    super(reason);
    this.alert = alert;
    this.origin = origin;
    this.reply = reply;
    this.detail = detail;
  }

  /** Why; empty for an alert whose number is not known here. */
  public Optional<AlertCode> alert() {
    return Optional.ofNullable(alert);
  }

  /** Who ended the run. */
  public Origin origin() {
    return origin;
  }

  /** Why in words: made here, or by the peer and then printable ASCII. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Why the PKM refuses a token, by its own numbers, 1 to 255; 0 for everything else. */
  public int detail() {
    return detail;
  }

  /** The alert that the peer is to be sent; empty for none. */
  public Optional<byte[]> reply() {
    return Optional.ofNullable(reply).map(byte[]::clone);
  }
}
