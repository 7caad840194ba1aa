package org.dpk.psk.internal.tls;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.jspecify.annotations.Nullable;

/** What a protocol of bctls hands over instead of queueing it or closing both directions. */
final class Inbound {

  private @Nullable PlaintextSink sink;
  private boolean closeNotified;

  void open(PlaintextSink to) {
    sink = to;
  }

  void shut() {
    sink = null;
  }

  boolean isCloseNotified() {
    return closeNotified;
  }

  /** Whether this took a record's content, which spares bctls a copy. */
  boolean takes(short contentType, byte[] buffer, int offset, int length, boolean connected) {
    if (contentType != ContentType.application_data || !connected || sink == null) {
      return false;
    }
    if (!closeNotified) {
      sink.accept(buffer, offset, length);
    }
    return true;
  }

  /** Whether this took a close_notify, so that the other direction stays open (RFC 8446 §6.1). */
  boolean takesWarning(short description, boolean connected) {
    if (description != AlertDescription.close_notify || !connected) {
      return false;
    }
    closeNotified = true;
    return true;
  }
}
