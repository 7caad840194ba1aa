package org.dpk.provider.internal.light;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.Slot;
import org.jspecify.annotations.Nullable;

/**
 * What was answered, and at which block each answer is proven. Those of identities that are not
 * active are kept apart, and fewer: nobody may displace what is known of a device by asking for
 * names that nobody has. For one thread at a time.
 */
final class KnownSlots {

  /** More than a cache holds of them. */
  static final int ACTIVE = 16_384;

  /** Answers that are in no cache for longer than seconds. */
  static final int NEGATIVE = 1_024;

  private final LinkedHashMap<IdHash, Known> active = new LinkedHashMap<>();
  private final LinkedHashMap<IdHash, Known> negative = new LinkedHashMap<>();
  private Set<IdHash> displaced = new HashSet<>();

  /**
   * An answer.
   *
   * @param at where it is proven to hold
   * @param root a storage root under which the slot holds this, 32 bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, compared by identity
  record Known(Slot slot, AnchoredBlock at, byte[] root) {

    boolean isActive() {
      return slot.status() == Slot.Status.ACTIVE;
    }

    boolean isAt(AnchoredBlock block) {
      return at.block().equals(block.block());
    }
  }

  /** Notes an answer as the latest; the one that was given longest ago may have to go. */
  void put(IdHash id, Known known) {
    active.remove(id);
    negative.remove(id);
    displaced.remove(id);
    (known.isActive() ? active : negative).put(id, known);
    if (active.size() > ACTIVE) {
      displaced.add(removeEldest(active));
    }
    if (negative.size() > NEGATIVE) {
      removeEldest(negative);
    }
  }

  private static IdHash removeEldest(LinkedHashMap<IdHash, Known> map) {
    IdHash eldest = map.keySet().iterator().next();
    map.remove(eldest);
    return eldest;
  }

  /** Those active ones that had to go since this was last called: nobody watches them any more. */
  Set<IdHash> takeDisplaced() {
    Set<IdHash> taken = displaced;
    displaced = new HashSet<>();
    return taken;
  }

  /** Those that are not proven at this block, the latest last. */
  Map<IdHash, Known> notAt(AnchoredBlock block) {
    Map<IdHash, Known> others = new LinkedHashMap<>();
    negative.forEach((id, known) -> addUnless(known.isAt(block), others, id, known));
    active.forEach((id, known) -> addUnless(known.isAt(block), others, id, known));
    return others;
  }

  private static void addUnless(boolean not, Map<IdHash, Known> all, IdHash id, Known known) {
    if (!not) {
      all.put(id, known);
    }
  }

  /** Puts another in the place of one, unless a later answer did. */
  void replace(IdHash id, Known was, Known is) {
    of(was).computeIfPresent(id, (key, present) -> present == was ? is : present);
  }

  /** Forgets one, unless a later answer took its place. */
  void remove(IdHash id, Known was) {
    of(was).computeIfPresent(id, (key, present) -> isSame(present, was) ? null : present);
  }

  private static boolean isSame(@Nullable Known present, Known was) {
    return present == was;
  }

  private Map<IdHash, Known> of(Known known) {
    return known.isActive() ? active : negative;
  }
}
