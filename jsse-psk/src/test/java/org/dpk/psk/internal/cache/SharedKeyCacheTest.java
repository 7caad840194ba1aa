package org.dpk.psk.internal.cache;

import static org.dpk.psk.internal.cache.CountedSeries.id;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.dpk.psk.NamedPskPrincipal;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.SharedPskCache;
import org.dpk.psk.jdbc.JdbcPskStore;
import org.dpk.psk.jdbc.SqliteDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two caches, as of two processes, over one database. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedKeyCacheTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final PskPrincipal CLIENT = principal("client.example");
  private static final byte[] SEALING_KEY =
      "the sealing key is secret too...".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private SqliteDatabase database;
  private final NonceAgreement agreement = new NonceAgreement("server", "secret");
  private final WallClock clock = new WallClock();
  private SharedKeyCache one;
  private SharedKeyCache two;

  private static PskPrincipal principal(String name) {
    return NamedPskPrincipal.ofIdentity(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static final class WallClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() throws Exception {
    database = SqliteDatabase.in(folder);
    JdbcPskStore store = JdbcPskStore.in(database.source());
    store.createTable();
    one = cache(database.source(), SEALING_KEY);
    two = cache(database.source(), SEALING_KEY);
  }

  /** No work is left, and no thread. */
  @AfterEach
  void leavesNoThreadBehind() {
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("dpk-psk-store")));
  }

  private SharedKeyCache cache(DataSource source, byte[] key) {
    SharedPskCache shared =
        SharedPskCache.of(JdbcPskStore.in(source), new SecretKeySpec(key, "HKDF"));
    return new SharedKeyCache(shared, agreement, new SecureRandom(), clock);
  }

  private CountedSeries admit(String name, int uses) {
    CountedSeries series = new CountedSeries(name, uses);
    one.admit(series, CLIENT, MINUTE);
    return series;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited in vain");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void theOtherFindsTheKeyAndKnowsThePeer() {
    CountedSeries series = admit("s", 10);

    for (int i = 0; i < 10; i++) {
      try (Psk found = two.find(id("s", i)).orElseThrow()) {
        assertArrayEquals(
            ("s secret key number " + i).getBytes(StandardCharsets.US_ASCII), found.revealSecret());
        assertArrayEquals(id("s", i), found.identity());
        assertEquals(CLIENT, found.peer().orElseThrow());
      }
    }
    assertTrue(two.find(id("s", 10)).isEmpty());
    assertTrue(series.isClosed());
    assertTrue(series.handedOut.stream().allMatch(Psk::isDestroyed));
  }

  @Test
  void aKeyCountsOnceForBoth() {
    admit("s", 3);

    assertTrue(two.consume(id("s", 1)));
    assertFalse(one.consume(id("s", 1)));
    assertTrue(one.find(id("s", 1)).isEmpty());
    assertTrue(one.consume(id("s", 0)), "one that was overtaken");
    assertFalse(two.consume(id("nobody", 0)));
  }

  @Test
  void aLongSeriesIsCutOff() {
    CountedSeries series = admit("s", 65_535);

    assertEquals(SharedPskCache.MAX_KEYS_AT_ONCE, series.taken());
    assertTrue(series.isClosed());
    assertTrue(two.find(id("s", 63)).isPresent());
    assertTrue(two.find(id("s", 64)).isEmpty());
  }

  @Test
  void aLifetimeWithoutEndIsALongOne() {
    one.admit(new CountedSeries("s", 3), CLIENT, Duration.ofSeconds(Long.MAX_VALUE));
    clock.move(Duration.ofDays(36_499));
    assertTrue(two.find(id("s", 0)).isPresent());
  }

  @Test
  void endsWithTheLifetime() {
    admit("s", 3);
    clock.move(MINUTE.minusMillis(1));
    assertTrue(two.find(id("s", 0)).isPresent());
    clock.move(Duration.ofMillis(1));
    assertTrue(two.find(id("s", 0)).isEmpty());
  }

  @Test
  void aClockThatIsSetBackBringsNoKeyToLife() {
    admit("s", 3);
    clock.move(SharedKeyCache.CLOCK_SKEW.negated());
    assertTrue(two.find(id("s", 0)).isPresent(), "the other's clock may be so much behind");
    clock.move(Duration.ofMillis(-1));
    assertTrue(two.find(id("s", 0)).isEmpty());
  }

  @Test
  void closesASeriesWithoutLifetimeAtOnce() {
    CountedSeries series = new CountedSeries("s", 9);
    one.admit(series, CLIENT, Duration.ZERO);
    assertTrue(series.isClosed());
    assertEquals(0, series.taken());
  }

  @Test
  void forgetsAPrincipalForBoth() {
    admit("s", 3);
    one.admit(new CountedSeries("o", 3), principal("other"), MINUTE);

    two.forget(CLIENT.getName());

    await(() -> one.find(id("s", 0)).isEmpty());
    assertTrue(one.find(id("o", 0)).isPresent());
    two.forget(null);
    await(() -> one.find(id("o", 0)).isEmpty());
  }

  @Test
  void aPeerThatIsRevokedHereIsNotKnownAgain() {
    admit("s", 3);
    agreement.revoke(CLIENT.getName());

    assertTrue(two.find(id("s", 0)).isEmpty());
    await(() -> !isStored(id("s", 0)));
    assertTrue(isStored(id("s", 1)), "it was not asked for");
  }

  private boolean isStored(byte[] wireIdentity) {
    KeySealer sealer = new KeySealer(new SecretKeySpec(SEALING_KEY, "HKDF"), new SecureRandom());
    try {
      return JdbcPskStore.in(database.source()).find(sealer.name(wireIdentity)).isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherSealingKeySeesNothing() {
    admit("s", 3);
    SharedKeyCache stranger =
        cache(
            database.source(),
            "the sealing key of someone else.".getBytes(StandardCharsets.US_ASCII));

    assertTrue(stranger.find(id("s", 0)).isEmpty());
    assertFalse(stranger.consume(id("s", 0)));
    assertTrue(two.find(id("s", 0)).isPresent());
  }

  @Test
  void aRowThatWasAlteredIsUnknown() throws Exception {
    admit("s", 3);
    sql("UPDATE " + JdbcPskStore.TABLE + " SET expires_at = expires_at + 1");
    assertTrue(two.find(id("s", 0)).isEmpty());
    sql("UPDATE " + JdbcPskStore.TABLE + " SET expires_at = expires_at - 1");
    assertTrue(two.find(id("s", 0)).isPresent());

    one.admit(new CountedSeries("o", 1), principal("other"), MINUTE);
    sql(
        "UPDATE "
            + JdbcPskStore.TABLE
            + " SET key_owner = (SELECT MIN(key_owner) FROM "
            + JdbcPskStore.TABLE
            + ")");
    List<byte[]> all = List.of(id("s", 0), id("o", 0));
    assertEquals(
        1, all.stream().filter(each -> two.find(each).isPresent()).count(), "one was moved");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  /** No more than docs/guides/shared-cache.md says of whoever changes the database. */
  @Test
  void aUsedRowThatIsPutBackCountsOnceMoreAndEndsAsItWould() throws Exception {
    admit("s", 2);
    sql("CREATE TABLE backup AS SELECT * FROM dpk_psk_1");
    assertTrue(one.consume(id("s", 0)));
    assertTrue(one.consume(id("s", 1)));
    sql("INSERT INTO dpk_psk_1 SELECT * FROM backup");

    assertTrue(two.consume(id("s", 0)));
    assertFalse(one.consume(id("s", 0)));
    clock.move(MINUTE);
    assertTrue(two.find(id("s", 1)).isEmpty());
  }

  @Test
  void theFilesHoldNeitherKeysNorNames() throws Exception {
    CountedSeries series = admit("series", 20);
    String content = database.content();
    assertTrue(isStored(id("series", 19)));
    assertTrue(content.contains(JdbcPskStore.TABLE), "it is the file");
    for (int i = 0; i < series.taken(); i++) {
      assertHidden(content, ("series secret key number " + i).getBytes(StandardCharsets.US_ASCII));
      assertHidden(content, id("series", i));
    }
    assertHidden(content, SEALING_KEY);
    assertHidden(content, CLIENT.getName().getBytes(StandardCharsets.US_ASCII));
  }

  private static void assertHidden(String content, byte[] secret) {
    assertFalse(content.contains(new String(secret, StandardCharsets.ISO_8859_1)));
    assertFalse(content.contains(Base64.getEncoder().withoutPadding().encodeToString(secret)));
    assertFalse(content.contains(Base64.getUrlEncoder().withoutPadding().encodeToString(secret)));
    assertFalse(content.toLowerCase().contains(HexFormat.of().formatHex(secret)));
  }

  @Test
  void aDatabaseThatIsLockedIsWaitedForInBounds() throws Exception {
    admit("s", 3);
    SharedPskCache impatient =
        SharedPskCache.of(
                JdbcPskStore.in(database.source()), new SecretKeySpec(SEALING_KEY, "HKDF"))
            .withDeadline(Duration.ofMillis(200));
    SharedKeyCache cache = new SharedKeyCache(impatient, agreement, new SecureRandom(), clock);
    try (Connection connection = database.source().getConnection();
        Statement lock = connection.createStatement()) {
      lock.execute("BEGIN EXCLUSIVE");

      long start = System.nanoTime();
      assertFalse(cache.consume(id("s", 0)));
      cache.admit(new CountedSeries("o", 64), CLIENT, MINUTE); // in the pause: at once
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis >= 200 && millis < 1_000, millis + " ms");

      lock.execute("ROLLBACK");
    }
    await(() -> cache.find(id("s", 1)).isPresent());
    assertTrue(cache.find(id("o", 0)).isEmpty());
  }

  @Test
  void anIdentityOfNoKeyIsNotAskedFor() {
    assertTrue(one.find(new byte[0]).isEmpty());
    assertTrue(one.find(new byte[Psk.MAX_IDENTITY_LENGTH + 1]).isEmpty());
  }
}
