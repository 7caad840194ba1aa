package org.dpk.provider.internal.anchor;

import java.util.HashMap;
import java.util.Map;
import org.dpk.provider.IdHash;
import org.jspecify.annotations.Nullable;

/**
 * Every change in the covered blocks, as somebody said who is trusted.
 *
 * @param changes the height of each identity's last
 */
record LoggedChanges(Map<IdHash, Long> changes) implements ChangeEvidence {

  static final LoggedChanges NONE = new LoggedChanges(Map.of());

  LoggedChanges {
    changes = Map.copyOf(changes);
  }

  /** With those of further blocks, and without those that no covered block is older than. */
  LoggedChanges with(Map<IdHash, Long> further, long lowest) {
    Map<IdHash, Long> merged = new HashMap<>(changes);
    further.forEach((id, block) -> merged.merge(id, block, Math::max));
    merged.values().removeIf(block -> block <= lowest);
    return new LoggedChanges(merged);
  }

  @Override
  public boolean isUnchangedSince(IdHash id, AnchoredBlock block, byte @Nullable [] storageRoot) {
    Long changed = changes.get(id);
    return changed == null || changed <= block.block().number();
  }
}
