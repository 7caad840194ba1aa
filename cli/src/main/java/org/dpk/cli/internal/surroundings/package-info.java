/** What a command gets from outside: terminal, environment, clock, passwords. */
@NullMarked
package org.dpk.cli.internal.surroundings;

import org.jspecify.annotations.NullMarked;
