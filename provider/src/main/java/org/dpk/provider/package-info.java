/**
 * DPK for applications: the JCA provider, identities, and what is known of them on chain.
 *
 * <p>This package depends on no other of this module; everything else stands on it.
 */
@NullMarked
package org.dpk.provider;

import org.jspecify.annotations.NullMarked;
