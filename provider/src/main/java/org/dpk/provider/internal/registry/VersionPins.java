package org.dpk.provider.internal.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dpk.provider.IdHash;
import org.dpk.provider.Lookup;

/**
 * What is the newest that was ever seen of each identity, so that no answer leads back behind it.
 * Safe for use by several threads.
 */
final class VersionPins {

  private final Cache<IdHash, Pin> pins;

  VersionPins(int capacity) {
    this.pins = Caffeine.newBuilder().maximumSize(capacity).executor(Runnable::run).build();
  }

  /**
   * The newest of one identity.
   *
   * @param version the highest that was active; 0 if none was seen
   * @param revoked in which block it was revoked; -1 if it is not known to be
   * @param block the height of the newest block at which it was read
   * @param seenAt when that was learnt, by the clock of whoever noted it
   */
  record Pin(long version, long revoked, long block, long seenAt) {

    private static final Pin NOTHING = new Pin(0, -1, -1, 0);

    /** Whether an answer may follow on this one. */
    boolean admits(Lookup lookup) {
      if (lookup instanceof Lookup.Active active) {
        return revoked < 0
            ? active.record().version() >= version
            : active.record().version() > version && active.block().number() >= revoked;
      }
      if (lookup instanceof Lookup.Revoked later) {
        return later.changed() >= revoked;
      }
      return version == 0 && revoked < 0; // absent: it never was anything else
    }

    Pin then(Lookup lookup, long now) {
      long newest = Math.max(block, lookup.block().number());
      if (lookup instanceof Lookup.Active active) {
        return new Pin(active.record().version(), -1, newest, now);
      }
      long ended = lookup instanceof Lookup.Revoked later ? later.changed() : -1;
      return new Pin(version, ended, newest, now);
    }
  }

  /**
   * Notes an answer. «Absent» leaves no pin: any other answer may follow, and whoever asks for
   * names that nobody has must not displace the pins of those that somebody has.
   *
   * @param now by the clock that {@link Pin#seenAt} is read by
   * @return empty if it may follow on what is known; else the pin that it would lead back behind
   */
  synchronized Optional<Pin> note(IdHash id, Lookup lookup, long now) {
    Pin present = pins.getIfPresent(id);
    Pin known = present == null ? Pin.NOTHING : present;
    if (!known.admits(lookup)) {
      return Optional.of(known);
    }
    if (!(lookup instanceof Lookup.Absent)) {
      pins.put(id, known.then(lookup, now));
    }
    return Optional.empty();
  }

  /** All, as they are now. */
  Map<IdHash, Pin> all() {
    return Map.copyOf(pins.asMap());
  }

  /** Forgets what was read above a block that is not part of the chain any more. */
  synchronized List<IdHash> forgetAbove(long block) {
    List<IdHash> forgotten =
        pins.asMap().entrySet().stream()
            .filter(entry -> entry.getValue().block > block)
            .map(Map.Entry::getKey)
            .toList();
    pins.invalidateAll(forgotten);
    return forgotten;
  }
}
