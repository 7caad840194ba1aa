package org.dpk.provider.internal.identity;

import org.dpk.provider.SuiteKey;

/**
 * The keys of one suite at rest.
 *
 * @param publicKey as it stands in the record
 * @param kem the private key that opens what is encapsulated: DER EncryptedPrivateKeyInfo
 * @param signature the private key that signs: DER EncryptedPrivateKeyInfo; empty where the suite
 *     has none or it is the same key
 */
@SuppressWarnings("ArrayRecordComponent") // ciphertext that is not compared
record SealedKeys(SuiteKey publicKey, byte[] kem, byte[] signature) {}
