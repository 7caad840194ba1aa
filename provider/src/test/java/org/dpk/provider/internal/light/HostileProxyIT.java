package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.NodeHeaders;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a node does, a light client has the right key or an error that says what is wrong. The
 * anchor stands on an honest node here, so that the node that proves is attacked alone.
 */
@Tag("one-jdk")
@Timeout(120)
class HostileProxyIT {

  /** What a look-up takes at most when the preferred node is hostile and the second one is not. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  /** For a node that nobody else can take the place of. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration NOTICE = Duration.ofSeconds(15);

  private static final int ATTEMPTS = 5;

  private static final Map<Trick, Map<String, String>> OUTCOMES = new EnumMap<>(Trick.class);

  private static RegistryFixture chain;
  private static DpkIdentity other;
  private final Wallet owner = Wallet.create();
  private final DpkIdentity victim = RegistryFixture.newIdentity();
  private final IdHash victimsHash = RecordCodec.idHash(victim);
  private IdentityRecord record;

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
    other = RegistryFixture.newIdentity();
    chain.admit(other, Wallet.create().address());
  }

  @AfterAll
  static void stop() {
    chain.close();
    print();
  }

  @BeforeEach
  void admit() throws Exception {
    record = chain.admit(victim, owner.address());
    chain.devnet().mine(6);
  }

  @ParameterizedTest
  @EnumSource
  void aloneItEndsInAnErrorOfItsOwn(Trick trick) throws Exception {
    try (HostileProxy proxy = proxy()) {
      proxy.begin(trick);
      chain.devnet().mine(1);
      Outcome outcome = lookUpOnce(impatient(proxy));
      assertTrue(proxy.played() > 0, "the trick was not played");
      outcome.requireAsExpected(trick);
      note(trick, "alone", outcome.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anHonestNodeBesideItGivesTheRightKey(Trick trick) throws Exception {
    try (HostileProxy proxy = proxy()) {
      proxy.begin(trick);
      // On a busy machine the hostile node may be so slow that the other one is asked first.
      for (int attempt = 0; attempt < ATTEMPTS && proxy.played() == 0; attempt++) {
        chain.devnet().mine(1);
        assertTheRightKeyInTime(trick, hostile(proxy), chain.http());
      }
      assertTrue(proxy.played() > 0, "the trick was not played");
    }
  }

  private void assertTheRightKeyInTime(Trick trick, ChainEndpoint... nodes) throws Exception {
    try (KeyRegistry registry = open(nodes)) {
      long start = System.nanoTime();
      Outcome outcome = lookUp(registry, Freshness.NOW);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(record, outcome.record, outcome::toString);
      assertTrue(took.compareTo(BOUND) < 0, () -> "it took " + took);
      note(trick, "beside an honest node", took.toMillis() + " ms");
    }
  }

  @ParameterizedTest
  @EnumSource
  void inTheMiddleOfASessionItNeverKeepsAnOldKeyAlive(Trick trick) throws Exception {
    try (HostileProxy proxy = proxy();
        KeyRegistry registry = open(impatient(proxy))) {
      assertEquals(record, lookUp(registry, Freshness.RECENT).record);
      proxy.begin(trick);
      IdentityRecord rotated = chain.rotate(victim, owner);
      Outcome outcome = lookUp(registry, Freshness.NOW);
      assertTrue(
          outcome.error != null || rotated.equals(outcome.record), () -> trick + ": " + outcome);
      // What is checked once, as a connection is made, is not asked again.
      assertTrue(outcome.error == null || proxy.played() > 0, "the trick was not played");
      note(trick, "alone, later", outcome.error == null ? "new key" : outcome.type());
      assertRevocationCounts(registry);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inTheMiddleOfASessionTheHonestNodeTakesOver(Trick trick) throws Exception {
    try (HostileProxy proxy = proxy();
        KeyRegistry registry = open(hostile(proxy), chain.http())) {
      assertEquals(record, lookUp(registry, Freshness.RECENT).record);
      proxy.begin(trick);
      IdentityRecord rotated = chain.rotate(victim, owner);
      long start = System.nanoTime();
      Outcome outcome = lookUp(registry, Freshness.NOW);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(rotated, outcome.record, outcome::toString);
      assertTrue(took.compareTo(BOUND) < 0, () -> "it took " + took);
      note(trick, "beside an honest node, later", took.toMillis() + " ms");
      assertRevocationCounts(registry);
    }
  }

  /** Sessions hear of it, and nobody gets the key from the cache. */
  private void assertRevocationCounts(KeyRegistry registry) throws Exception {
    BlockingQueue<IdentityChanged> heard = new LinkedBlockingQueue<>();
    lookUp(registry, Freshness.RECENT);
    try (AutoCloseable listening = registry.onChange(heard::add)) {
      assertNotNull(listening);
      boolean known = lookUp(registry, Freshness.RECENT).record != null;
      chain.revoke(victim);
      Outcome outcome = known ? afterTheNews(registry, heard) : lookUp(registry, Freshness.RECENT);
      if (!known && outcome.record != null) {
        outcome = lookUp(registry, Freshness.NOW);
      }
      assertSame(null, outcome.record, outcome::toString);
    }
  }

  /** The rotation before may be told late, and so may what was not proven for a moment. */
  private Outcome afterTheNews(KeyRegistry registry, BlockingQueue<IdentityChanged> heard)
      throws Exception {
    Outcome outcome;
    do {
      awaitChange(heard);
      outcome = lookUp(registry, Freshness.RECENT);
    } while (outcome.record != null);
    return outcome;
  }

  private void awaitChange(BlockingQueue<IdentityChanged> heard) throws InterruptedException {
    IdHash changed = null;
    while (!victimsHash.equals(changed)) {
      IdentityChanged change = heard.poll(NOTICE.toSeconds(), TimeUnit.SECONDS);
      assertNotNull(change, "the revocation was not heard of");
      changed = change.idHash();
    }
  }

  // ------------------------------------------------------------------------ look-ups

  /** What a look-up ended in: an active record, none, or an error. */
  private record Outcome(IdentityRecord record, Lookup lookup, RegistryException error) {

    void requireAsExpected(Trick trick) {
      if (trick.error() == null) {
        assertNotNull(record, this::toString);
        return;
      }
      assertNotNull(error, this::toString);
      assertSame(trick.error(), error.getClass(), this::toString);
      assertTrue(error.getMessage().contains(trick.text()), this::toString);
      assertTrue(error.getMessage().contains("http://127.0.0.1:"), this::toString);
    }

    String type() {
      return error.getClass().getSimpleName();
    }

    @Override
    public String toString() {
      if (error != null) {
        return type() + ": " + error.getMessage();
      }
      return record == null ? String.valueOf(lookup) : "version " + record.version();
    }
  }

  private Outcome lookUpOnce(ChainEndpoint... nodes) throws Exception {
    try (KeyRegistry registry = open(nodes)) {
      return lookUp(registry, Freshness.NOW);
    }
  }

  private Outcome lookUp(KeyRegistry registry, Freshness wanted) throws Exception {
    try {
      Lookup lookup =
          registry.find(victim, wanted).get(RegistryFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      IdentityRecord found = lookup instanceof Lookup.Active active ? active.record() : null;
      return new Outcome(found, lookup, null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      assertTrue(cause instanceof RegistryException, () -> "an undeclared error: " + cause);
      return new Outcome(null, null, (RegistryException) cause);
    }
  }

  private static KeyRegistry open(ChainEndpoint... nodes) throws RegistryException {
    return new LightMode(
            new LightSettings(List.of(nodes), honestAnchor(), LightPolicy.DEFAULT, null))
        .open();
  }

  private static AnchorSettings honestAnchor() {
    return (headers, folder) ->
        QuorumSettings.newest(1, 0)
            .every(Duration.ofMillis(200))
            .open(List.of(new NodeHeaders(chain.node())), folder);
  }

  private HostileProxy proxy() throws IOException {
    return new HostileProxy(
        chain.devnet().uri(),
        new HostileProxy.Scene(
            victimsHash,
            RecordCodec.idHash(other),
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            EthereumAddress.parse(chain.devnet().deployer().address())));
  }

  private static ChainEndpoint hostile(HostileProxy proxy) {
    return chain.endpoint(proxy.uri().toString());
  }

  private static ChainEndpoint impatient(HostileProxy proxy) {
    ChainEndpoint endpoint = hostile(proxy);
    return endpoint.with(endpoint.limits().withDeadlines(SHORT, SHORT));
  }

  // ------------------------------------------------------------------------ what is written down

  private static synchronized void note(Trick trick, String where, String outcome) {
    OUTCOMES.computeIfAbsent(trick, any -> new TreeMap<>()).put(where, outcome);
  }

  private static void print() {
    OUTCOMES.forEach((trick, outcomes) -> System.out.println(trick + ": " + outcomes));
  }

  @Test
  void theDocumentSaysWhatHappens() throws IOException {
    Path document = Path.of("..", "docs", "light", "hostile.md");
    List<String> written =
        Files.readAllLines(document).stream().filter(line -> line.startsWith("| `")).toList();
    List<String> expected = Arrays.stream(Trick.values()).map(HostileProxyIT::row).toList();
    assertEquals(
        String.join("\n", expected), String.join("\n", written), document + " is out of date");
  }

  private static String row(Trick trick) {
    String end =
        trick.error() == null
            ? "the right key"
            : "`%s`: … %s …".formatted(trick.error().getSimpleName(), trick.text());
    return Stream.of("`" + trick + "`", trick.sentence(), end)
        .map(cell -> cell.replace("|", "\\|"))
        .reduce("|", (row, cell) -> row + " " + cell + " |");
  }
}
