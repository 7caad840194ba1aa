package org.dpk.provider.internal.identity;

/**
 * The wallet at rest.
 *
 * @param keystore Web3 keystore V3 JSON under the file's password: for wallets of other makers
 * @param sealedKey the same private key under the file's key: no second run of scrypt to use it,
 *     and a new password without the old one
 */
@SuppressWarnings("ArrayRecordComponent") // ciphertext that is not compared
record StoredWallet(String keystore, byte[] sealedKey) {}
