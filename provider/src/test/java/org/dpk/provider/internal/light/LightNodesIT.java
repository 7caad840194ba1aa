package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.Hardhat;
import org.dpk.contracts.devnet.LocalChain;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.anchor.AnchorSettings;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.beacon.ChainDescription;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.SharedPair;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.light.ProviderReport.Served;
import org.dpk.provider.internal.proof.BlockNaming;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same verified look-ups against execution nodes that share no code. */
@Tag("one-jdk")
@Timeout(420)
@ExtendWith(SharedPair.class)
class LightNodesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Wallet owner = Wallet.create();
  private final DpkIdentity identity = RegistryFixture.newIdentity();
  private final DpkIdentity stranger = RegistryFixture.newIdentity();

  @Test
  void anvil() throws Exception {
    lookUps(Anvil.start(), QuorumSettings.newest(1, 0), Assurance.QUORUM);
  }

  @Test
  void hardhat() throws Exception {
    lookUps(Hardhat.start(), QuorumSettings.newest(1, 0), Assurance.QUORUM);
  }

  @Test
  void ethereumJsThroughItsSyncCommittee(ProofOfStakePair pair) throws Exception {
    SyncCommitteeSettings settings = throughSyncCommittee(pair);
    assertBeaconServes(settings);
    assertFoundOut(settings, pair.uri());
    lookUps(SharedPair.keptOpen(pair), settings, Assurance.PROVED);
  }

  private static void assertBeaconServes(SyncCommitteeSettings settings) {
    BeaconReport report = new BeaconProbe(settings).ask(PATIENCE).get(0);
    assertEquals(Optional.empty(), report.objection());
    assertEquals(Served.YES, report.bootstrap().served(), report::toString);
    assertEquals(Served.YES, report.finality().served(), report::toString);
    assertEquals(Served.YES, report.optimistic().served(), report::toString);
    assertEquals(Optional.of("capella"), report.fork());
    assertTrue(report.lag().orElseThrow().compareTo(PATIENCE) < 0, report::toString);
    assertTrue(report.vouched().isPresent(), report::toString);
    assertTrue(report.isUsable());
  }

  /** Who is no beacon node, what is no checkpoint of its, and whose chain is another one. */
  private static void assertFoundOut(SyncCommitteeSettings settings, URI noBeacon) {
    BeaconChain chain = settings.chain();
    Root nobodys = Root.of(new byte[32]);
    SyncCommitteeSettings others =
        SyncCommitteeSettings.of(chain, List.of(noBeacon, settings.beacons().get(0)), nobodys);
    List<BeaconReport> reports = new BeaconProbe(others).ask(PATIENCE);
    assertTrue(reports.get(0).objection().isPresent(), reports::toString);
    assertFalse(reports.get(0).isUsable());
    assertEquals(Served.NO, reports.get(1).bootstrap().served(), reports::toString);
    assertEquals(Served.YES, reports.get(1).finality().served(), reports::toString);
    assertFalse(reports.get(1).whyNot().isEmpty());
    assertFalse(reports.get(1).isUsable());
    BeaconChain another =
        new BeaconChain(
            "another",
            chain.genesisTime(),
            nobodys,
            chain.secondsPerSlot(),
            chain.slotsPerEpoch(),
            chain.epochsPerSyncCommitteePeriod(),
            chain.syncCommitteeSize(),
            chain.forks());
    BeaconReport report =
        new BeaconProbe(
                SyncCommitteeSettings.of(another, settings.beacons(), settings.checkpoint()))
            .ask(PATIENCE)
            .get(0);
    assertTrue(report.objection().orElseThrow().contains("another chain"), report::toString);
  }

  private static SyncCommitteeSettings throughSyncCommittee(ProofOfStakePair pair)
      throws Exception {
    BeaconChain chain = ChainDescription.of(pair.beacon(), "devnet", PATIENCE);
    List<URI> beacons = List.of(pair.beacon());
    return SyncCommitteeSettings.of(chain, beacons, Root.parse(pair.checkpoint()));
  }

  private void lookUps(LocalChain chain, AnchorSettings anchor, Assurance assurance)
      throws Exception {
    try (RegistryFixture fixture = RegistryFixture.on(Devnet.on(chain));
        KeyRegistry registry = open(fixture, anchor)) {
      assertUsable(fixture);
      awaitDeployment(registry);
      assertEquals(assurance, await(registry, Lookup.Absent.class).assurance());

      IdentityRecord record = fixture.admit(identity, owner.address());
      assertEquals(record, await(registry, Lookup.Active.class).record());
      IdentityRecord rotated = fixture.rotate(identity, owner);
      Waiting.until(
          "the new record",
          () ->
              find(registry, identity) instanceof Lookup.Active active
                  && active.record().equals(rotated));
      assertInstanceOf(Lookup.Absent.class, find(registry, stranger));

      fixture.revoke(identity);
      assertEquals(assurance, await(registry, Lookup.Revoked.class).assurance());
    }
  }

  private static KeyRegistry open(RegistryFixture fixture, AnchorSettings anchor) throws Exception {
    return new LightMode(
            new LightSettings(List.of(fixture.http()), anchor, LightPolicy.DEFAULT, null))
        .open();
  }

  private static void assertUsable(RegistryFixture fixture) {
    ProviderReport report =
        new Probe(BlockNaming.ETHEREUM, List.of()).ask(List.of(fixture.http()), PATIENCE).get(0);
    assertEquals(Served.YES, report.proofs().get(0).served(), report::toString);
  }

  /** Before that the trusted state provably has no registry. */
  private void awaitDeployment(KeyRegistry registry) throws Exception {
    Waiting.until(
        "the block of the deployment is not trusted",
        () -> {
          try {
            return find(registry, stranger) instanceof Lookup.Absent;
          } catch (ExecutionException e) {
            assertInstanceOf(RegistryException.NoContract.class, e.getCause());
            return false;
          }
        });
  }

  /** Once the anchor has come so far. */
  private <T extends Lookup> T await(KeyRegistry registry, Class<T> kind) throws Exception {
    AtomicReference<Lookup> found = new AtomicReference<>();
    Waiting.until(
        () -> found + " is no " + kind.getSimpleName(),
        () -> {
          found.set(find(registry, identity));
          return kind.isInstance(found.get());
        });
    return kind.cast(found.get());
  }

  private static Lookup find(KeyRegistry registry, DpkIdentity identity) throws Exception {
    return registry.find(identity, Freshness.NOW).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
