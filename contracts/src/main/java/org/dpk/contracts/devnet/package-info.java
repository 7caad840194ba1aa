/**
 * A real chain on this machine, with a registry: for {@code dpk devnet} and as the fixture of every
 * module's tests.
 */
@NullMarked
package org.dpk.contracts.devnet;

import org.jspecify.annotations.NullMarked;
