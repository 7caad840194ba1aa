/** Asks beacon nodes for what light clients need (Beacon API). Believes nothing of it. */
@NullMarked
package org.dpk.provider.internal.beacon;

import org.jspecify.annotations.NullMarked;
