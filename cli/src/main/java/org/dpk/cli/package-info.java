/** See architecture.md. */
@NullMarked
package org.dpk.cli;

import org.jspecify.annotations.NullMarked;
