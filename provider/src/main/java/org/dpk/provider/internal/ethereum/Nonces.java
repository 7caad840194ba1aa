package org.dpk.provider.internal.ethereum;

import java.util.TreeSet;

/**
 * Gives out the nonces of one wallet: each once, none left out. Safe for use by several threads.
 *
 * <p>The node's own count lags behind what is being sent, so it counts for everything only while
 * nothing is under way; else it can only raise what is known here.
 */
final class Nonces {

  private final TreeSet<Long> underWay = new TreeSet<>();
  private final TreeSet<Long> returned = new TreeSet<>();
  private long next;
  private long finished;

  /** To be taken before the node is asked for its count. */
  synchronized long ticket() {
    return finished;
  }

  /**
   * The next nonce.
   *
   * @param nodeCount how many transactions of the wallet the node knows, pending ones included
   * @param ticket from before the node was asked
   */
  synchronized long take(long nodeCount, long ticket) {
    if (underWay.isEmpty() && ticket == finished) {
      next = nodeCount;
      returned.clear();
    } else {
      next = Math.max(next, nodeCount);
      returned.headSet(nodeCount).clear();
    }
    Long gap = returned.pollFirst();
    long nonce = gap == null ? next++ : gap;
    underWay.add(nonce);
    return nonce;
  }

  /** A nonce that an earlier process has given out. */
  synchronized void claim(long nonce) {
    underWay.add(nonce);
    next = Math.max(next, nonce + 1);
  }

  /** A transaction with this nonce is mined. */
  synchronized void finish(long nonce) {
    if (underWay.remove(nonce)) {
      finished++;
    }
  }

  /** All transactions with lower nonces are mined. */
  synchronized void finishBelow(long nonce) {
    finished += underWay.headSet(nonce).size();
    underWay.headSet(nonce).clear();
  }

  /**
   * A nonce was not used.
   *
   * @return whether transactions with higher nonces wait for one with this nonce
   */
  synchronized boolean giveBack(long nonce) {
    if (!underWay.remove(nonce)) {
      return false;
    }
    finished++;
    if (nonce == next - 1) {
      next = nonce;
      return false;
    }
    returned.add(nonce);
    return !underWay.tailSet(nonce).isEmpty();
  }

  /** Takes a nonce that was given back, to fill the gap; false if somebody else took it. */
  synchronized boolean takeBack(long nonce) {
    return returned.remove(nonce) && underWay.add(nonce);
  }
}
