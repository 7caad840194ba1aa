package org.dpk.provider.internal.anchor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockNaming;

/** A node that serves what a test tells it to, true or not: no real one can be made to lie. */
final class ScriptedHeaders implements HeaderSource {

  private final String name;
  private final NavigableMap<Long, BlockHeader> headers = new TreeMap<>();
  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private boolean silent;
  private boolean hanging;
  private int answersLeft = Integer.MAX_VALUE;

  ScriptedHeaders(String name, List<BlockHeader> headers) {
    this.name = name;
    serve(headers);
  }

  /** Has these from now on, in place of what it had at their heights. */
  synchronized ScriptedHeaders serve(List<BlockHeader> more) {
    more.forEach(each -> headers.put(each.block().number(), each));
    return this;
  }

  /** Has nothing above this height from now on. */
  synchronized ScriptedHeaders cut(long height) {
    headers.tailMap(height, false).clear();
    return this;
  }

  synchronized ScriptedHeaders dropOff(long height) {
    headers.remove(height);
    return this;
  }

  /** Is out of reach from now on. */
  synchronized ScriptedHeaders silent() {
    silent = true;
    return this;
  }

  /** Takes all the time that it is given from now on. */
  synchronized ScriptedHeaders hanging() {
    hanging = true;
    return this;
  }

  /** Takes all the time that it is given once it has answered so often. */
  synchronized ScriptedHeaders hangingAfter(int answers) {
    answersLeft = answers;
    return this;
  }

  /** How many headers it gave. */
  int served() {
    return served.get();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BlockHeader newest(BlockNaming naming, Duration patience) throws RegistryException {
    answer(patience);
    served.incrementAndGet();
    synchronized (this) {
      return headers.lastEntry().getValue();
    }
  }

  @Override
  public BlockHeader finalized(BlockNaming naming, Duration patience) throws RegistryException {
    return newest(naming, patience);
  }

  @Override
  public List<BlockHeader> headers(BlockNaming naming, long first, int count, Duration patience)
      throws RegistryException {
    answer(patience);
    List<BlockHeader> found = new ArrayList<>();
    for (long number = first; number < first + count; number++) {
      BlockHeader header = at(number);
      if (header == null) {
        throw new RegistryException(name + " has no block " + number, null);
      }
      found.add(header);
    }
    served.addAndGet(count);
    return found;
  }

  private synchronized BlockHeader at(long number) {
    return headers.get(number);
  }

  private void answer(Duration patience) throws RegistryException {
    if (isHanging()) {
      try {
        boolean ended = never.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        throw new RegistryException.Unreachable(name + " took too long " + ended, null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException.Unreachable(name + " was interrupted", e);
      }
    }
    if (isSilent()) {
      throw new RegistryException.Unreachable(name + " does not answer", null);
    }
  }

  private synchronized boolean isSilent() {
    return silent;
  }

  private synchronized boolean isHanging() {
    hanging |= answersLeft-- == 0;
    return hanging;
  }
}
