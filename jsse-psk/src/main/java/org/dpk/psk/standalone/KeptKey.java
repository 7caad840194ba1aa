package org.dpk.psk.standalone;

import java.time.Duration;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;

/**
 * What two ends agreed on for their programs.
 *
 * @param psk good for any number of connections; whoever gets this record destroys it
 * @param peer whom the key authenticates
 * @param lifetime how long the key may be used from now on; whole seconds, 1 or more
 */
public record KeptKey(Psk psk, PskPrincipal peer, Duration lifetime) implements AutoCloseable {

  /** Erases the key. */
  @Override
  public void close() {
    psk.destroy();
  }
}
