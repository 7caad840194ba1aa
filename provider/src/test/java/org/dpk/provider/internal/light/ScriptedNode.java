package org.dpk.provider.internal.light;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.RegistryException;

/** Does what a test says. */
final class ScriptedNode {

  /** What it does next. */
  interface Act {
    String answer() throws RegistryException;
  }

  final String name;
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Act act;
  private volatile Act opening = () -> "";

  ScriptedNode(String name) {
    this.name = name;
    this.act = () -> name;
  }

  ScriptedNode does(Act next) {
    act = next;
    return this;
  }

  ScriptedNode opensWith(Act next) {
    opening = next;
    return this;
  }

  ScriptedNode fails(RegistryException failure) {
    return does(
        () -> {
          throw failure;
        });
  }

  /** Answers nothing until it is interrupted or released. */
  ScriptedNode stalls() {
    return does(this::stall);
  }

  String stall() throws RegistryException {
    try {
      released.await();
      return name;
    } catch (InterruptedException e) {
      throw new RegistryException.Unreachable("interrupted", e);
    }
  }

  void release() {
    released.countDown();
  }

  ScriptedNode works() {
    return does(() -> name);
  }

  String ask() throws RegistryException {
    asked.incrementAndGet();
    return act.answer();
  }

  Way<ScriptedNode> way(FakeTime time) {
    return new Way<>(name, this::open, ScriptedNode::close, new Standing(time));
  }

  private ScriptedNode open() throws RegistryException {
    opened.incrementAndGet();
    opening.answer();
    return this;
  }

  private void close() {
    closed.incrementAndGet();
  }
}
