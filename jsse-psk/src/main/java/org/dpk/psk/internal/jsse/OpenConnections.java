package org.dpk.psk.internal.jsse;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, by the name of their peer, so that those of a revoked peer can be
 * ended. Holds them weakly. Safe for use by several threads.
 */
final class OpenConnections {

  private final Map<String, List<WeakReference<PskEngine>>> byPeer = new LinkedHashMap<>();

  synchronized void add(String peer, PskEngine engine) {
    List<WeakReference<PskEngine>> engines =
        byPeer.computeIfAbsent(peer, name -> new ArrayList<>(1));
    engines.removeIf(reference -> reference.get() == null);
    engines.add(new WeakReference<>(engine));
  }

  synchronized void remove(String peer, PskEngine engine) {
    List<WeakReference<PskEngine>> engines = byPeer.get(peer);
    if (engines == null) {
      return;
    }
    engines.removeIf(reference -> reference.get() == null || reference.get() == engine);
    if (engines.isEmpty()) {
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
    Iterator<Map.Entry<String, List<WeakReference<PskEngine>>>> all = byPeer.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, List<WeakReference<PskEngine>>> entry = all.next();
      if (peer == null || peer.equals(entry.getKey())) {
        entry.getValue().forEach(reference -> addLive(reference, taken));
        all.remove();
      }
    }
    return taken;
  }

  private static void addLive(WeakReference<PskEngine> reference, List<PskEngine> to) {
    PskEngine engine = reference.get();
    if (engine != null) {
      to.add(engine);
    }
  }
}
