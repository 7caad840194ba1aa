package org.dpk.provider.internal.nsl;

/** Bytes that are no message of this protocol. */
public final class MalformedMessage extends Exception {

  private static final long serialVersionUID = 1L;

  private final AlertCode alert;

  MalformedMessage(String message) {
    this(message, AlertCode.MALFORMED);
  }

  MalformedMessage(String message, AlertCode alert) {
    super(message);
    this.alert = alert;
  }

  /** What the sender is told. */
  public AlertCode alert() {
    return alert;
  }
}
