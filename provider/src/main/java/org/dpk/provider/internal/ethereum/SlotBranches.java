package org.dpk.provider.internal.ethereum;

import java.util.List;

/**
 * The branches from a block's state root to an identity's slot, as a node gave them (EIP-1186).
 *
 * @param account from the state root to the registry's account; not copied
 * @param slot from the registry's storage root to the slot; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record SlotBranches(List<byte[]> account, List<byte[]> slot) {}
