/**
 * The chain as DPK sees it: reads that are pinned to one block, transactions, and the wallet that
 * signs them. The only place of this module that knows web3j; no public signature shows it.
 */
@NullMarked
package org.dpk.provider.internal.ethereum;

import org.jspecify.annotations.NullMarked;
