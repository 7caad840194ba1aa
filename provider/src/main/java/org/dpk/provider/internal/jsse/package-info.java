/** JSSE by the name {@code DPK}: from a key store to TLS, by standard calls. */
@NullMarked
package org.dpk.provider.internal.jsse;

import org.jspecify.annotations.NullMarked;
