package org.dpk.psk.internal.jsse;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one side that are in use, and those of ordinary TLS where there is such. A key
 * keys one connection: no session of this module is resumed, and one that nobody holds any more is
 * forgotten.
 */
final class PskSessionContext implements SSLSessionContext {

  private static final int DEFAULT_CACHE_SIZE = 20_480;
  private static final int DEFAULT_TIMEOUT_SECONDS = 86_400;

  private final @Nullable SSLSessionContext ordinary;
  private final Map<ByteBuffer, WeakReference<PskSession>> sessions = new LinkedHashMap<>();
  private int cacheSize = DEFAULT_CACHE_SIZE;
  private int timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;

  /**
   * @param ordinary of the same side; null where there is none
   */
  PskSessionContext(@Nullable SSLSessionContext ordinary) {
    this.ordinary = ordinary;
  }

  synchronized void add(PskSession session) {
    sessions.put(ByteBuffer.wrap(session.getId()), new WeakReference<>(session));
    shrink();
  }

  synchronized void remove(PskSession session) {
    sessions.remove(ByteBuffer.wrap(session.getId()));
  }

  @Override
  public synchronized @Nullable SSLSession getSession(byte[] sessionId) {
    PskSession own = live(sessions.get(ByteBuffer.wrap(sessionId)));
    return own == null && ordinary != null ? ordinary.getSession(sessionId) : own;
  }

  @Override
  public synchronized Enumeration<byte[]> getIds() {
    List<byte[]> ids = new ArrayList<>();
    sessions.values().stream()
        .map(this::live)
        .filter(Objects::nonNull)
        .map(SSLSession::getId)
        .forEach(ids::add);
    if (ordinary != null) {
      ids.addAll(Collections.list(ordinary.getIds()));
    }
    return Collections.enumeration(ids);
  }

  private @Nullable PskSession live(@Nullable WeakReference<PskSession> reference) {
    PskSession session = reference == null ? null : reference.get();
    return session == null || isOver(session) ? null : session;
  }

  private boolean isOver(PskSession session) {
    long age = System.currentTimeMillis() - session.getCreationTime();
    return timeoutSeconds > 0 && age > timeoutSeconds * 1000L;
  }

  @Override
  public synchronized void setSessionTimeout(int seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("a timeout of " + seconds + " seconds");
    }
    timeoutSeconds = seconds;
    if (ordinary != null) {
      ordinary.setSessionTimeout(seconds);
    }
  }

  @Override
  public synchronized int getSessionTimeout() {
    return timeoutSeconds;
  }

  @Override
  public synchronized void setSessionCacheSize(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a cache of " + size + " sessions");
    }
    cacheSize = size;
    shrink();
    if (ordinary != null) {
      ordinary.setSessionCacheSize(size);
    }
  }

  @Override
  public synchronized int getSessionCacheSize() {
    return cacheSize;
  }

  private void shrink() {
    int bound = cacheSize == 0 ? DEFAULT_CACHE_SIZE : cacheSize;
    if (sessions.size() > bound) {
      sessions.values().removeIf(reference -> live(reference) == null);
    }
    while (sessions.size() > bound) {
      sessions.remove(sessions.keySet().iterator().next());
    }
  }
}
