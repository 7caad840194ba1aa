/** A machine's own identity: its keys, its place on a chain, and the file that keeps them. */
@NullMarked
package org.dpk.provider.internal.identity;

import org.jspecify.annotations.NullMarked;
