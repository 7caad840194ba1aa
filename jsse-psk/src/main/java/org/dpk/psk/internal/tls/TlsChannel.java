package org.dpk.psk.internal.tls;

import java.io.IOException;
import org.bouncycastle.tls.TlsProtocol;

/** What bctls keeps to subclasses, for either end. */
interface TlsChannel {

  TlsProtocol protocol();

  Inbound inbound();

  /** Sends a fatal alert and ends the connection. */
  void abort(short alert, String message) throws IOException;

  /** Sends close_notify and leaves the other direction open. */
  void sendCloseNotify() throws IOException;

  /** Sends a KeyUpdate that asks for one (RFC 8446 §4.6.3). */
  void updateKeys() throws IOException;
}
