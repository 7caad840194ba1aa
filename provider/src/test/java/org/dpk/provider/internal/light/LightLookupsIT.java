package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.anchor.Anchor;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.registry.CachePolicy;
import org.dpk.provider.internal.registry.CountingProxy;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.Stapling;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Light mode on a real chain, whose node is asked through a proxy that counts. */
class LightLookupsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** So long that whatever is asked is asked for by the test. */
  private static final Duration NEVER = Duration.ofHours(1);

  private static final Duration OFTEN = Duration.ofMillis(200);

  private static RegistryFixture chain;

  private final Wallet owner = Wallet.create();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<IdentityChanged> heard = new LinkedBlockingQueue<>();
  private CountingProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void openProxy() throws Exception {
    proxy = opened(new CountingProxy(chain.devnet().uri()));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private <T extends AutoCloseable> T opened(T each) {
    opened.add(each);
    return each;
  }

  private LightSettings settings(Duration interval) {
    return new LightSettings(
        List.of(chain.endpoint(proxy.uri().toString())),
        QuorumSettings.newest(1, 0).every(interval),
        LightPolicy.DEFAULT,
        null);
  }

  /** Opened, and done with what it does at the start. */
  private KeyRegistry light(Duration interval) throws Exception {
    return light(settings(interval), InstantSource.system());
  }

  private KeyRegistry light(LightSettings settings, InstantSource clock) throws Exception {
    int before = proxy.count("eth_getProof");
    LightLookups lookups = new LightLookups(settings, clock);
    KeyRegistry registry =
        opened(Registries.over(lookups, Duration.ofSeconds(15), CachePolicy.DEFAULT));
    Waiting.until(
        "the first head's storage root is read", () -> proxy.count("eth_getProof") > before);
    return registry;
  }

  private static Lookup find(KeyRegistry registry, DpkIdentity identity, Freshness wanted)
      throws Exception {
    return registry.find(identity, wanted).get(20, TimeUnit.SECONDS);
  }

  private DpkIdentity admitted() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    chain.admit(identity, owner.address());
    return identity;
  }

  // ------------------------------------------------------------------------ what is answered

  @Test
  void whatTheChainSaysIsAnswered() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    KeyRegistry registry = light(OFTEN);
    Lookup absent = find(registry, identity, Freshness.NOW);
    assertInstanceOf(Lookup.Absent.class, absent);
    assertEquals(Assurance.QUORUM, absent.assurance());

    IdentityRecord record = chain.admit(identity, owner.address());
    Lookup.Active active = (Lookup.Active) find(registry, identity, Freshness.NOW);
    assertEquals(record, active.record());

    IdentityRecord next = chain.rotate(identity, owner);
    assertEquals(next, ((Lookup.Active) find(registry, identity, Freshness.NOW)).record());

    long block = chain.revoke(identity).blockNumber();
    Lookup.Revoked revoked = (Lookup.Revoked) find(registry, identity, Freshness.NOW);
    assertEquals(block, revoked.changed());
  }

  @Test
  void whoWasJustAdmittedIsFoundWithoutAWish() throws Exception {
    KeyRegistry registry = light(NEVER);
    DpkIdentity identity = admitted();
    assertInstanceOf(Lookup.Active.class, find(registry, identity, Freshness.RECENT));
  }

  @Test
  void aMissingLogIsUnavailableAndNeverAbsent() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(OFTEN);
    proxy.lag();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> find(registry, identity, Freshness.RECENT));
    assertInstanceOf(RegistryException.RecordUnavailable.class, failure.getCause());
  }

  // ------------------------------------------------------------------------ what it costs

  @Test
  void aFirstContactIsOneProofAndOneLog() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(NEVER);
    int before = proxy.count();
    long asked = proxy.asked();
    long answered = proxy.answered();
    find(registry, identity, Freshness.RECENT);
    int light = proxy.count() - before;
    System.out.printf(
        "a look-up in light mode: %d bytes up, %d bytes down%n",
        proxy.asked() - asked, proxy.answered() - answered);
    assertEquals(1, proxy.count("eth_getLogs", digits(identity)));
    find(registry, identity, Freshness.RECENT);
    assertEquals(before + light, proxy.count(), "what is remembered costs nothing");

    KeyRegistry full =
        opened(Registries.open(chain.endpoint(proxy.uri().toString()), CachePolicy.DEFAULT));
    int about = proxy.count(digits(identity));
    find(full, identity, Freshness.RECENT);
    int inFullMode = proxy.count(digits(identity)) - about;
    System.out.printf(
        "first contact: %d exchanges in light mode, %d in full mode%n", light, inFullMode);
    assertEquals(2, light);
    assertTrue(light <= inFullMode + 1);
  }

  @Test
  void asOfNowItIsOneMoreForTheAnchor() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(NEVER);
    int before = proxy.count();
    find(registry, identity, Freshness.NOW);
    assertEquals(3, proxy.count() - before);
  }

  @Test
  void whoStaplesCostsNothing() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    EncodedRecord record = EncodedRecord.of(chain.admit(identity, owner.address()));
    chain.devnet().mine(3);
    KeyRegistry caller = opened(Registries.open(chain.http()));
    Staple staple = staple(caller, record);
    KeyRegistry registry = light(NEVER);
    int before = proxy.count();
    Optional<Lookup> accepted = Stapling.of(registry).accept(identity, staple);
    assertEquals(record.record(), ((Lookup.Active) accepted.orElseThrow()).record());
    assertEquals(Assurance.QUORUM, accepted.get().assurance());
    assertEquals(before, proxy.count());
    assertTrue(registry.known(identity, Freshness.RECENT).isPresent());
  }

  @Test
  void aBroughtRecordSparesTheLog() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    EncodedRecord record = EncodedRecord.of(chain.admit(identity, owner.address()));
    KeyRegistry registry = light(NEVER);
    int before = proxy.count();
    Lookup found =
        Stapling.of(registry).find(identity, Freshness.RECENT, record).get(20, TimeUnit.SECONDS);
    assertEquals(record.record(), ((Lookup.Active) found).record());
    assertEquals(1, proxy.count() - before);
  }

  private static Staple staple(KeyRegistry registry, EncodedRecord record) throws Exception {
    Stapling stapling = Stapling.of(registry);
    Waiting.until(
        "a staple with a proof",
        () -> Staple.decode(stapling.make(record, PATIENCE).orElseThrow()).evidence() != null);
    return Staple.decode(stapling.make(record, PATIENCE).orElseThrow());
  }

  // ------------------------------------------------------------------------ staying valid

  @Test
  void blocksWithoutAnEventConfirmEverythingWithoutAProof() throws Exception {
    KeyRegistry registry = light(NEVER);
    List<DpkIdentity> known = lookUp(registry, 20);
    follow(registry, known);
    chain.devnet().mine(3);
    int proofs = proxy.count("eth_getProof");
    int logs = proxy.count("eth_getLogs");
    long answered = proxy.answered();
    follow(registry, known);
    System.out.printf(
        "three quiet blocks: %d bytes down, with a look-up as of now%n",
        proxy.answered() - answered);
    assertEquals(proofs + 1, proxy.count("eth_getProof"), "that of the look-up which woke it");
    assertEquals(logs + 1, proxy.count("eth_getLogs"), "that of the look-up");
  }

  @Test
  void oneProofOfTheAccountConfirmsEverythingWhereHeadersAreMissing() throws Exception {
    KeyRegistry registry = light(NEVER);
    List<DpkIdentity> known = lookUp(registry, 20);
    follow(registry, known);
    chain.devnet().mine(100); // too many for their headers to be read
    int proofs = proxy.count("eth_getProof");
    int logs = proxy.count("eth_getLogs");
    follow(registry, known);
    assertEquals(proofs + 2, proxy.count("eth_getProof"), "one, and that of the look-up");
    assertEquals(logs + 1, proxy.count("eth_getLogs"), "that of the look-up");
  }

  @Test
  void whatChangesForOneIsProvenForTheOthers() throws Exception {
    KeyRegistry registry = light(NEVER);
    List<DpkIdentity> known = lookUp(registry, 100);
    follow(registry, known);
    opened(registry.onChange(heard::add));
    chain.devnet().mine(100);
    chain.revoke(known.get(7));
    int proofs = proxy.count("eth_getProof");
    List<DpkIdentity> others = new ArrayList<>(known);
    others.remove(7);
    follow(registry, others);
    assertEquals(List.of(id(known.get(7))), ids(heard));
    int asked = proxy.count("eth_getProof") - proofs - 1;
    System.out.println("100 known, one revoked, headers missing: " + asked + " questions");
    assertEquals(3, asked, "the account, and two times up to 64 slots");
    assertTrue(registry.known(known.get(7), Freshness.RECENT).isEmpty());
  }

  private List<DpkIdentity> lookUp(KeyRegistry registry, int count) throws Exception {
    List<DpkIdentity> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(admitted());
    }
    for (DpkIdentity each : all) {
      assertInstanceOf(Lookup.Active.class, find(registry, each, Freshness.RECENT));
    }
    return all;
  }

  /** Makes the anchor look for a newer block, and waits until all these are known at it. */
  private static void follow(KeyRegistry registry, List<DpkIdentity> known) throws Exception {
    long head = find(registry, known.get(0), Freshness.NOW).block().number();
    Waiting.until(
        "everything is confirmed at block " + head,
        () ->
            known.stream()
                .allMatch(
                    each ->
                        registry
                            .known(each, Freshness.RECENT)
                            .filter(lookup -> lookup.block().number() == head)
                            .isPresent()));
  }

  private static List<IdHash> ids(BlockingQueue<IdentityChanged> changes) {
    return changes.stream().filter(IdentityChanged::revoked).map(IdentityChanged::idHash).toList();
  }

  private static IdHash id(DpkIdentity identity) {
    return RecordCodec.idHash(identity);
  }

  private static String digits(DpkIdentity identity) {
    return id(identity).toString().substring(2);
  }

  // ------------------------------------------------------------------------ in time

  @Test
  void aRevocationIsHeardOfThoughTheNodeHidesItsLog() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(OFTEN);
    find(registry, identity, Freshness.RECENT);
    opened(registry.onChange(heard::add));
    proxy.lag();
    long before = System.nanoTime();
    chain.revoke(identity);
    IdentityChanged change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    System.out.printf(
        "a revocation whose log is hidden was heard of after %d ms%n",
        (System.nanoTime() - before) / 1_000_000);
    assertEquals(id(identity), change.idHash());
    assertTrue(change.revoked());
    assertInstanceOf(Lookup.Revoked.class, find(registry, identity, Freshness.RECENT));
  }

  /** Whoever asks first learns it first, and everybody else at once. */
  @Test
  void aRevocationThatALookUpFindsIsReportedToo() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(NEVER);
    find(registry, identity, Freshness.RECENT);
    opened(registry.onChange(heard::add));
    chain.revoke(identity);
    assertInstanceOf(Lookup.Revoked.class, find(registry, identity, Freshness.NOW));
    IdentityChanged change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals(id(identity), change.idHash());
    assertTrue(change.revoked());
  }

  @Test
  void aMirrorServesWhatANodeHasPruned() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    EncodedRecord record = EncodedRecord.of(chain.admit(identity, owner.address()));
    HttpServer mirror =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    opened(() -> mirror.stop(0));
    mirror.createContext(
        "/" + digits(identity),
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, record.bytes().length);
            exchange.getResponseBody().write(record.bytes());
          }
        });
    mirror.start();
    URI address = URI.create("http://127.0.0.1:" + mirror.getAddress().getPort());
    KeyRegistry registry = light(settings(NEVER).withMirror(address), InstantSource.system());
    proxy.lag();
    Lookup.Active found = (Lookup.Active) find(registry, identity, Freshness.RECENT);
    assertEquals(record.record(), found.record());
    assertEquals(0, proxy.count("eth_getLogs", digits(identity)));
  }

  @Test
  void whatIsNotProvenAnyMoreIsNotAnswered() throws Exception {
    DpkIdentity identity = admitted();
    KeyRegistry registry = light(OFTEN);
    find(registry, identity, Freshness.RECENT);
    opened(registry.onChange(heard::add));
    proxy.refuse("eth_getProof");
    chain.revoke(identity);
    IdentityChanged change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals(id(identity), change.idHash());
    assertFalse(change.revoked(), "nobody has proven that");
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> find(registry, identity, Freshness.RECENT));
    assertInstanceOf(RegistryException.class, failure.getCause());
  }

  @Test
  void aStapleOfBeforeTheRevocationDoesNotCount() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    EncodedRecord record = EncodedRecord.of(chain.admit(identity, owner.address()));
    chain.devnet().mine(3);
    Staple staple = staple(opened(Registries.open(chain.http())), record);
    chain.revoke(identity);
    proxy.lag();
    KeyRegistry registry = light(NEVER);
    assertEquals(Optional.empty(), Stapling.of(registry).accept(identity, staple));
    chain.devnet().mine(3);
    admitted(); // another root, and another event
    assertInstanceOf(Lookup.Revoked.class, find(registry, identity, Freshness.NOW));
    assertEquals(Optional.empty(), Stapling.of(registry).accept(identity, staple));
  }

  @Test
  void lightStaplesAreTakenByEverybody() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    EncodedRecord record = EncodedRecord.of(chain.admit(identity, owner.address()));
    chain.devnet().mine(3);
    KeyRegistry caller = light(OFTEN);
    Staple staple = staple(caller, record);
    KeyRegistry other = light(NEVER);
    KeyRegistry full = opened(Registries.open(chain.http()));
    assertTrue(Stapling.of(other).accept(identity, staple).isPresent());
    Waiting.until(
        "full mode covers it", () -> Stapling.of(full).accept(identity, staple).isPresent());
    int proofs = proxy.count("eth_getProof");
    for (int i = 0; i < 10; i++) {
      staple(caller, record);
    }
    assertEquals(proofs, proxy.count("eth_getProof"));
  }

  // ------------------------------------------------------------------------ time and restarts

  @Test
  void aHeadThatIsTooOldOrFromTheFutureIsNoGround() throws Exception {
    DpkIdentity identity = admitted();
    Instant now = Instant.now();
    KeyRegistry late = light(settings(NEVER), () -> now.plus(Duration.ofHours(2)));
    ExecutionException old =
        assertThrows(ExecutionException.class, () -> find(late, identity, Freshness.RECENT));
    assertInstanceOf(RegistryException.Unanchored.class, old.getCause());
    System.out.println(old.getCause().getMessage());
    KeyRegistry early = light(settings(NEVER), () -> now.minus(Duration.ofHours(2)));
    ExecutionException future =
        assertThrows(ExecutionException.class, () -> find(early, identity, Freshness.RECENT));
    assertInstanceOf(RegistryException.ClockSkew.class, future.getCause());
    System.out.println(future.getCause().getMessage());
  }

  @Test
  void aRestartGoesOnWhereItWas(@TempDir Path folder) throws Exception {
    DpkIdentity identity = admitted();
    LightSettings settings =
        new LightSettings(
            List.of(chain.http()),
            QuorumSettings.newest(1, 0),
            LightPolicy.DEFAULT,
            folder.resolve("light"));
    for (int i = 0; i < 2; i++) {
      try (KeyRegistry registry = new LightMode(settings).open()) {
        assertInstanceOf(Lookup.Active.class, find(registry, identity, Freshness.NOW));
      }
    }
  }

  /** Trusts whatever the node has at a height that the test chooses, until the test says no. */
  private static final class ObedientAnchor implements AnchorSettings {

    private volatile long height;
    private volatile boolean fails;

    @Override
    public Anchor open(List<HeaderSource> headers, @Nullable Path folder) {
      return new Anchor() {
        private volatile @Nullable AnchoredBlock head;

        @Override
        public Optional<AnchoredBlock> head() {
          return Optional.ofNullable(head);
        }

        @Override
        public AnchoredBlock follow(Duration patience) throws RegistryException {
          if (fails) {
            throw new RegistryException.Unreachable("the test says so", null);
          }
          AnchoredBlock next =
              AnchoredBlock.of(
                  headers.get(0).headers(BlockNaming.ETHEREUM, height, 1, patience).get(0));
          head = next;
          return next;
        }

        @Override
        public Duration interval() {
          return NEVER;
        }

        @Override
        public void close() {}
      };
    }
  }

  private LightSettings obeying(ObedientAnchor anchor, @Nullable Path folder) {
    return new LightSettings(
        List.of(chain.endpoint(proxy.uri().toString())), anchor, LightPolicy.DEFAULT, folder);
  }

  @Test
  void nobodyLeadsARestartedClientBack(@TempDir Path folder) throws Exception {
    chain.devnet().mine(5);
    ObedientAnchor anchor = new ObedientAnchor();
    anchor.height = chain.node().newestBlock().number();
    new LightMode(obeying(anchor, folder)).open().close();
    anchor.height--;
    RegistryException.RolledBack refusal =
        assertThrows(
            RegistryException.RolledBack.class,
            () -> new LightMode(obeying(anchor, folder)).open());
    System.out.println(refusal.getMessage());
    assertTrue(refusal.getMessage().contains(folder.toString()));
    anchor.height++;
    new LightMode(obeying(anchor, folder)).open().close();
  }

  /** As development chains are; the folder of the light client stays. */
  @Test
  void aChainThatWasStartedAnewIsToldFromOneThatLags(@TempDir Path folder) throws Exception {
    QuorumSettings anchor = QuorumSettings.newest(1, 0).every(NEVER);
    try (RegistryFixture first = RegistryFixture.start()) {
      first.devnet().mine(100);
      new LightMode(new LightSettings(List.of(first.http()), anchor, LightPolicy.DEFAULT, folder))
          .open()
          .close();
    }
    try (RegistryFixture again = RegistryFixture.start()) {
      RegistryException.RolledBack refusal =
          assertThrows(
              RegistryException.RolledBack.class,
              () ->
                  new LightMode(
                          new LightSettings(
                              List.of(again.http()), anchor, LightPolicy.DEFAULT, folder))
                      .open());
      System.out.println(refusal.getMessage());
      assertTrue(refusal.getMessage().contains("remove the folder " + folder));
    }
  }

  @Test
  void whatIsProvenIsAnsweredThoughTheAnchorIsOutOfReach() throws Exception {
    DpkIdentity known = admitted();
    DpkIdentity unknown = RegistryFixture.newIdentity();
    ObedientAnchor anchor = new ObedientAnchor();
    anchor.height = chain.node().newestBlock().number();
    KeyRegistry registry = light(obeying(anchor, null), InstantSource.system());
    anchor.fails = true;
    Lookup active = find(registry, known, Freshness.RECENT);
    assertInstanceOf(Lookup.Active.class, active);
    assertEquals(Assurance.PROVED, active.assurance());
    assertInstanceOf(Lookup.Absent.class, find(registry, unknown, Freshness.RECENT));
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> find(registry, known, Freshness.NOW));
    assertInstanceOf(RegistryException.Unreachable.class, failure.getCause());
  }

  /** The node has newer blocks, and the anchor does not vouch for them yet. */
  @Test
  void whatTheAnchorDoesNotVouchForIsNotSeen() throws Exception {
    DpkIdentity identity = admitted();
    ObedientAnchor anchor = new ObedientAnchor();
    anchor.height = chain.node().newestBlock().number();
    KeyRegistry registry = light(obeying(anchor, null), InstantSource.system());
    chain.rotate(identity, owner);
    assertEquals(1, version(find(registry, identity, Freshness.NOW)));
    anchor.height = chain.node().newestBlock().number();
    assertEquals(2, version(find(registry, identity, Freshness.NOW)));
  }

  @Test
  void aReorganisationUndoesWhatWasRead() throws Exception {
    try (RegistryFixture own = RegistryFixture.start();
        KeyRegistry registry =
            new LightMode(
                    new LightSettings(
                        List.of(own.http()),
                        QuorumSettings.newest(1, 0).every(OFTEN),
                        LightPolicy.DEFAULT,
                        null))
                .open()) {
      DpkIdentity identity = RegistryFixture.newIdentity();
      own.admit(identity, owner.address());
      own.devnet().mine(2);
      find(registry, identity, Freshness.NOW);
      String snapshot = own.devnet().anvil().rpc("evm_snapshot").asText();
      own.rotate(identity, owner);
      assertEquals(2, version(find(registry, identity, Freshness.NOW)));
      opened(registry.onChange(heard::add));
      own.devnet().anvil().rpc("evm_revert", snapshot);
      own.devnet().mine(3);
      IdentityChanged change = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertEquals(id(identity), change.idHash());
      assertEquals(1, version(find(registry, identity, Freshness.NOW)));
    }
  }

  private static long version(Lookup lookup) {
    return ((Lookup.Active) lookup).record().version();
  }

  // ------------------------------------------------------------------------ all at once

  /** Whatever heads come meanwhile, no answer outlives its revocation by more than one head. */
  @Test
  void lookUpsWhileHeadsMove() throws Exception {
    Random random = new Random(5);
    KeyRegistry registry = light(Duration.ofMillis(20));
    List<DpkIdentity> active = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      active.add(admitted());
    }
    List<DpkIdentity> revoked = new ArrayList<>();
    for (int round = 0; round < 15; round++) {
      List<CompletableFuture<Lookup>> asked = new ArrayList<>();
      List<DpkIdentity> all = new ArrayList<>(active);
      all.addAll(revoked);
      for (int i = 0; i < 40; i++) {
        DpkIdentity each = all.get(random.nextInt(all.size()));
        asked.add(registry.find(each, random.nextInt(4) == 0 ? Freshness.NOW : Freshness.RECENT));
      }
      DpkIdentity next = active.remove(random.nextInt(active.size()));
      chain.revoke(next);
      revoked.add(next);
      for (CompletableFuture<Lookup> each : asked) {
        awaitAnswer(each);
      }
      Waiting.until(
          "nothing is remembered of " + next,
          () ->
              registry
                  .known(next, Freshness.RECENT)
                  .filter(Lookup.Active.class::isInstance)
                  .isEmpty());
    }
    for (DpkIdentity each : revoked) {
      assertInstanceOf(Lookup.Revoked.class, find(registry, each, Freshness.RECENT));
    }
    for (DpkIdentity each : active) {
      assertInstanceOf(Lookup.Active.class, find(registry, each, Freshness.RECENT));
    }
  }

  /**
   * anvil proves from the next block while it makes that (docs/light/proofs.md): no answer then.
   */
  private static void awaitAnswer(CompletableFuture<Lookup> asked) throws Exception {
    try {
      asked.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertInstanceOf(RegistryException.Unproven.class, e.getCause());
    }
  }
}
