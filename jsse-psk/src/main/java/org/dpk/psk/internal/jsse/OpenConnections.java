package org.dpk.psk.internal.jsse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, by the name of their peer, so that those of a revoked peer can be
 * ended. Holds them weakly. Safe for use by several threads.
 */
final class OpenConnections {

  /** A peer may have thousands, where many devices share a key: sets, not lists. */
  private final Map<String, Set<PskEngine>> byPeer = new HashMap<>();

  synchronized void add(String peer, PskEngine engine) {
    byPeer
        .computeIfAbsent(peer, name -> Collections.newSetFromMap(new WeakHashMap<>()))
        .add(engine);
  }

  synchronized void remove(String peer, PskEngine engine) {
    Set<PskEngine> engines = byPeer.get(peer);
    if (engines != null && engines.remove(engine) && engines.isEmpty()) {
      byPeer.remove(peer);
    }
  }

  /**
   * Ends the connections of a peer.
   *
   * @param peer null for all
   */
  void revoke(@Nullable String peer) {
    // outside the lock: an engine that ends removes itself
    take(peer).forEach(PskEngine::revoke);
  }

  private synchronized List<PskEngine> take(@Nullable String peer) {
    List<PskEngine> taken = new ArrayList<>();
    if (peer == null) {
      byPeer.values().forEach(taken::addAll);
      byPeer.clear();
    } else {
      Set<PskEngine> engines = byPeer.remove(peer);
      taken.addAll(engines == null ? Set.of() : engines);
    }
    return taken;
  }
}
