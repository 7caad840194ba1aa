package org.dpk.provider.internal.light;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private Map<IdHash, News> news = new HashMap<>();
  private Map<IdHash, Known> replaced = new HashMap<>();

  /** What is to be reported of an identity; of two, the later in this order. */
  enum News {
    /** It had to go: whatever is held of it, nobody would notice a change of that. */
    UNWATCHED,
    /** A look-up has found it revoked before a head's proofs did. */
    REVOKED
  }

  /**
   * An answer.
   *
   * @param at where it is proven to hold
   * @param root a storage root under which the slot holds this, 32 bytes; not copied
   * @param suspect whether it was reported as changed since nobody proved it at a later head;
   *     watched all the same, as a session may still stand on it
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, compared by identity
  record Known(Slot slot, AnchoredBlock at, byte[] root, boolean suspect) {

    Known(Slot slot, AnchoredBlock at, byte[] root) {
      this(slot, at, root, false);
    }

    boolean isActive() {
      return slot.status() == Slot.Status.ACTIVE;
    }

    boolean isAt(AnchoredBlock block) {
      return at.block().equals(block.block());
    }
  }

  /** Notes an answer as the latest; the one that was given longest ago may have to go. */
  void put(IdHash id, Known known) {
    Known before = active.remove(id);
    negative.remove(id);
    if (before != null && !before.slot.equals(known.slot)) {
      noteChange(id, before, known);
    }
    (known.isActive() ? active : negative).put(id, known);
    if (active.size() > ACTIVE) {
      note(removeEldest(active), News.UNWATCHED);
    }
    if (negative.size() > NEGATIVE) {
      removeEldest(negative);
    }
  }

  private void noteChange(IdHash id, Known before, Known now) {
    if (now.slot.status() == Slot.Status.REVOKED) {
      note(id, News.REVOKED);
    } else {
      replaced.putIfAbsent(id, before);
    }
  }

  /** Who is back before anybody was told is told all the same: it may have changed meanwhile. */
  private void note(IdHash id, News what) {
    news.merge(id, what, (one, other) -> one.compareTo(other) < 0 ? other : one);
  }

  private static IdHash removeEldest(LinkedHashMap<IdHash, Known> map) {
    IdHash eldest = map.keySet().iterator().next();
    map.remove(eldest);
    return eldest;
  }

  /** Who is to be reported since this was last called. */
  Map<IdHash, News> takeNews() {
    Map<IdHash, News> taken = news;
    news = new HashMap<>();
    return taken;
  }

  /** Whether {@link #takeNews} has a revocation; all else can wait for the next head. */
  boolean hasNews() {
    return news.containsValue(News.REVOKED);
  }

  /**
   * Of whom look-ups have found another record before a head's proofs did, since this was last
   * called, and what was known before.
   */
  Map<IdHash, Known> takeReplaced() {
    Map<IdHash, Known> taken = replaced;
    replaced = new HashMap<>();
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
