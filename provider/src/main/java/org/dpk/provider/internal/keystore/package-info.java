/** The key store {@code DPK}: one's own identity, and a view of everybody else's on chain. */
@NullMarked
package org.dpk.provider.internal.keystore;

import org.jspecify.annotations.NullMarked;
