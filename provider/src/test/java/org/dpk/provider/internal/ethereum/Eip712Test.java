package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

/** Against web3j's own EIP-712; that the contract agrees is shown by each admission in the ITs. */
class Eip712Test {

  private static final String DOMAIN =
      """
      {"types": {
        "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"},
          {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
        "Voucher": [{"name": "idHash", "type": "bytes32"}, {"name": "previous", "type": "bytes32"},
          {"name": "record", "type": "bytes32"}, {"name": "deadline", "type": "uint64"}],
        "Update": [{"name": "idHash", "type": "bytes32"}, {"name": "previous", "type": "bytes32"},
          {"name": "record", "type": "bytes32"}, {"name": "deadline", "type": "uint64"}],
        "Revoke": [{"name": "idHash", "type": "bytes32"}, {"name": "previous", "type": "bytes32"},
          {"name": "deadline", "type": "uint64"}]},
       "domain": {"name": "DPK Registry", "version": "1", "chainId": 31337,
         "verifyingContract": "0x5fbdb2315678afecb367f032d93f642f64180aa3"},
       "primaryType": "%s",
       "message": {"idHash": "%s", "previous": "%s", %s "deadline": "1767225600"}}
      """;

  private static final long DEADLINE = 1_767_225_600;

  private final Eip712 eip712 =
      new Eip712(
          new RegistryId(
              31337, EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3")));
  private final byte[] id = Keccak256.hash(new byte[] {1});
  private final byte[] previous = Keccak256.hash(new byte[] {2});
  private final byte[] record = Keccak256.hash(new byte[] {3});

  @Test
  void aVoucher() throws IOException {
    assertArrayEquals(
        byWeb3j("Voucher", "\"record\": \"%s\",".formatted(Numeric.toHexString(record))),
        eip712.voucher(IdHash.of(id), previous, record, DEADLINE));
  }

  @Test
  void anUpdate() throws IOException {
    assertArrayEquals(
        byWeb3j("Update", "\"record\": \"%s\",".formatted(Numeric.toHexString(record))),
        eip712.update(IdHash.of(id), previous, record, DEADLINE));
  }

  @Test
  void aRevocation() throws IOException {
    assertArrayEquals(byWeb3j("Revoke", ""), eip712.revoke(IdHash.of(id), previous, DEADLINE));
  }

  @Test
  void whatIsNoDigestIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> eip712.revoke(IdHash.of(id), new byte[26], DEADLINE));
    assertThrows(IllegalArgumentException.class, () -> eip712.revoke(IdHash.of(id), previous, -1));
  }

  private byte[] byWeb3j(String type, String recordField) throws IOException {
    String json =
        DOMAIN.formatted(type, Numeric.toHexString(id), Numeric.toHexString(previous), recordField);
    return new StructuredDataEncoder(json).hashStructuredData();
  }
}
