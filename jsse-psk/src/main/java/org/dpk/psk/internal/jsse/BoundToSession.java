package org.dpk.psk.internal.jsse;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The transport of an engine is the application's own. What the application has bound to the
 * session is unbound, and so can close it.
 */
record BoundToSession(SessionBase session) implements Transport {

  private static final System.Logger LOG = System.getLogger("org.dpk.psk");

  @Override
  public @Nullable InetAddress remoteAddress() {
    return null;
  }

  /** The alert waits in the engine, from which the application fetches it. */
  @Override
  public void sendLastAlert() {}

  @Override
  public void abandon() {
    session.invalidate();
    try {
      session.unbindValues();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what is bound to a session failed when it was unbound", e);
    }
  }
}
