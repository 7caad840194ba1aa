/** By when something has to be done. */
@NullMarked
package org.dpk.provider.internal.time;

import org.jspecify.annotations.NullMarked;
