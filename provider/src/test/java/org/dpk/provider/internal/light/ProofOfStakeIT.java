package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.anchor.SyncCommitteeAnchor;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.beacon.ChainDescription;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.SharedPair;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Light mode on a proof-of-stake chain that lives, through its sync committees. */
@Tag("one-jdk")
@ExtendWith(SharedPair.class)
class ProofOfStakeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static ProofOfStakePair pair;
  private static RegistryFixture registry;
  private static BeaconChain chain;
  private static SyncCommitteeSettings settings;

  @BeforeAll
  static void start(ProofOfStakePair shared) throws Exception {
    pair = shared;
    registry = RegistryFixture.on(Devnet.on(SharedPair.keptOpen(pair)));
    chain = ChainDescription.of(pair.beacon(), "devnet", PATIENCE);
    settings =
        SyncCommitteeSettings.of(chain, List.of(pair.beacon()), Root.parse(pair.checkpoint()));
    awaitDeployment();
  }

  /** Until then the trusted state provably has no registry. */
  private static void awaitDeployment() throws Exception {
    try (SyncCommitteeAnchor anchor = settings.open(List.of(), null)) {
      AnchoredBlock head = anchor.follow(PATIENCE);
      while (head.block().number() < registry.devnet().registry().block()) {
        head = nextHead(anchor, head);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  // ------------------------------------------------------------------------ look-ups

  @Test
  void looksUpWhatIsProven(@TempDir Path folder) throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    BlockingQueue<IdentityChanged> heard = new LinkedBlockingQueue<>();
    try (Wallet owner = Wallet.of(registry.devnet().account(2).privateKey())) {
      try (KeyRegistry light = light(folder)) {
        light.onChange(heard::add);
        assertProven(assertInstanceOf(Lookup.Absent.class, find(light, identity)));
        IdentityRecord record = registry.admit(identity, owner.address());
        Lookup.Active active = awaitActive(light, identity);
        assertEquals(record, active.record());
        assertProven(active);
        long revoked = registry.revoke(identity).blockNumber();
        IdentityChanged change = awaitRevocation(heard, identity);
        assertTrue(change.blockNumber() >= revoked, change::toString);
        Lookup.Revoked found = assertInstanceOf(Lookup.Revoked.class, find(light, identity));
        assertEquals(revoked, found.changed());
        assertProven(found);
      }
      try (KeyRegistry again = light(folder)) {
        assertProven(assertInstanceOf(Lookup.Revoked.class, find(again, identity)));
      }
    }
  }

  private static KeyRegistry light(Path folder) throws Exception {
    return new LightMode(
            new LightSettings(List.of(registry.http()), settings, LightPolicy.DEFAULT, folder))
        .open();
  }

  private static Lookup find(KeyRegistry light, DpkIdentity identity) throws Exception {
    return light.find(identity, Freshness.NOW).get(20, TimeUnit.SECONDS);
  }

  private static void assertProven(Lookup found) {
    assertEquals(Assurance.PROVED, found.assurance());
  }

  /** The block of the admission is signed for by the committee a slot or two later. */
  private static Lookup.Active awaitActive(KeyRegistry light, DpkIdentity identity)
      throws Exception {
    AtomicReference<Lookup> found = new AtomicReference<>();
    Waiting.until(
        () -> "it stays " + found.get(),
        () -> {
          found.set(find(light, identity));
          return found.get() instanceof Lookup.Active;
        });
    return (Lookup.Active) found.get();
  }

  private static IdentityChanged awaitRevocation(
      BlockingQueue<IdentityChanged> heard, DpkIdentity identity) throws Exception {
    while (true) {
      IdentityChanged change = heard.poll(20, TimeUnit.SECONDS);
      assertTrue(change != null, "the revocation is not reported");
      if (change.idHash().equals(RecordCodec.idHash(identity)) && change.revoked()) {
        return change;
      }
    }
  }

  // ------------------------------------------------------------------------ the anchor

  @Test
  void theAnchorFollowsTheChainIntoItsNextPeriod(@TempDir Path folder) throws Exception {
    long next = chain.slotsPerPeriod() * (1 + chain.periodOf(slot(settings.checkpoint())));
    try (SyncCommitteeAnchor anchor = settings.open(List.of(), folder)) {
      AnchoredBlock head = anchor.follow(PATIENCE);
      assertTheNodesOwn(head);
      while (head.block().number() <= next) { // there are no more blocks than slots
        head = nextHead(anchor, head);
        assertTheNodesOwn(head);
      }
      assertTrue(anchor.finalized().isPresent());
    }
    try (SyncCommitteeAnchor resumed = settings.open(List.of(), folder)) {
      assertTrue(resumed.follow(PATIENCE).block().number() > next);
    }
  }

  private static long slot(Root block) throws IOException {
    return pair.beaconData("/eth/v1/beacon/headers/" + block).at("/header/message/slot").asLong();
  }

  private static AnchoredBlock nextHead(SyncCommitteeAnchor anchor, AnchoredBlock before)
      throws Exception {
    AtomicReference<AnchoredBlock> head = new AtomicReference<>(before);
    Waiting.until(
        () -> "no block above " + before,
        () -> {
          head.set(anchor.follow(PATIENCE));
          return head.get().block().number() > before.block().number();
        });
    return head.get();
  }

  private static void assertTheNodesOwn(AnchoredBlock head) throws IOException {
    JsonNode block = pair.rpc("eth_getBlockByHash", hex(head.block().hash()), false);
    assertEquals(block.path("stateRoot").asText(), hex(head.stateRoot()));
    assertEquals(block.path("parentHash").asText(), hex(head.parentHash()));
    assertEquals(
        Long.decode(block.path("timestamp").asText()).longValue(), head.block().timestamp());
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
