package org.dpk.provider.internal.ethereum;

import static org.dpk.contracts.DpkRegistry.FUNC_ADDCLIENT;
import static org.dpk.contracts.DpkRegistry.FUNC_ADDCLIENTWITHVOUCHER;
import static org.dpk.contracts.DpkRegistry.FUNC_ADDPKM;
import static org.dpk.contracts.DpkRegistry.FUNC_APPROVECLIENT;
import static org.dpk.contracts.DpkRegistry.FUNC_REMOVEPKM;
import static org.dpk.contracts.DpkRegistry.FUNC_REVOKECLIENT;
import static org.dpk.contracts.DpkRegistry.FUNC_REVOKECLIENTS;
import static org.dpk.contracts.DpkRegistry.FUNC_STOREPKMKEY;
import static org.dpk.contracts.DpkRegistry.FUNC_UPDATECLIENT;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.dpk.contracts.DpkRegistry;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;

/**
 * Makes the calls that change the registry; {@link TransactionSender} signs and sends them. Pure:
 * asks no node. {@code previousHead} and {@code previousBody} (a hash) are those of {@link
 * RegistryEntry}; hashes have 32 bytes, deadlines are Unix seconds. A signature has 65 bytes, or is
 * empty where the sender of the transaction has the say itself; its deadline counts for nothing
 * then.
 */
public final class RegistryWriter {

  private final RegistryId registry;

  /** Calls to this registry. */
  public RegistryWriter(RegistryId registry) {
    this.registry = registry;
  }

  /** The paper's first step: the device, whose wallet is the record's owner, asks for admission. */
  public ContractCall addClient(byte[] record, byte[] tokenHash) {
    return call(FUNC_ADDCLIENT, new DynamicBytes(record), new Bytes32(tokenHash));
  }

  /** The paper's second step: the PKM admits exactly the record that is pending. */
  public ContractCall approveClient(
      byte[] tokenHash,
      EthereumAddress client,
      byte[] previousHead,
      byte[] previousBody,
      byte[] record) {
    return call(
        FUNC_APPROVECLIENT,
        new Bytes32(tokenHash),
        new Address(client.toString()),
        new DynamicBytes(previousHead),
        new Bytes32(previousBody),
        new DynamicBytes(record));
  }

  /** Admission in one step, sent by anyone who has the PKM's voucher. */
  public ContractCall addClientWithVoucher(
      byte[] previousHead, byte[] previousBody, byte[] record, long deadline, byte[] pkmSignature) {
    return call(
        FUNC_ADDCLIENTWITHVOUCHER,
        new DynamicBytes(previousHead),
        new Bytes32(previousBody),
        new DynamicBytes(record),
        new Uint64(deadline),
        new DynamicBytes(pkmSignature));
  }

  /** Rotation: the next record in place of the active one. */
  public ContractCall updateClient(
      byte[] head, byte[] body, byte[] next, long deadline, byte[] ownerSignature) {
    return call(
        FUNC_UPDATECLIENT,
        new DynamicBytes(head),
        new Bytes32(body),
        new DynamicBytes(next),
        new Uint64(deadline),
        new DynamicBytes(ownerSignature));
  }

  /** Revocation by the record's owner, its registrar or the contract's owner. */
  public ContractCall revokeClient(byte[] head, byte[] body, long deadline, byte[] signature) {
    return call(
        FUNC_REVOKECLIENT,
        new DynamicBytes(head),
        new Bytes32(body),
        new Uint64(deadline),
        new DynamicBytes(signature));
  }

  /**
   * Revocation of many, by a sender that has the say in each. Entries that can't be revoked are
   * skipped by the contract: the transaction succeeds all the same.
   */
  public ContractCall revokeClients(List<RegistryEntry> entries) {
    List<DpkRegistry.Revocation> revocations =
        entries.stream()
            .map(
                entry ->
                    new DpkRegistry.Revocation(
                        entry.head(), entry.bodyHash(), BigInteger.ZERO, new byte[0]))
            .toList();
    return call(FUNC_REVOKECLIENTS, new DynamicArray<>(DpkRegistry.Revocation.class, revocations));
  }

  /** The PKM's own record; its owner and registrar are the sender. */
  public ContractCall storePkmKey(byte[] record) {
    return call(FUNC_STOREPKMKEY, new DynamicBytes(record));
  }

  /** Makes an address a PKM; for the contract's owner. */
  public ContractCall addPkm(EthereumAddress pkm) {
    return call(FUNC_ADDPKM, new Address(pkm.toString()));
  }

  /** Ends a PKM and its open vouchers; for the contract's owner. */
  public ContractCall removePkm(EthereumAddress pkm) {
    return call(FUNC_REMOVEPKM, new Address(pkm.toString()));
  }

  private ContractCall call(String function, Type<?>... arguments) {
    String data = FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
    return new ContractCall(
        function,
        registry.contract(),
        BigInteger.ZERO,
        HexFormat.of().parseHex(data, 2, data.length()));
  }
}
