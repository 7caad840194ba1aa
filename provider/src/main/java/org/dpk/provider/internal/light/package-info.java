/**
 * Light mode (registry.md): look-ups that trust no node. An anchor vouches for a block, a node
 * proves what stands in its state, and whatever is not proven is refused.
 */
@NullMarked
package org.dpk.provider.internal.light;

import org.jspecify.annotations.NullMarked;
