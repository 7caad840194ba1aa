package org.dpk.provider.internal.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each network that sent something lately. IPv4 and IPv6 have a table each, so
 * that the many networks of the one never displace those of the other. What is displaced from a
 * full table begins with a full bucket: nobody is ever sent away because of others. Safe for use by
 * several threads.
 */
final class NetworkBuckets {

  /** As many as there are /16 of IPv4. */
  static final int CAPACITY = 1 << 16;

  private final Rate rate;
  private final LongSupplier nanoClock;
  private final Map<NetworkPrefix, TokenBucket> v4 = table();
  private final Map<NetworkPrefix, TokenBucket> v6 = table();

  NetworkBuckets(Rate rate, LongSupplier nanoClock) {
    this.rate = rate;
    this.nanoClock = nanoClock;
  }

  private static Map<NetworkPrefix, TokenBucket> table() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<NetworkPrefix, TokenBucket> eldest) {
        return size() > CAPACITY || eldest.getValue().isFull() && size() > 1;
      }
    };
  }

  /** Takes a token of this network, if there is one. */
  boolean take(NetworkPrefix network) {
    return bucket(network).take();
  }

  private synchronized TokenBucket bucket(NetworkPrefix network) {
    return (network.v6() ? v6 : v4)
        .computeIfAbsent(network, each -> new TokenBucket(rate, nanoClock));
  }

  synchronized int size() {
    return v4.size() + v6.size();
  }
}
