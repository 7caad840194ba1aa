package org.dpk.provider.internal.anchor;

import org.dpk.provider.IdHash;
import org.jspecify.annotations.Nullable;

/**
 * How it is known that nothing happened to an identity after a covered block: by the logs of a node
 * that is trusted, or by what trusted headers prove. Immutable.
 */
@FunctionalInterface
public interface ChangeEvidence {

  /**
   * Whether the state of an identity is in the newest block what it was in this one; false where
   * that is not known.
   *
   * @param block that is covered
   * @param storageRoot of the registry in that block, as it was proven, 32 bytes; null if nobody
   *     knows it
   */
  boolean isUnchangedSince(IdHash id, AnchoredBlock block, byte @Nullable [] storageRoot);
}
