package org.dpk.psk.internal.jsse;

/** What carries an engine's records and is to end with it. */
interface Transport {

  /** Tells the peer why the connection has ended; may block as long as the peer does not read. */
  void sendLastAlert();

  /** Closes at once, whoever reads or writes. Idempotent. */
  void abandon();
}
