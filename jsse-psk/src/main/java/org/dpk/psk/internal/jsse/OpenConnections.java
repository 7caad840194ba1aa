package org.dpk.psk.internal.jsse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, by the name of their peer, so that those of a revoked peer can be
 * ended. Holds them weakly. Safe for use by several threads.
 */
final class OpenConnections {

  /** More revocations than happen during one handshake. */
  private static final int REVOKED_KEPT = 1024;

  /** How long the last alerts may take altogether. */
  private static final long LAST_ALERT_MILLIS = 1_000;

  private static final Executor OWN_THREADS =
      task -> {
        Thread thread = new Thread(task, "dpk-revoked");
        thread.setDaemon(true);
        thread.start();
      };

  /** A peer may have thousands, where many devices share a key: sets, not lists. */
  private final Map<String, Set<PskEngine>> byPeer = new HashMap<>();

  /** How many revocations there were: a connection that began before one must not open after it. */
  private long revocations;

  /** The revocation up to which no peer is told apart: nothing that began before it opens. */
  private long ofEverybody;

  /** The latest revocation of a peer, the most recent peers only. */
  private final Map<String, Long> revoked = new LinkedHashMap<>();

  /** To be taken when a connection begins, and shown when it opens. */
  synchronized long mark() {
    return revocations;
  }

  /**
   * Takes up a connection that is open now.
   *
   * @param mark of when it began
   * @return false, and it is not taken up, if its peer was revoked since
   */
  synchronized boolean add(String peer, PskEngine engine, long mark) {
    if (mark < ofEverybody || mark < revoked.getOrDefault(peer, 0L)) {
      return false;
    }
    byPeer
        .computeIfAbsent(peer, name -> Collections.newSetFromMap(new WeakHashMap<>()))
        .add(engine);
    return true;
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
    List<Transport> carriers = new ArrayList<>();
    for (PskEngine engine : take(peer)) { // outside the lock: an engine that ends removes itself
      Transport carrier = engine.revoke();
      if (carrier != null) {
        carriers.add(carrier);
      }
    }
    if (!carriers.isEmpty()) {
      hangUp(carriers);
    }
  }

  /**
   * On threads of its own: a revoked peer may have stopped reading, the agreement's thread may not
   * wait, and the application may keep the common pool busy.
   */
  private static void hangUp(List<Transport> carriers) {
    OWN_THREADS.execute(
        () ->
            carriers.forEach(
                carrier -> {
                  carrier.sendLastAlert();
                  carrier.abandon();
                }));
    CompletableFuture.delayedExecutor(LAST_ALERT_MILLIS, TimeUnit.MILLISECONDS, OWN_THREADS)
        .execute(() -> carriers.forEach(Transport::abandon));
  }

  private synchronized List<PskEngine> take(@Nullable String peer) {
    remember(peer);
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

  private void remember(@Nullable String peer) {
    revocations++;
    if (peer == null) {
      ofEverybody = revocations;
      revoked.clear();
      return;
    }
    revoked.remove(peer);
    revoked.put(peer, revocations);
    if (revoked.size() > REVOKED_KEPT) {
      Iterator<Long> eldest = revoked.values().iterator();
      ofEverybody = Math.max(ofEverybody, eldest.next());
      eldest.remove();
    }
  }
}
