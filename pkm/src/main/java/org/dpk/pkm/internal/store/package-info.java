/** The data base: one SQLite file, its schema, its transactions. */
@NullMarked
package org.dpk.pkm.internal.store;

import org.jspecify.annotations.NullMarked;
