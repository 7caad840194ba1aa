/** Ordinary TLS, where a certificate counts only if its key is on chain. */
@NullMarked
package org.dpk.provider.internal.trust;

import org.jspecify.annotations.NullMarked;
