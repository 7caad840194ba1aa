/** Sets a PKM up: what {@code dpk pkm --init} and the demo have in common. */
@NullMarked
package org.dpk.cli.internal.pkm;

import org.jspecify.annotations.NullMarked;
