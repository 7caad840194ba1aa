/**
 * Proofs that travel as a file: a record, the branches that prove it, and the headers that lead to
 * a block that the reader trusts. Whoever reads one needs no node.
 */
@NullMarked
package org.dpk.provider.internal.offline;

import org.jspecify.annotations.NullMarked;
