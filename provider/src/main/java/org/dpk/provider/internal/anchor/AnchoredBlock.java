package org.dpk.provider.internal.anchor;

import org.dpk.provider.BlockRef;

/**
 * A block whose state may be relied on.
 *
 * @param stateRoot 32 bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read only
public record AnchoredBlock(BlockRef block, byte[] stateRoot) {}
