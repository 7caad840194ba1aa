package org.dpk.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.FundedAccount;
import org.dpk.contracts.internal.rpc.RpcException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.tuples.generated.Tuple3;
import org.web3j.tuples.generated.Tuple4;
import org.web3j.tx.FastRawTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;
import org.web3j.utils.Numeric;

/** The generated binding against a real node: every argument and answer fits the contract. */
class DpkRegistryIT {

  private static final byte[] NONE = new byte[0];
  private static final byte[] ZERO = new byte[32];
  private static final BigInteger NO_DEADLINE = BigInteger.ZERO;

  private Devnet devnet;
  private Web3j web3j;
  private FundedAccount pkm;
  private FundedAccount device;
  private long deadline;

  @BeforeEach
  void startChain() throws Exception {
    devnet = Devnet.start();
    web3j = Web3j.build(new HttpService(devnet.uri().toString()));
    pkm = devnet.account(1);
    device = devnet.account(2);
    devnet.addPkm(pkm.address());
    deadline = Instant.now().getEpochSecond() + 600;
  }

  @AfterEach
  void stopChain() {
    web3j.shutdown();
    devnet.close();
  }

  @Test
  void aDevicesLife() throws Exception {
    TestRecord first = record("uuid:123e4567-e89b-12d3-a456-426614174000", 1);
    TransactionReceipt admitted = admit(first);
    assertHolds(first, admitted, 1);
    DpkRegistry.ClientChangedEventResponse event =
        DpkRegistry.getClientChangedEvents(admitted).get(0);
    assertArrayEquals(first.idHash(), event.id);
    assertEquals(BigInteger.ONE, event.version);
    assertEquals(pkm.address(), event.registrar);
    assertArrayEquals(first.bytes(), event.record);

    TestRecord second = first.next(2);
    TransactionReceipt rotated =
        as(device)
            .updateClient(first.head(), first.bodyHash(), second.bytes(), NO_DEADLINE, NONE)
            .send();
    assertHolds(second, rotated, 1);

    TransactionReceipt revoked =
        as(device).revokeClient(second.head(), second.bodyHash(), NO_DEADLINE, NONE).send();
    assertHolds(second, revoked, 2);
    DpkRegistry.ClientRevokedEventResponse end = DpkRegistry.getClientRevokedEvents(revoked).get(0);
    assertEquals(device.address(), end.by);
    assertArrayEquals(second.head(), end.head);
    assertArrayEquals(second.bodyHash(), end.body);

    // the targets of the gas tests, on a node's own account
    assertTrue(admitted.getGasUsed().intValueExact() <= 65_000, admitted.getGasUsed()::toString);
    assertTrue(rotated.getGasUsed().intValueExact() <= 43_000, rotated.getGasUsed()::toString);
    assertTrue(revoked.getGasUsed().intValueExact() <= 35_000, revoked.getGasUsed()::toString);
  }

  @Test
  void admissionInTwoSteps() throws Exception {
    TestRecord record = record("dns:device.example.org", 1);
    byte[] token = org.web3j.crypto.Hash.sha3(new byte[] {1, 2, 3});
    TransactionReceipt asked = as(device).addClient(record.bytes(), token).send();
    DpkRegistry.ClientPendingEventResponse pending =
        DpkRegistry.getClientPendingEvents(asked).get(0);
    assertArrayEquals(token, pending.tokenHash);
    assertEquals(device.address(), pending.client);
    assertArrayEquals(
        record.storedDigest(), as(device).getPending(token, device.address()).send().component1());

    TransactionReceipt approved =
        as(pkm).approveClient(token, device.address(), NONE, ZERO, record.bytes()).send();
    assertHolds(record, approved, 1);
  }

  @Test
  void batchesOfRevocationsAndLookUps() throws Exception {
    TestRecord good = record("dns:good.example.org", 1);
    TestRecord never = record("dns:never.example.org", 1);
    TestRecord signed = record("dns:signed.example.org", 1);
    admit(good);
    admit(signed);
    TransactionReceipt receipt =
        as(pkm)
            .revokeClients(
                List.of(
                    entry(good, 0, NONE),
                    entry(never, 0, NONE),
                    entry(signed, deadline, signRevocation(device, signed))))
            .send();
    assertEquals(2, DpkRegistry.getClientRevokedEvents(receipt).size());
    List<DpkRegistry.RevocationSkippedEventResponse> skipped =
        DpkRegistry.getRevocationSkippedEvents(receipt);
    assertEquals(1, skipped.size());
    assertEquals(BigInteger.ONE, skipped.get(0).index);
    ContractError why =
        ContractError.decode(Numeric.toHexString(skipped.get(0).reason)).orElseThrow();
    assertEquals(
        new ContractError("ClientInactive", List.of(Numeric.toHexString(never.idHash()), "0")),
        why);

    @SuppressWarnings("unchecked") // the binding's own raw type
    List<DpkRegistry.Client> clients =
        as(pkm).getClients(List.of(signed.idHash(), never.idHash())).send();
    assertArrayEquals(signed.storedDigest(), clients.get(0).digest);
    assertEquals(BigInteger.TWO, clients.get(0).status);
    assertEquals(BigInteger.ZERO, clients.get(1).status);
  }

  @Test
  void aPkmsOwnKey() throws Exception {
    TestRecord record =
        TestRecord.x25519("dns:pkm.example.org", 1, pkm.address(), pkm.address(), 7);
    as(pkm).storePKMKey(record.bytes()).send();
    Tuple4<byte[], byte[], BigInteger, BigInteger> key = as(pkm).getPKMKey(pkm.address()).send();
    assertArrayEquals(record.idHash(), key.component1());
    assertArrayEquals(record.storedDigest(), key.component2());
    assertEquals(BigInteger.ONE, key.component4());
  }

  @Test
  void aRefusalSaysWhy() throws Exception {
    TestRecord record = record("dns:device.example.org", 1);
    admit(record);
    String call =
        as(device)
            .addClientWithVoucher(NONE, ZERO, record.bytes(), BigInteger.valueOf(deadline), NONE)
            .encodeFunctionCall();
    RpcException refusal =
        assertThrows(
            RpcException.class,
            () ->
                devnet
                    .anvil()
                    .rpc(
                        "eth_call",
                        Map.of("to", devnet.registryAddress(), "data", call),
                        "latest"));
    assertEquals(
        new ContractError("ClientActive", List.of(hex(record.idHash()))),
        ContractError.decode(refusal.data()).orElseThrow());
  }

  // ------------------------------------------------------------------------------------------

  private TestRecord record(String id, long version) {
    return TestRecord.x25519(id, version, device.address(), pkm.address(), 1);
  }

  private DpkRegistry as(FundedAccount sender) {
    Credentials credentials = Credentials.create(ECKeyPair.create(sender.privateKey()));
    return DpkRegistry.load(
        devnet.registryAddress(),
        web3j,
        new FastRawTransactionManager(
            web3j,
            credentials,
            devnet.chainId(),
            new PollingTransactionReceiptProcessor(web3j, 20, 500)),
        new DefaultGasProvider());
  }

  /** Relayed by the device's wallet, signed by the PKM. */
  private TransactionReceipt admit(TestRecord record) throws Exception {
    byte[] signature =
        sign(
            pkm,
            "Voucher",
            """
            [{"name":"idHash","type":"bytes32"},{"name":"previous","type":"bytes32"},\
            {"name":"record","type":"bytes32"},{"name":"deadline","type":"uint64"}]""",
            """
            {"idHash":"%s","previous":"%s","record":"%s","deadline":%d}"""
                .formatted(hex(record.idHash()), hex(ZERO), hex(record.digest()), deadline));
    return as(device)
        .addClientWithVoucher(NONE, ZERO, record.bytes(), BigInteger.valueOf(deadline), signature)
        .send();
  }

  private byte[] signRevocation(FundedAccount signer, TestRecord record) throws Exception {
    return sign(
        signer,
        "Revoke",
        """
        [{"name":"idHash","type":"bytes32"},{"name":"previous","type":"bytes32"},\
        {"name":"deadline","type":"uint64"}]""",
        """
        {"idHash":"%s","previous":"%s","deadline":%d}"""
            .formatted(hex(record.idHash()), hex(record.digest()), deadline));
  }

  private static DpkRegistry.Revocation entry(TestRecord record, long deadline, byte[] signature) {
    return new DpkRegistry.Revocation(
        record.head(), record.bodyHash(), BigInteger.valueOf(deadline), signature);
  }

  /** EIP-712 by web3j's encoder: an opinion apart from the contract's. */
  private byte[] sign(FundedAccount signer, String type, String fields, String message)
      throws Exception {
    String json =
        """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},\
        {"name":"version","type":"string"},{"name":"chainId","type":"uint256"},\
        {"name":"verifyingContract","type":"address"}],"%s":%s},"primaryType":"%s",\
        "domain":{"name":"DPK Registry","version":"1","chainId":%d,"verifyingContract":"%s"},\
        "message":%s}"""
            .formatted(type, fields, type, devnet.chainId(), devnet.registryAddress(), message);
    byte[] hash = new StructuredDataEncoder(json).hashStructuredData();
    Sign.SignatureData signature =
        Sign.signMessage(hash, ECKeyPair.create(signer.privateKey()), false);
    return Numeric.hexStringToByteArray(
        Numeric.toHexString(signature.getR())
            + Numeric.toHexStringNoPrefix(signature.getS())
            + Numeric.toHexStringNoPrefix(signature.getV()));
  }

  private void assertHolds(TestRecord record, TransactionReceipt receipt, int status)
      throws Exception {
    Tuple3<byte[], BigInteger, BigInteger> held = as(device).getClient(record.idHash()).send();
    assertArrayEquals(record.storedDigest(), held.component1());
    assertEquals(receipt.getBlockNumber(), held.component2());
    assertEquals(BigInteger.valueOf(status), held.component3());
  }

  private static String hex(byte[] bytes) {
    return Numeric.toHexString(bytes);
  }
}
