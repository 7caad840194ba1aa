package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions on a real chain, the good and the stuck. */
class TransactionSenderIT {

  private static final BigInteger WEI = BigInteger.valueOf(1000);

  private final Wallet owner = Wallet.create();
  private final DpkIdentity identity = RegistryFixture.newIdentity();
  private RegistryFixture chain;
  private TransactionSender sender;

  @BeforeEach
  void start() throws Exception {
    chain = RegistryFixture.start();
    sender = chain.sender();
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  @Test
  void twoHundredAtOnceFromOneWallet() throws Exception {
    Set<Long> nonces = new HashSet<>();
    EthereumAddress to = owner.address();
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<PreparedTransaction>> sent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        sent.add(
            threads.submit(
                () -> {
                  PreparedTransaction transaction = sender.prepare(ContractCall.transfer(to, WEI));
                  sender.broadcast(transaction);
                  return transaction;
                }));
      }
      for (Future<PreparedTransaction> each : sent) {
        PreparedTransaction transaction = each.get(60, TimeUnit.SECONDS);
        nonces.add(transaction.nonce());
        assertTrue(sender.awaitReceipt(transaction.hash(), RegistryFixture.PATIENCE).succeeded());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(200, nonces.size());
    assertEquals(WEI.multiply(BigInteger.valueOf(200)), chain.node().balance(to));
  }

  @Test
  void aTransactionMayBeBroadcastAgainAndAgain() throws Exception {
    automine(false);
    PreparedTransaction transaction = sender.prepare(transfer());
    sender.broadcast(transaction);
    sender.broadcast(transaction); // known
    assertTrue(sender.receipt(transaction.hash()).isEmpty());
    chain.devnet().mine(1);
    Receipt receipt = sender.receipt(transaction.hash()).orElseThrow();
    assertTrue(receipt.succeeded());
    sender.broadcast(transaction); // mined
    assertEquals(WEI, chain.node().balance(owner.address()));
  }

  @Test
  void aTransferToAContractThatBurnsGasIsNotSigned() throws Exception {
    StringBuilder tenWrites = new StringBuilder("0x");
    for (int slot = 1; slot <= 10; slot++) {
      tenWrites.append("600160%02x55".formatted(slot)); // PUSH1 1, PUSH1 slot, SSTORE
    }
    String payee = owner.address().toString();
    chain.devnet().anvil().rpc("anvil_setCode", payee, tenWrites.toString());

    RegistryException.Refused refused =
        assertThrows(RegistryException.Refused.class, () -> sender.prepare(transfer()));
    assertTrue(refused.getMessage().contains("more than the 100000"), refused.getMessage());

    chain.devnet().anvil().rpc("anvil_setCode", payee, "0x6001600155"); // a wallet that notes it
    assertTrue(sender.send(transfer(), RegistryFixture.PATIENCE).succeeded());
  }

  @Test
  void aStuckTransactionIsReplacedAndOneOfBothIsMined() throws Exception {
    automine(false);
    PreparedTransaction stuck = sender.prepare(transfer());
    PreparedTransaction other = another().prepare(otherTransfer());
    assertEquals(stuck.nonce(), other.nonce());
    sender.broadcast(stuck);
    RegistryException.FeeTooLow refused =
        assertThrows(RegistryException.FeeTooLow.class, () -> sender.broadcast(other));
    assertTrue(refused.getMessage().contains("higher fee"), refused.getMessage());

    PreparedTransaction replacement = sender.replace(stuck);
    assertEquals(stuck.nonce(), replacement.nonce());
    sender.broadcast(replacement);
    chain.devnet().mine(1);
    assertTrue(sender.receipt(replacement.hash()).orElseThrow().succeeded());
    assertThrows(RegistryException.NonceTaken.class, () -> sender.broadcast(stuck));
    assertEquals(WEI, chain.node().balance(owner.address()));
    assertEquals(stuck.nonce() + 1, sender.prepare(transfer()).nonce());
  }

  @Test
  void aStuckTransactionMayBeReplacedByAnotherCall() throws Exception {
    automine(false);
    PreparedTransaction stuck = sender.prepare(transfer());
    sender.broadcast(stuck);
    EthereumAddress elsewhere = Wallet.create().address();
    PreparedTransaction replacement =
        sender.replace(stuck, ContractCall.transfer(elsewhere, BigInteger.TWO));
    sender.broadcast(replacement);
    chain.devnet().mine(1);
    assertEquals(BigInteger.ZERO, chain.node().balance(owner.address()));
    assertEquals(BigInteger.TWO, chain.node().balance(elsewhere));
  }

  @Test
  void aProcessThatDiedBetweenStoringAndBroadcastingGoesOn() throws Exception {
    PreparedTransaction first = sender.prepare(transfer());
    PreparedTransaction second = sender.prepare(transfer());
    List<byte[]> stored = List.of(first.raw(), second.raw());

    TransactionSender next = another();
    List<PreparedTransaction> read = stored.stream().map(PreparedTransaction::parse).toList();
    next.resume(read);
    assertEquals(List.of(first.hash(), second.hash()), hashes(read));
    assertEquals(second.nonce() + 1, next.prepare(transfer()).nonce());
    for (PreparedTransaction transaction : read) {
      next.broadcast(transaction);
      assertTrue(next.awaitReceipt(transaction.hash(), RegistryFixture.PATIENCE).succeeded());
    }
    assertEquals(WEI.add(WEI), chain.node().balance(owner.address()));
  }

  private static List<TransactionHash> hashes(List<PreparedTransaction> transactions) {
    return transactions.stream().map(PreparedTransaction::hash).toList();
  }

  @Test
  void aDiscardedTransactionLeavesNoGap() throws Exception {
    PreparedTransaction given = sender.prepare(transfer());
    PreparedTransaction behind = sender.prepare(transfer());
    sender.broadcast(behind);
    assertTrue(sender.receipt(behind.hash()).isEmpty());
    sender.discard(given);
    assertTrue(sender.awaitReceipt(behind.hash(), RegistryFixture.PATIENCE).succeeded());
    assertEquals(WEI, chain.node().balance(owner.address()));
    assertThrows(RegistryException.NonceTaken.class, () -> sender.broadcast(given));
  }

  @Test
  void aReplacementThatIsDiscardedLeavesTheNonceToTheOther() throws Exception {
    automine(false);
    PreparedTransaction stuck = sender.prepare(transfer());
    sender.broadcast(stuck);
    sender.discard(sender.replace(stuck));
    assertEquals(stuck.nonce() + 1, sender.prepare(transfer()).nonce());
    chain.devnet().mine(1);
    assertTrue(sender.receipt(stuck.hash()).orElseThrow().succeeded());
  }

  @Test
  void theLastOneThatIsDiscardedGivesItsNonceBack() throws Exception {
    PreparedTransaction given = sender.prepare(transfer());
    sender.discard(given);
    assertEquals(given.nonce(), sender.prepare(transfer()).nonce());
  }

  @Test
  void anotherProcessWithTheSameWalletIsGotOutOfTheWay() throws Exception {
    PreparedTransaction overtaken = sender.prepare(transfer());
    another().send(otherTransfer(), RegistryFixture.PATIENCE);
    assertThrows(RegistryException.NonceTaken.class, () -> sender.broadcast(overtaken));
    assertTrue(sender.send(transfer(), RegistryFixture.PATIENCE).succeeded());
    assertEquals(WEI.add(BigInteger.ONE), chain.node().balance(owner.address()));
  }

  @Test
  void aRefusalNamesTheContractsErrorInPlainWords() throws Exception {
    Wallet stranger = Wallet.of(chain.devnet().account(3).privateKey());
    TransactionSender strangers = new TransactionSender(chain.node(), stranger, FeePolicy.DEFAULT);
    chain.admit(identity, owner.address());
    RegistryEntry entry = new RegistryReader(chain.node()).entry(identity);
    ContractCall revocation =
        chain.writer().revokeClient(entry.head(), entry.bodyHash(), 0, new byte[0]);
    RegistryException.Refused refused =
        assertThrows(RegistryException.Refused.class, () -> strangers.prepare(revocation));
    assertEquals("SenderUnauthorized", refused.error());
    assertEquals(
        List.of(RecordCodec.idHash(identity).toString(), stranger.address().toString()),
        refused.arguments());
    assertTrue(refused.getMessage().contains("not for " + stranger.address() + " to change"));
  }

  @Test
  void aTransactionThatIsRefusedWhenMinedIsExplained() throws Exception {
    chain.admit(identity, owner.address());
    RegistryEntry entry = new RegistryReader(chain.node()).entry(identity);
    ContractCall revocation =
        chain.writer().revokeClient(entry.head(), entry.bodyHash(), 0, new byte[0]);
    automine(false);
    PreparedTransaction first = sender.prepare(revocation);
    PreparedTransaction second = sender.prepare(revocation);
    sender.broadcast(first);
    sender.broadcast(second);
    chain.devnet().mine(1);
    assertTrue(sender.receipt(first.hash()).orElseThrow().succeeded());
    assertFalse(sender.receipt(second.hash()).orElseThrow().succeeded());
    RegistryException.Refused refused =
        assertThrows(RegistryException.Refused.class, () -> sender.prepare(revocation));
    assertEquals("ClientInactive", refused.error());
  }

  @Test
  void manyAreRevokedInOneTransaction() throws Exception {
    RegistryReader reader = new RegistryReader(chain.node());
    List<DpkIdentity> identities = List.of(identity, RegistryFixture.newIdentity());
    List<RegistryEntry> entries = new ArrayList<>();
    for (DpkIdentity each : identities) {
      chain.admit(each, owner.address());
      entries.add(reader.entry(each));
    }
    sender.send(chain.writer().revokeClients(entries), RegistryFixture.PATIENCE);
    for (DpkIdentity each : identities) {
      assertEquals(Slot.Status.REVOKED, reader.entry(each).slot().status());
    }
  }

  @Test
  void aWalletWithoutEtherIsTold() throws Exception {
    Wallet poor = Wallet.create();
    TransactionSender poors = new TransactionSender(chain.node(), poor, FeePolicy.DEFAULT);
    RegistryException.InsufficientFunds refused =
        assertThrows(
            RegistryException.InsufficientFunds.class,
            () -> poors.send(transfer(), RegistryFixture.PATIENCE));
    assertTrue(refused.getMessage().contains(poor.address().toString()));
    chain.devnet().setBalance(poor.address().toString(), BigInteger.TEN.pow(18));
    assertTrue(poors.send(transfer(), RegistryFixture.PATIENCE).succeeded());
  }

  @Test
  void aQuoteDoesNotNeedTheOtherToOwnAnything() throws Exception {
    IdentityRecord record = chain.record(identity, owner.address(), 1);
    ContractCall call = chain.writer().addClient(RecordCodec.encode(record), new byte[32]);
    BigInteger quote = sender.quote(call, owner.address());
    chain.devnet().setBalance(owner.address().toString(), quote);
    TransactionSender owners = new TransactionSender(chain.node(), owner, FeePolicy.DEFAULT);
    assertTrue(owners.send(call, RegistryFixture.PATIENCE).succeeded());
  }

  @Test
  void nothingIsSignedAboveTheCap() throws Exception {
    FeePolicy low = FeePolicy.DEFAULT.withCap(BigInteger.ONE);
    TransactionSender stingy = new TransactionSender(chain.node(), chain.pkm(), low);
    assertThrows(RegistryException.FeeTooLow.class, () -> stingy.prepare(transfer()));
  }

  @Test
  void aReceiptThatDoesNotComeIsWaitedForInBoundedTime() throws Exception {
    automine(false);
    PreparedTransaction transaction = sender.prepare(transfer());
    sender.broadcast(transaction);
    long start = System.nanoTime();
    assertThrows(
        RegistryException.Unreachable.class,
        () -> sender.awaitReceipt(transaction.hash(), Duration.ofMillis(300)));
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
  }

  private ContractCall transfer() {
    return ContractCall.transfer(owner.address(), WEI);
  }

  private ContractCall otherTransfer() {
    return ContractCall.transfer(owner.address(), BigInteger.ONE);
  }

  /** Another process with the same wallet. */
  private TransactionSender another() {
    return new TransactionSender(chain.node(), chain.pkm(), FeePolicy.DEFAULT);
  }

  private void automine(boolean on) throws IOException {
    Anvil anvil = chain.devnet().anvil();
    anvil.rpc("evm_setAutomine", on);
  }
}
