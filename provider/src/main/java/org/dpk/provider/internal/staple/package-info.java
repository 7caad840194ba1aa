/**
 * Staples (protocol.md "Staple"): what an identity brings along to prove its own record, so that
 * whoever it comes to need not look it up.
 */
@NullMarked
package org.dpk.provider.internal.staple;

import org.jspecify.annotations.NullMarked;
