package org.dpk.contracts.deployment;

/**
 * Where a registry stands.
 *
 * @param chainId EIP-155
 * @param address the contract's, 0x and 40 lower-case hexadecimal digits
 * @param block that it was created in
 * @param transaction that created it, 0x and 64 hexadecimal digits
 * @param gasUsed by that transaction
 */
public record DeployedRegistry(
    long chainId, String address, long block, String transaction, long gasUsed) {}
