/** Puts a registry on a chain and does what its owner does: the tools behind {@code dpk}. */
@NullMarked
package org.dpk.contracts.deployment;

import org.jspecify.annotations.NullMarked;
