package org.dpk.pkm.internal.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxRow.State;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.internal.ethereum.PreparedTransaction;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

class OutboxStoreTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private Database database;
  private final OutboxStore store = new OutboxStore(CLOCK);

  @BeforeEach
  void open() throws Exception {
    database = Database.open(folder.resolve("pkm.db"));
    database.useTransaction(
        handle -> {
          addRegistration(handle, "r1", 1);
          addRegistration(handle, "r2", 2);
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theSameIntentIsOrderedOnce() {
    assertTrue(order(Kind.ADMIT, "r1"));
    assertFalse(order(Kind.ADMIT, "r1"));
    assertTrue(order(Kind.REVOKE, "r1"));
    assertEquals(2, of("r1").size());
  }

  @Test
  void ofOneRegistrationTheNextBeginsWhenTheLastHasEnded() {
    order(Kind.ADMIT, "r1");
    order(Kind.REVOKE, "r1");
    order(Kind.ADMIT, "r2");
    assertEquals(List.of("ADMIT r1", "ADMIT r2"), due());

    move(of("r1").get(0), State.BROADCAST);
    assertEquals(List.of("ADMIT r1", "ADMIT r2"), due());

    move(of("r1").get(0), State.MINED);
    assertEquals(List.of("REVOKE r1", "ADMIT r2"), due());
  }

  @Test
  void whatThePkmOrdersForItselfWaitsForNobody() {
    order(Kind.ADMIT, "r1");
    database.useTransaction(h -> store.order(h, Kind.STORE_PKM_KEY, "hash 1", null));
    database.useTransaction(h -> store.order(h, Kind.STORE_PKM_KEY, "hash 2", null));
    assertEquals(List.of("ADMIT r1", "STORE_PKM_KEY", "STORE_PKM_KEY"), due());
  }

  @Test
  void whatIsNotSignedCanBeTakenBack() {
    order(Kind.ADMIT, "r1");
    assertEquals(1, cancel("r1"));
    assertEquals(List.of(), due());
    assertEquals(0, cancel("r1"));
    assertFalse(sign(of("r1").get(0), 1), "a cancelled intent is not carried out");
  }

  @Test
  void whatIsSignedStays() {
    order(Kind.ADMIT, "r1");
    assertTrue(sign(of("r1").get(0), 1));
    assertEquals(State.PREPARED, of("r1").get(0).state());
    assertEquals(0, cancel("r1"));
  }

  @Test
  void theNewestTransactionComesFirstAndAllAreResumed() {
    order(Kind.FUND, "r1");
    OutboxRow row = of("r1").get(0);
    sign(row, 1);
    sign(row, 2);
    List<StoredTransaction> stored = transactions(row);
    assertEquals(
        List.of(transaction(2).hash(), transaction(1).hash()),
        stored.stream().map(s -> s.transaction().hash()).toList());
    assertEquals(2, (int) database.read(h -> store.unfinished(h).size()));
    assertEquals(OptionalLong.of(99), stored.get(0).validUntil());
    assertEquals(BigInteger.TEN.pow(30), stored.get(0).value());
  }

  @Test
  void whatStartsOverHasNoTransactions() {
    order(Kind.FUND, "r1");
    OutboxRow row = of("r1").get(0);
    sign(row, 1);
    database.useTransaction(handle -> store.startOver(handle, row.id(), true));
    OutboxRow again = of("r1").get(0);
    assertEquals(State.INTENT, again.state());
    assertEquals(1, again.attempts());
    assertEquals(List.of(), transactions(again));
    assertEquals(0, cancel("r1"), "something was signed for it once");
  }

  @Test
  void aLongReasonIsCut() {
    order(Kind.ADMIT, "r1");
    long id = of("r1").get(0).id();
    database.useTransaction(handle -> store.note(handle, id, "x".repeat(10_000)));
    assertEquals(500, of("r1").get(0).detail().length());
  }

  private boolean order(Kind kind, String registration) {
    return database.inTransaction(h -> store.order(h, kind, registration, registration));
  }

  private List<OutboxRow> of(String registration) {
    return database.read(handle -> store.of(handle, registration));
  }

  private List<String> due() {
    return database.read(store::due).stream().map(OutboxRow::subject).toList();
  }

  private void move(OutboxRow row, State state) {
    database.useTransaction(handle -> store.move(handle, row.id(), state, ""));
  }

  private int cancel(String registration) {
    return database.inTransaction(handle -> store.cancelUnsigned(handle, registration));
  }

  private List<StoredTransaction> transactions(OutboxRow row) {
    return database.read(handle -> store.transactions(handle, row.id()));
  }

  private boolean sign(OutboxRow row, int seed) {
    StoredTransaction signed =
        new StoredTransaction(
            transaction(seed), BigInteger.TEN.pow(30), OptionalLong.of(99), CLOCK.instant());
    return database.inTransaction(h -> store.addTransaction(h, row.id(), signed));
  }

  private static PreparedTransaction transaction(int seed) {
    RawTransaction unsigned =
        RawTransaction.createTransaction(
            31337,
            BigInteger.valueOf(seed),
            BigInteger.valueOf(21_000),
            "0x00000000000000000000000000000000000000aa",
            BigInteger.ONE,
            "0x",
            BigInteger.ONE,
            BigInteger.TWO);
    return PreparedTransaction.parse(
        TransactionEncoder.signMessage(unsigned, Credentials.create("0x" + "1".repeat(64))));
  }

  private static void addRegistration(Handle handle, String id, int token) {
    byte[] hash = new byte[32];
    hash[0] = (byte) token;
    handle.execute(
        "INSERT INTO registration (id, identity, assurance, mode, fees, record_not_after,"
            + " registered_by, registered_at, token_hash, token_not_after, state, state_at)"
            + " VALUES (?, ?, 'GENERATED', 'SPONSORED', 'DUE', 0, 'a', 0, ?, 0, 'BOUND', 0)",
        id,
        "uuid:" + id,
        hash);
  }
}
