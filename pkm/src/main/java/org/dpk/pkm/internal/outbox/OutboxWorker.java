package org.dpk.pkm.internal.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.RegistryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that carries out what was ordered, in the order in which it was ordered.
 *
 * <p>What can't go on (no node, no Ether, fees above the cap) is tried again after a pause that
 * grows up to a minute, while the rest goes on.
 */
public final class OutboxWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);

  private final Database database;
  private final OutboxStore store;
  private final Carrier carrier;
  private final Duration poll;
  private final Thread thread = new Thread(this::run, "dpk-pkm-outbox");
  private final Map<Long, Pause> pauses = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private boolean closed;

  /**
   * @param carrier takes an intent from one state to the next
   * @param poll between two questions whether something was mined
   */
  public OutboxWorker(Database database, OutboxStore store, Carrier carrier, Duration poll) {
    this.database = database;
    this.store = store;
    this.carrier = carrier;
    this.poll = poll;
    thread.setDaemon(true);
  }

  /** Takes up what an earlier process left, and begins. */
  public void start() throws RegistryException {
    carrier.resume();
    thread.start();
  }

  /** There is something new to do. Does not block. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends after the step that is being taken; what is open goes on with the next process. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    join();
  }

  private void join() {
    try {
      thread.join(STOP_DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed()) {
      boolean open = false;
      try {
        open = workThrough();
      } catch (RuntimeException e) {
        LOG.error("the outbox could not be worked on; it is tried again", e);
        open = true;
      }
      await(open);
    }
  }

  private boolean workThrough() {
    List<OutboxRow> due = database.read(store::due);
    pauses.keySet().retainAll(due.stream().map(OutboxRow::id).toList());
    boolean advanced = false;
    for (OutboxRow row : due) {
      if (isClosed()) {
        return false;
      }
      advanced |= advance(row);
    }
    if (advanced) {
      wake();
    }
    return !due.isEmpty();
  }

  private boolean advance(OutboxRow row) {
    Pause pause = pauses.get(row.id());
    if (pause != null && !pause.isOver()) {
      return false;
    }
    try {
      boolean advanced = carrier.advance(row);
      pauses.remove(row.id());
      return advanced;
    } catch (RegistryException e) {
      note(row, e);
      return false;
    } catch (RuntimeException e) {
      LOG.error("{} could not go on; it is tried again", row.subject(), e);
      pauses.put(row.id(), Pause.after(pause, poll));
      return false;
    }
  }

  private void note(OutboxRow row, RegistryException reason) {
    String detail = String.valueOf(reason.getMessage());
    if (!detail.equals(row.detail())) {
      LOG.warn("{} waits: {}", row.subject(), detail);
      database.useTransaction(handle -> store.note(handle, row.id(), detail));
    }
    pauses.put(row.id(), Pause.after(pauses.get(row.id()), poll));
  }

  private void await(boolean open) {
    lock.lock();
    try {
      long nanos = (open ? poll : LONGEST_PAUSE).toNanos();
      while (!woken && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      woken = false;
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** How long an intent is left alone after it could not go on. */
  private record Pause(Duration length, long until) {

    static Pause after(@Nullable Pause last, Duration first) {
      Duration length = last == null ? first : last.length().multipliedBy(2);
      if (length.compareTo(LONGEST_PAUSE) > 0) {
        length = LONGEST_PAUSE;
      }
      return new Pause(length, System.nanoTime() + length.toNanos());
    }

    boolean isOver() {
      return System.nanoTime() - until >= 0;
    }
  }
}
