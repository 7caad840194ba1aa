package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.NodeHeaders;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.registry.CachePolicy;
import org.dpk.provider.internal.registry.Registries;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the node that an anchor stands on can do where nobody contradicts it, and what it can't. The
 * node that proves is honest here.
 */
@Timeout(120)
class HostileAnchorIT {

  private static RegistryFixture chain;
  private final Wallet owner = Wallet.create();
  private final DpkIdentity victim = RegistryFixture.newIdentity();
  private volatile Instant now = Instant.now();
  private HostileProxy proxy;
  private EthereumNode source;
  private IdentityRecord record;

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void connect() throws Exception {
    record = chain.admit(victim, owner.address());
    chain.devnet().mine(6);
    proxy =
        new HostileProxy(
            chain.devnet().uri(),
            new HostileProxy.Scene(
                RecordCodec.idHash(victim),
                RecordCodec.idHash(victim),
                RecordCodec.idHash(RegistryFixture.newIdentity()),
                EthereumAddress.parse(chain.devnet().deployer().address())));
    source = EthereumNode.unchecked(chain.endpoint(proxy.uri().toString()));
  }

  @AfterEach
  void disconnect() {
    source.close();
    proxy.close();
  }

  @Test
  void whoFreezesTheAnchorShowsAnOldKeyUntilItsBlockIsTooOld() throws Exception {
    try (KeyRegistry registry = open(null)) {
      assertEquals(record, active(registry));
      proxy.begin(Trick.FREEZES);
      chain.rotate(victim, owner);
      assertEquals(record, active(registry), "of the block that is still young enough");
      now = now.plus(LightPolicy.DEFAULT.maxAge()).plusSeconds(60);
      RegistryException refused = refused(registry);
      assertInstanceOf(RegistryException.Unanchored.class, refused);
      assertTrue(
          refused.getMessage().contains("they stand still or hide blocks"), refused::toString);
      assertTrue(proxy.played() > 0);
    }
  }

  @Test
  void whoRollsTheAnchorBackShowsNothingOlder(@TempDir Path folder) throws Exception {
    long seen;
    IdentityRecord rotated = chain.rotate(victim, owner);
    try (KeyRegistry registry = open(folder)) {
      seen = find(registry).block().number();
      proxy.begin(Trick.ROLLS_BACK);
      Lookup after = find(registry);
      assertEquals(seen, after.block().number());
      assertEquals(rotated, ((Lookup.Active) after).record());
      assertTrue(proxy.played() > 0);
    }
    try (KeyRegistry restarted = open(folder)) {
      assertEquals(seen, find(restarted).block().number(), "remembered by the anchor");
    }
    Files.delete(folder.resolve("quorum.anchor"));
    RegistryException refused = assertThrows(RegistryException.class, () -> open(folder).close());
    assertInstanceOf(RegistryException.RolledBack.class, refused);
  }

  @Test
  void headersThatTheirHashDoesNotNameAreNoAnchor() throws Exception {
    proxy.begin(Trick.FAR_FUTURE);
    RegistryException refused = assertThrows(RegistryException.class, () -> open(null).close());
    assertTrue(refused.getMessage().contains("do not make its hash"), refused::toString);
  }

  @Test
  void aMadeUpHeaderProvesNothingAndItsTimeIsRefused() throws Exception {
    try (KeyRegistry registry = open(null)) {
      assertEquals(record, active(registry));
      proxy.begin(Trick.FORGES_HEADERS);
      chain.rotate(victim, owner);
      RegistryException refused = refused(registry);
      assertInstanceOf(RegistryException.ClockSkew.class, refused);
      assertTrue(refused.getMessage().contains("set the clock"), refused::toString);
    }
  }

  /** There a node is believed, but a time that is in no calendar is an error as any other. */
  @Test
  void inFullModeAnAbsurdTimeIsASkewedClock() throws Exception {
    proxy.begin(Trick.FAR_FUTURE);
    assertThrows(
        RegistryException.ClockSkew.class,
        () -> EthereumNode.connect(chain.endpoint(proxy.uri().toString())).close());
  }

  private KeyRegistry open(Path folder) throws RegistryException {
    AnchorSettings anchor =
        (headers, place) ->
            QuorumSettings.newest(1, 0)
                .every(Duration.ofMillis(200))
                .open(List.of(new NodeHeaders(source)), place);
    LightSettings settings =
        new LightSettings(List.of(chain.http()), anchor, LightPolicy.DEFAULT, folder);
    return Registries.over(
        new LightLookups(settings, () -> now), RegistryFixture.PATIENCE, CachePolicy.DEFAULT);
  }

  private IdentityRecord active(KeyRegistry registry) throws Exception {
    return assertInstanceOf(Lookup.Active.class, find(registry)).record();
  }

  private Lookup find(KeyRegistry registry) throws Exception {
    return registry
        .find(victim, Freshness.NOW)
        .get(RegistryFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private RegistryException refused(KeyRegistry registry) {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> find(registry));
    return assertInstanceOf(RegistryException.class, failure.getCause());
  }
}
