package org.dpk.provider.internal.ethereum;

import java.util.List;

/**
 * The branches from a block's state root to several slots of the registry, as a node gave them
 * (EIP-1186).
 *
 * @param account from the state root to the registry's account; not copied
 * @param slots from the registry's storage root to each slot, in the order of the question; not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record RegistryBranches(List<byte[]> account, List<List<byte[]>> slots) {}
