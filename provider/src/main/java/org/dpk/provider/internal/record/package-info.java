/** The on-chain record: its bytes and its hashes (registry.md "The record"). */
@NullMarked
package org.dpk.provider.internal.record;

import org.jspecify.annotations.NullMarked;
