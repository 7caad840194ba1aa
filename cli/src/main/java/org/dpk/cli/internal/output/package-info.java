/** How a command speaks: tables, progress, JSON, colour. */
@NullMarked
package org.dpk.cli.internal.output;

import org.jspecify.annotations.NullMarked;
