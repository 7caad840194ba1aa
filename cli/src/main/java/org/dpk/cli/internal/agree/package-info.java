/** Keys that are agreed on for other programs, and the files in which these want them. */
@NullMarked
package org.dpk.cli.internal.agree;

import org.jspecify.annotations.NullMarked;
