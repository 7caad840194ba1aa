package org.dpk.psk.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dpk.psk.SealedPsk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store of keys does, on whichever database. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class JdbcPskStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(3600);

  private JdbcPskStore store;

  abstract TestDatabase database();

  @BeforeEach
  void create() throws IOException {
    store = at(NOW);
    store.createTable();
    store.clear();
  }

  /** As another process has it. */
  private JdbcPskStore at(Instant now) {
    return JdbcPskStore.in(database().source()).withClock(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String pseudonym(String text) {
    return (text + "-".repeat(SealedPsk.NAME_LENGTH)).substring(0, SealedPsk.NAME_LENGTH);
  }

  private static SealedPsk key(String name, String owner, Instant expiry) {
    return new SealedPsk(pseudonym(name), pseudonym(owner), expiry, "sealed-" + name);
  }

  private static List<SealedPsk> keys(String prefix, int number, String owner, Instant expiry) {
    return IntStream.range(0, number).mapToObj(i -> key(prefix + "_" + i, owner, expiry)).toList();
  }

  private boolean has(String name) throws IOException {
    return store.find(pseudonym(name)).isPresent();
  }

  private int size() throws SQLException {
    try (Connection connection = database().source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + JdbcPskStore.TABLE)) {
      assertTrue(count.next());
      return count.getInt(1);
    }
  }

  @Test
  void findsWhatAnotherProcessPut() throws Exception {
    List<SealedPsk> keys = keys("k", 64, "alice", LATER);
    store.put(keys);

    JdbcPskStore other = at(NOW);
    other.createTable(); // is there: nothing happens
    for (SealedPsk key : keys) {
      assertEquals(Optional.of(key), other.find(key.name()));
    }
    assertEquals(Optional.empty(), other.find(pseudonym("nobody")));
  }

  @Test
  void removesAKeyOnce() throws Exception {
    store.put(keys("k", 2, "alice", LATER));

    assertTrue(at(NOW).remove(pseudonym("k_0")));
    assertFalse(store.remove(pseudonym("k_0")));
    assertFalse(has("k_0"));
    assertTrue(has("k_1"));
  }

  @Test
  void oneOfManyWinsEachKey() throws Exception {
    int number = 64;
    int racers = 8;
    store.put(keys("k", number, "alice", LATER));
    CyclicBarrier start = new CyclicBarrier(racers);
    Callable<Integer> racer =
        () -> {
          JdbcPskStore mine = at(NOW);
          start.await(20, TimeUnit.SECONDS);
          int won = 0;
          for (int i = 0; i < number; i++) {
            won += mine.remove(pseudonym("k_" + i)) ? 1 : 0;
          }
          return won;
        };
    assertEquals(number, sumOf(racers, racer));
    assertEquals(0, size());
  }

  @Test
  void takesUpFromManyAtOnce() throws Exception {
    int racers = 8;
    CyclicBarrier start = new CyclicBarrier(racers);
    Callable<Integer> racer =
        () -> {
          String name = "t" + start.await(20, TimeUnit.SECONDS);
          for (int i = 0; i < 8; i++) {
            at(NOW).put(keys(name + "_" + i, 8, name, LATER));
          }
          return 64;
        };
    assertEquals(512, sumOf(racers, racer));
    assertEquals(512, size());
  }

  private static int sumOf(int number, Callable<Integer> racer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(number);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        all.add(threads.submit(racer));
      }
      int sum = 0;
      for (Future<Integer> each : all) {
        sum += each.get(60, TimeUnit.SECONDS);
      }
      return sum;
    } finally {
      threads.shutdownNow();
      assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void putsAllOrNone() throws Exception {
    store.put(List.of(key("twice", "alice", LATER)));

    List<SealedPsk> more = new ArrayList<>(keys("k", 3, "bob", LATER));
    more.add(key("twice", "bob", LATER));
    assertThrows(IOException.class, () -> store.put(more));

    assertEquals(1, size());
    assertEquals(pseudonym("alice"), store.find(pseudonym("twice")).orElseThrow().owner());
    store.put(keys("k", 3, "bob", LATER)); // the connection is as good as before
    assertEquals(4, size());
  }

  @Test
  void removesAnOwnerAlone() throws Exception {
    store.put(keys("a", 3, "alice", LATER));
    store.put(keys("b", 3, "bob", LATER));

    at(NOW).removeOwner(pseudonym("alice"));

    assertFalse(has("a_0"));
    assertTrue(has("b_0"));
    assertEquals(3, size());
  }

  @Test
  void removesAll() throws Exception {
    store.put(keys("a", 3, "alice", LATER));
    at(NOW).clear();
    assertEquals(0, size());
  }

  @Test
  void sweepsOutWhatHasEnded() throws Exception {
    store.put(keys("old", 3, "alice", NOW.plusSeconds(10)));
    store.put(keys("new", 3, "alice", LATER));

    at(NOW.plusSeconds(10)).put(keys("k", 1, "bob", LATER));

    assertEquals(4, size());
    assertFalse(has("old_0"));
  }

  @Test
  void oneOwnerDoesNotPushOutTheOthers() throws Exception {
    store.put(keys("quiet", 2, "quiet", NOW.plusSeconds(5)));
    for (int i = 0; i < 20; i++) {
      store.put(keys("n" + i, 64, "noisy", LATER.plusSeconds(i)));
    }

    assertEquals(JdbcPskStore.KEYS_PER_OWNER + 2, size());
    assertTrue(has("quiet_0"));
    assertFalse(has("n0_0"), "what ends first makes room");
    assertTrue(has("n19_63"));
  }

  @Test
  void makesRoomWhereItIsFull() throws Exception {
    JdbcPskStore small = store.withCapacity(100);
    for (int i = 0; i < 65; i++) {
      small.put(keys("n" + i, 2, "owner" + i, LATER.plusSeconds(i)));
    }

    assertEquals(100, size());
    assertFalse(has("n0_0"), "what ends first makes room");
    assertTrue(has("n64_1"));
  }

  @Test
  void aRowThatIsNoKeyIsNotThere() throws Exception {
    try (Connection connection = database().source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO "
              + JdbcPskStore.TABLE
              + " (key_name, key_owner, expires_at, sealed) VALUES ('"
              + pseudonym("odd")
              + "', 'short', 5, '')");
    }
    assertFalse(has("odd"));
  }

  @Test
  void needsRoomForOne() {
    assertThrows(IllegalArgumentException.class, () -> store.withCapacity(0));
  }
}
