package org.dpk.provider.internal.ethereum;

import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryId;

/**
 * The hashes that are signed for the registry off chain (EIP-712, registry.md "The contract").
 * Digests have 32 bytes: {@code keccak256(head ‖ keccak256(body))}, {@code previous} zero where
 * there was no record; deadlines are Unix seconds. Sign with {@link Signer#sign}.
 */
public final class Eip712 {

  /** For this registry. */
  public Eip712(RegistryId registry) {}

  /** What a PKM signs to admit a record. */
  public byte[] voucher(IdHash id, byte[] previous, byte[] record, long deadline) {
    throw new UnsupportedOperationException("being written");
  }

  /** What an owner signs to have its next record relayed. */
  public byte[] update(IdHash id, byte[] previous, byte[] record, long deadline) {
    throw new UnsupportedOperationException("being written");
  }

  /** What owner, registrar or contract owner signs to have a revocation relayed. */
  public byte[] revoke(IdHash id, byte[] previous, long deadline) {
    throw new UnsupportedOperationException("being written");
  }
}
