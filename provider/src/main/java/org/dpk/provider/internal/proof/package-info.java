/**
 * What a block's header and Merkle branches prove (registry.md "Proofs"). Own code, since no
 * library for the JVM verifies proofs strictly: whatever is not as the Yellow Paper has it throws.
 */
@NullMarked
package org.dpk.provider.internal.proof;

import org.jspecify.annotations.NullMarked;
