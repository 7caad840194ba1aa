/** What went wrong, what to do, and the exit code. */
@NullMarked
package org.dpk.cli.internal.failure;

import org.jspecify.annotations.NullMarked;
