package org.dpk.provider.internal.ethereum;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.Keccak256;

/**
 * The hashes that are signed for the registry off chain (EIP-712, registry.md "The contract").
 * Digests have 32 bytes: {@code keccak256(head ‖ keccak256(body))}, {@code previous} zero where
 * there was no record; deadlines are Unix seconds. Sign with {@link Signer#sign}.
 */
public final class Eip712 {

  static final String DOMAIN_NAME = "DPK Registry";
  static final String DOMAIN_VERSION = "1";

  private static final byte[] DOMAIN =
      typeHash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] VOUCHER =
      typeHash("Voucher(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)");
  private static final byte[] UPDATE =
      typeHash("Update(bytes32 idHash,bytes32 previous,bytes32 record,uint64 deadline)");
  private static final byte[] REVOKE =
      typeHash("Revoke(bytes32 idHash,bytes32 previous,uint64 deadline)");

  /** EIP-191 version 1. */
  private static final byte[] PREFIX = {0x19, 0x01};

  private final byte[] domainSeparator;

  /** For this registry. */
  public Eip712(RegistryId registry) {
    domainSeparator =
        Keccak256.hash(
            DOMAIN,
            typeHash(DOMAIN_NAME),
            typeHash(DOMAIN_VERSION),
            word(registry.chainId()),
            word(registry.contract()));
  }

  /** What a PKM signs to admit a record. */
  public byte[] voucher(IdHash id, byte[] previous, byte[] record, long deadline) {
    return digest(VOUCHER, id.bytes(), word(previous), word(record), word(deadline));
  }

  /** What an owner signs to have its next record relayed. */
  public byte[] update(IdHash id, byte[] previous, byte[] record, long deadline) {
    return digest(UPDATE, id.bytes(), word(previous), word(record), word(deadline));
  }

  /** What owner, registrar or contract owner signs to have a revocation relayed. */
  public byte[] revoke(IdHash id, byte[] previous, long deadline) {
    return digest(REVOKE, id.bytes(), word(previous), word(deadline));
  }

  private byte[] digest(byte[]... fields) {
    return Keccak256.hash(PREFIX, domainSeparator, Keccak256.hash(fields));
  }

  private static byte[] typeHash(String text) {
    return Keccak256.hash(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] word(byte[] hash) {
    if (hash.length != Keccak256.LENGTH) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + hash.length);
    }
    return hash;
  }

  private static byte[] word(EthereumAddress address) {
    byte[] word = new byte[32];
    System.arraycopy(address.bytes(), 0, word, 12, EthereumAddress.LENGTH);
    return word;
  }

  private static byte[] word(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a time or chain id is not negative: " + value);
    }
    byte[] word = new byte[32];
    byte[] bytes = BigInteger.valueOf(value).toByteArray();
    System.arraycopy(bytes, 0, word, 32 - bytes.length, bytes.length);
    return word;
  }
}
