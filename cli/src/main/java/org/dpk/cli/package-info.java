/** The {@code dpk} command: {@link org.dpk.cli.Dpk} is all that others start. */
@NullMarked
package org.dpk.cli;

import org.jspecify.annotations.NullMarked;
