/** Look-ups: the registry over a chain, and what stands in front of it (cache, single flight). */
@NullMarked
package org.dpk.provider.internal.registry;

import org.jspecify.annotations.NullMarked;
