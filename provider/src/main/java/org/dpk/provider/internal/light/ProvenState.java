package org.dpk.provider.internal.light;

import java.util.Map;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.Slot;

/**
 * What the registry provably stores in a block.
 *
 * @param storageRoot of the registry's account, 32 bytes; not copied
 * @param slots of those that were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record ProvenState(AnchoredBlock block, byte[] storageRoot, Map<IdHash, Slot> slots) {

  /** Of an identity that was asked for. */
  Slot slot(IdHash id) {
    Slot slot = slots.get(id);
    if (slot == null) {
      throw new IllegalArgumentException(id + " was not asked for");
    }
    return slot;
  }
}
