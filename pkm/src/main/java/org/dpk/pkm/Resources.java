package org.dpk.pkm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order. For one thread. */
final class Resources implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Hands everything to another: these are empty afterwards. */
  Resources moveOut() {
    Resources moved = new Resources();
    moved.opened.addAll(opened);
    opened.clear();
    return moved;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("not everything closed", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
