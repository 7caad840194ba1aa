/** Files that hold secrets. */
@NullMarked
package org.dpk.provider.internal.file;

import org.jspecify.annotations.NullMarked;
