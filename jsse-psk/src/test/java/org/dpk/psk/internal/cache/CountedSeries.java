package org.dpk.psk.internal.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dpk.psk.Psk;
import org.dpk.psk.PskSeries;
import org.jspecify.annotations.Nullable;

/** A series of so many keys, which go by {@code name/i}. */
final class CountedSeries implements PskSeries {

  final List<Psk> handedOut = new ArrayList<>();
  private final String name;
  private final int uses;
  private boolean closed;

  CountedSeries(String name, int uses) {
    this.name = name;
    this.uses = uses;
  }

  static byte[] id(String name, int i) {
    return (name + "/" + i).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public synchronized @Nullable Psk next() {
    if (closed || handedOut.size() == uses) {
      return null;
    }
    int i = handedOut.size();
    Psk key =
        Psk.of(id(name, i), (name + " secret key number " + i).getBytes(StandardCharsets.US_ASCII));
    handedOut.add(key);
    return key;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized int taken() {
    return handedOut.size();
  }
}
