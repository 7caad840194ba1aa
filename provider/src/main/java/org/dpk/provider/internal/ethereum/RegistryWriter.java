package org.dpk.provider.internal.ethereum;

import java.util.List;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;

/**
 * Makes the calls that change the registry; {@link TransactionSender} signs and sends them. Pure:
 * asks no node. {@code previousHead} and {@code previousBody} are those of {@link RegistryEntry}.
 * Hashes have 32 bytes, signatures 65 (empty where the sender itself is entitled), deadlines are
 * Unix seconds.
 */
public final class RegistryWriter {

  /** Calls to this registry. */
  public RegistryWriter(RegistryId registry) {}

  /** The paper's first step: the device asks for admission. */
  public ContractCall addClient(byte[] record, byte[] tokenHash) {
    throw new UnsupportedOperationException("being written");
  }

  /** The paper's second step: the PKM admits. */
  public ContractCall approveClient(
      byte[] tokenHash,
      EthereumAddress client,
      byte[] previousHead,
      byte[] previousBody,
      byte[] record) {
    throw new UnsupportedOperationException("being written");
  }

  /** Admission in one step, sent by anyone who has the PKM's voucher. */
  public ContractCall addClientWithVoucher(
      byte[] previousHead, byte[] previousBody, byte[] record, long deadline, byte[] pkmSignature) {
    throw new UnsupportedOperationException("being written");
  }

  /** Rotation: the next record in place of the present one. */
  public ContractCall updateClient(
      byte[] head, byte[] body, byte[] next, long deadline, byte[] ownerSignature) {
    throw new UnsupportedOperationException("being written");
  }

  /** Revocation by owner, registrar or contract owner. */
  public ContractCall revokeClient(byte[] head, byte[] body, long deadline, byte[] signature) {
    throw new UnsupportedOperationException("being written");
  }

  /** Revocation of several, in one transaction. */
  public ContractCall revokeClients(List<RegistryEntry> entries) {
    throw new UnsupportedOperationException("being written");
  }

  /** The PKM's own record. */
  public ContractCall storePkmKey(byte[] record) {
    throw new UnsupportedOperationException("being written");
  }

  /** Makes an address a PKM; for the contract's owner. */
  public ContractCall addPkm(EthereumAddress pkm) {
    throw new UnsupportedOperationException("being written");
  }

  /** Ends a PKM and its open vouchers; for the contract's owner. */
  public ContractCall removePkm(EthereumAddress pkm) {
    throw new UnsupportedOperationException("being written");
  }
}
