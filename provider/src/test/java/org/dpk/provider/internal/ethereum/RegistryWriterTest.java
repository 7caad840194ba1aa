package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import org.dpk.contracts.DpkRegistry;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.utils.Numeric;

/** Every call against the binding that is generated from the contract. */
class RegistryWriterTest {

  private static final EthereumAddress CONTRACT =
      EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");
  private static final EthereumAddress OTHER =
      EthereumAddress.parse("0x00000000000000000000000000000000000000ff");
  private static final long DEADLINE = 1_767_225_600;

  private final RegistryWriter writer = new RegistryWriter(new RegistryId(31337, CONTRACT));
  private final DpkRegistry binding =
      DpkRegistry.load(
          CONTRACT.toString(), null, (TransactionManager) null, (ContractGasProvider) null);
  private final byte[] head = {1, 2, 3};
  private final byte[] record = new byte[100];
  private final byte[] body = new byte[32];
  private final byte[] tokenHash = new byte[32];
  private final byte[] signature = new byte[65];
  private final BigInteger deadline = BigInteger.valueOf(DEADLINE);

  @Test
  void admissions() {
    tokenHash[0] = 7;
    assertSame(binding.addClient(record, tokenHash), writer.addClient(record, tokenHash));
    assertSame(
        binding.approveClient(tokenHash, OTHER.toString(), head, body, record),
        writer.approveClient(tokenHash, OTHER, head, body, record));
    assertSame(
        binding.addClientWithVoucher(head, body, record, deadline, signature),
        writer.addClientWithVoucher(head, body, record, DEADLINE, signature));
    assertSame(binding.storePKMKey(record), writer.storePkmKey(record));
  }

  @Test
  void changes() {
    assertSame(
        binding.updateClient(head, body, record, deadline, signature),
        writer.updateClient(head, body, record, DEADLINE, signature));
    assertSame(
        binding.revokeClient(head, body, deadline, signature),
        writer.revokeClient(head, body, DEADLINE, signature));
  }

  @Test
  void revocationsOfMany() {
    Slot slot = new Slot(new byte[Slot.DIGEST_LENGTH], 1, Slot.Status.ACTIVE);
    BlockRef block = new BlockRef(1, new byte[32], 1);
    RegistryEntry entry = new RegistryEntry(slot, head, body, record, block);
    DpkRegistry.Revocation revocation =
        new DpkRegistry.Revocation(head, body, BigInteger.ZERO, new byte[0]);
    assertSame(
        binding.revokeClients(List.of(revocation, revocation)),
        writer.revokeClients(List.of(entry, entry)));
    assertSame(binding.revokeClients(List.of()), writer.revokeClients(List.of()));
  }

  @Test
  void roles() {
    assertSame(binding.addPkm(OTHER.toString()), writer.addPkm(OTHER));
    assertSame(binding.removePkm(OTHER.toString()), writer.removePkm(OTHER));
  }

  private static void assertSame(RemoteFunctionCall<?> expected, ContractCall actual) {
    assertEquals(expected.encodeFunctionCall(), Numeric.toHexString(actual.data()));
    assertEquals(CONTRACT, actual.to());
    assertEquals(BigInteger.ZERO, actual.value());
  }
}
