/** See architecture.md. */
@NullMarked
package org.dpk.benchmarks;

import org.jspecify.annotations.NullMarked;
