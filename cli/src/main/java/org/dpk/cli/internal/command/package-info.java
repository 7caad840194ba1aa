/** The commands: each validates its input, delegates and prints. */
@NullMarked
package org.dpk.cli.internal.command;

import org.jspecify.annotations.NullMarked;
