/** What happens inside a PKM, step by step, for whoever watches. */
@NullMarked
package org.dpk.pkm.internal.progress;

import org.jspecify.annotations.NullMarked;
