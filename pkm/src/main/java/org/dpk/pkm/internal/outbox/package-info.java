/** The outbox: every transaction of this PKM, from the intent to the block, across crashes. */
@NullMarked
package org.dpk.pkm.internal.outbox;

import org.jspecify.annotations.NullMarked;
