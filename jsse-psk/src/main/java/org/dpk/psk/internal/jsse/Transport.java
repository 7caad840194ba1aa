package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What carries an engine's records and is to end with it. */
interface Transport {

  /** Where the peer is; null where that is not known. */
  @Nullable InetAddress remoteAddress();

  /** Tells the peer why the connection has ended; may block as long as the peer does not read. */
  void sendLastAlert();

  /** Closes at once, whoever reads or writes. Idempotent. */
  void abandon();
}
