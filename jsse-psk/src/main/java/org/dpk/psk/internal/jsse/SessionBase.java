package org.dpk.psk.internal.jsse;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;
import javax.net.ssl.SSLSessionContext;
import org.dpk.psk.internal.preface.Records;
import org.jspecify.annotations.Nullable;

/** What all sessions have: times, values, the names that were asked for. Safe for all threads. */
abstract class SessionBase extends ExtendedSSLSession {

  private final @Nullable String peerHost;
  private final int peerPort;
  private final long creationTime = System.currentTimeMillis();
  private final Map<String, Object> values = new ConcurrentHashMap<>();
  private volatile long lastAccessedTime = creationTime;
  private volatile boolean valid = true;
  private volatile boolean over;

  SessionBase(@Nullable String peerHost, int peerPort) {
    this.peerHost = peerHost;
    this.peerPort = peerPort;
  }

  @Override
  public @Nullable SSLSessionContext getSessionContext() {
    return null;
  }

  @Override
  public long getCreationTime() {
    return creationTime;
  }

  @Override
  public long getLastAccessedTime() {
    return lastAccessedTime;
  }

  void touch() {
    lastAccessedTime = System.currentTimeMillis();
  }

  @Override
  public void invalidate() {
    valid = false;
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public void putValue(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("a session value must not be null");
    }
    removeValue(name);
    values.put(name, value);
    if (value instanceof SSLSessionBindingListener bound) {
      bound.valueBound(new SSLSessionBindingEvent(this, name));
    }
    if (over) {
      removeValue(name);
    }
  }

  /** Nothing stays bound: what is, and what will be, learns of the end by being unbound. */
  void unbindValues() {
    over = true;
    for (String name : getValueNames()) {
      removeValue(name);
    }
  }

  @Override
  public @Nullable Object getValue(String name) {
    return values.get(requireName(name));
  }

  @Override
  public void removeValue(String name) {
    Object old = values.remove(requireName(name));
    if (old instanceof SSLSessionBindingListener listener) {
      listener.valueUnbound(new SSLSessionBindingEvent(this, name));
    }
  }

  private static String requireName(String name) {
    if (name == null) {
      throw new IllegalArgumentException("the name of a session value must not be null");
    }
    return name;
  }

  @Override
  public String[] getValueNames() {
    return values.keySet().toArray(String[]::new);
  }

  @Override
  public @Nullable String getPeerHost() {
    return peerHost;
  }

  @Override
  public int getPeerPort() {
    return peerPort;
  }

  @Override
  public int getPacketBufferSize() {
    return Records.MAX_RECORD;
  }

  @Override
  public int getApplicationBufferSize() {
    return Records.MAX_FRAGMENT;
  }

  @Override
  public String[] getLocalSupportedSignatureAlgorithms() {
    return new String[0];
  }

  @Override
  public String[] getPeerSupportedSignatureAlgorithms() {
    return new String[0];
  }

  @Override
  public List<SNIServerName> getRequestedServerNames() {
    return List.of();
  }

  @Override
  public List<byte[]> getStatusResponses() {
    return List.of();
  }
}
