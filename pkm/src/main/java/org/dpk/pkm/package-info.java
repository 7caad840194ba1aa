/** See architecture.md. */
@NullMarked
package org.dpk.pkm;

import org.jspecify.annotations.NullMarked;
