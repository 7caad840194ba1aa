package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.beacon.RecordedPair;
import org.dpk.provider.internal.beacon.ScriptedBeacon;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Fork;
import org.dpk.provider.internal.consensus.LightClientPolicy;
import org.dpk.provider.internal.consensus.Root;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a real chain said, served by beacon nodes that do what the test tells them. */
class SyncCommitteeAnchorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BeaconChain CHAIN = RecordedPair.chain();

  private final AtomicReference<Instant> clock = new AtomicReference<>(RecordedPair.time());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private ScriptedBeacon honest() throws IOException {
    return opened(RecordedPair.beacon());
  }

  private <T extends AutoCloseable> T opened(T each) {
    open.add(each);
    return each;
  }

  private SyncCommitteeAnchor anchor(@Nullable Path folder, ScriptedBeacon... beacons) {
    return anchor(
        RecordedPair.checkpoint(),
        folder,
        Arrays.stream(beacons).map(ScriptedBeacon::uri).toList());
  }

  private SyncCommitteeAnchor anchor(Root checkpoint, @Nullable Path folder, List<URI> beacons) {
    SyncCommitteeSettings settings =
        new SyncCommitteeSettings(CHAIN, beacons, checkpoint, LightClientPolicy.DEFAULT);
    return opened(settings.open(folder, BlsLibrary.best(), clock::get));
  }

  private static void assertRecorded(AnchoredBlock head) {
    JsonNode block = RecordedPair.json("block");
    assertEquals(block.path("hash").asText(), hex(head.block().hash()));
    assertEquals(block.path("stateRoot").asText(), hex(head.stateRoot()));
    assertEquals(block.path("parentHash").asText(), hex(head.parentHash()));
    assertEquals(block.path("number").asText(), "0x" + Long.toHexString(head.block().number()));
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  // ------------------------------------------------------------------------ an honest node

  @Test
  void goesFromTheCheckpointOverThePeriodsToTheNewestBlock() throws Exception {
    ScriptedBeacon beacon = honest();
    SyncCommitteeAnchor anchor = anchor(null, beacon);
    assertTrue(anchor.head().isEmpty());
    AnchoredBlock head = anchor.follow(PATIENCE);
    assertRecorded(head);
    assertEquals(head, anchor.head().orElseThrow());
    assertTrue(anchor.finalized().orElseThrow().block().number() < head.block().number());
    assertEquals(Duration.ofSeconds(1), anchor.interval());
    assertTrue(beacon.asked().get(0).endsWith("/bootstrap/" + RecordedPair.checkpoint()));
  }

  @Test
  void asksForTheNewestBlockAloneWhereNothingElseCanBeNew() throws Exception {
    ScriptedBeacon beacon = honest();
    SyncCommitteeAnchor anchor = anchor(null, beacon);
    AnchoredBlock head = anchor.follow(PATIENCE);
    anchor.follow(PATIENCE);
    beacon.asked().clear();
    assertEquals(head, anchor.follow(PATIENCE));
    assertEquals(
        List.of("/eth/v1/beacon/light_client/optimistic_update"),
        beacon.asked().stream().filter(path -> !path.contains("finality")).toList());
  }

  @Test
  void movesOnWithTheChain() throws Exception {
    ScriptedBeacon beacon = honest();
    SyncCommitteeAnchor anchor = anchor(null, beacon);
    AnchoredBlock before = anchor.follow(PATIENCE);
    RecordedPair.moveOn(beacon);
    clock.set(RecordedPair.time().plusSeconds(10));
    AnchoredBlock after = anchor.follow(PATIENCE);
    assertTrue(after.block().number() >= before.block().number() + 8, after.toString());
  }

  // ------------------------------------------------------------------------ restarts

  @Test
  void goesOnWhereItWasStopped(@TempDir Path folder) throws Exception {
    ScriptedBeacon beacon = honest();
    anchor(folder, beacon).follow(PATIENCE);
    open.get(1).close();
    beacon.asked().clear();
    beacon.fail("bootstrap/" + RecordedPair.checkpoint(), 404);
    assertRecorded(anchor(folder, beacon).follow(PATIENCE));
    assertFalse(beacon.asked().toString().contains("bootstrap"), beacon.asked().toString());
    assertFalse(beacon.asked().toString().contains("start_period=0"), beacon.asked().toString());
  }

  @Test
  void anotherCheckpointBeginsAnew(@TempDir Path folder) throws Exception {
    ScriptedBeacon beacon = honest();
    anchor(folder, beacon).follow(PATIENCE);
    open.get(1).close();
    Root other = Root.of(new byte[32]);
    SyncCommitteeAnchor anchor = anchor(other, folder, List.of(beacon.uri()));
    RegistryException.Unanchored e =
        assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE));
    assertTrue(e.getMessage().contains("has no bootstrap, HTTP status 404"), e.getMessage());
  }

  @Test
  void aChangedStateIsRefused(@TempDir Path folder) throws Exception {
    ScriptedBeacon beacon = honest();
    anchor(folder, beacon).follow(PATIENCE);
    open.get(1).close();
    Path file = onlyFile(folder);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    SyncCommitteeAnchor anchor = anchor(folder, beacon);
    String why =
        assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
            .getMessage();
    assertTrue(why.contains(file.toString()) && why.contains("remove it"), why);
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      return all.get(0);
    }
  }

  @Test
  void aCheckpointOrStateOfLongAgoIsRefused(@TempDir Path folder) throws Exception {
    ScriptedBeacon beacon = honest();
    anchor(folder, beacon).follow(PATIENCE);
    open.get(1).close();
    clock.set(RecordedPair.time().plus(Duration.ofDays(15)));
    for (Path kept : new @Nullable Path[] {folder, null}) {
      SyncCommitteeAnchor anchor = anchor(kept, beacon);
      String why =
          assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
              .getMessage();
      assertTrue(why.contains("give a newer checkpoint"), why);
    }
  }

  // ------------------------------------------------------------------------ nodes that are not

  @Test
  void aNodeThatIsSilentIsLeftForAnother() throws Exception {
    ScriptedBeacon gone = new ScriptedBeacon();
    gone.close();
    assertRecorded(anchor(null, gone, honest()).follow(PATIENCE));
  }

  @Test
  void aNodeThatHangsCostsItsPartOfTheTime() throws Exception {
    ScriptedBeacon hanging = opened(new ScriptedBeacon());
    hanging.stall("bootstrap/" + RecordedPair.checkpoint());
    SyncCommitteeAnchor anchor = anchor(null, hanging, honest());
    assertRecorded(anchor.follow(Duration.ofSeconds(10)));
    int asked = hanging.asked().size();
    assertRecorded(anchor.follow(Duration.ofSeconds(10)));
    assertEquals(asked, hanging.asked().size(), "it is spared");
  }

  @Test
  void aNodeThatSendsWithoutEndIsCutOff() throws Exception {
    ScriptedBeacon flooding = opened(new ScriptedBeacon());
    flooding.flood("bootstrap/" + RecordedPair.checkpoint(), 1L << 30);
    assertRecorded(anchor(null, flooding, honest()).follow(PATIENCE));
    SyncCommitteeAnchor alone = anchor(null, flooding);
    String why =
        assertThrows(RegistryException.Unanchored.class, () -> alone.follow(PATIENCE)).getMessage();
    assertTrue(why.contains(flooding.uri() + " answers with more than"), why);
  }

  @Test
  void aFrozenNodeIsLeftForOneThatHasMore() throws Exception {
    ScriptedBeacon frozen = honest();
    ScriptedBeacon live = honest();
    SyncCommitteeAnchor anchor = anchor(null, frozen, live);
    anchor.follow(PATIENCE);
    assertTrue(live.asked().isEmpty(), "the first has what is current");
    RecordedPair.moveOn(live);
    clock.set(RecordedPair.time().plusSeconds(10));
    long newest = anchor.follow(PATIENCE).block().number();
    int asked = frozen.asked().size();
    assertEquals(newest, anchor.follow(PATIENCE).block().number());
    assertEquals(asked, frozen.asked().size(), "it is spared");
  }

  @Test
  void whereAllAreFrozenTheHeadStays() throws Exception {
    SyncCommitteeAnchor anchor = anchor(null, honest(), honest());
    anchor.follow(PATIENCE);
    clock.set(RecordedPair.time().plus(Duration.ofSeconds(50)));
    assertRecorded(anchor.follow(PATIENCE));
  }

  @Test
  void aLieIsNamedAndLeftForTheTruth() throws Exception {
    ScriptedBeacon liar = honest();
    liar.serve("optimistic_update", forged());
    SyncCommitteeAnchor alone = anchor(null, liar);
    String why =
        assertThrows(RegistryException.Unanchored.class, () -> alone.follow(PATIENCE)).getMessage();
    assertTrue(why.contains(liar.uri().toString()), why);
    assertTrue(why.contains("not the one that the beacon block commits to"), why);
    assertRecorded(anchor(null, liar, honest()).follow(PATIENCE));
  }

  /** Another state root for the newest execution block. */
  private static byte[] forged() throws IOException {
    JsonNode update = RecordedPair.json("optimistic_update");
    ObjectNode execution = (ObjectNode) update.at("/data/attested_header/execution");
    execution.put("state_root", "0x" + "11".repeat(32));
    return update.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** What is final is looked at before the signature: here of a time before Capella. */
  @Test
  void aFinalHeaderOfAnAncientForkIsTheFaultOfWhoServesIt() throws Exception {
    Fork capella = CHAIN.forkAtEpoch(1);
    BeaconChain chain =
        new BeaconChain(
            CHAIN.name(),
            CHAIN.genesisTime(),
            CHAIN.genesisValidatorsRoot(),
            CHAIN.secondsPerSlot(),
            CHAIN.slotsPerEpoch(),
            CHAIN.epochsPerSyncCommitteePeriod(),
            CHAIN.syncCommitteeSize(),
            List.of(
                new Fork("phase0", new byte[4], 0),
                new Fork(capella.name(), capella.version(), 1)));
    ScriptedBeacon liar = honest();
    JsonNode update = RecordedPair.json("finality_update");
    ((ObjectNode) update.at("/data/finalized_header/beacon")).put("slot", "3");
    liar.serve(
        "finality_update", update.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    SyncCommitteeSettings settings =
        new SyncCommitteeSettings(
            chain,
            List.of(liar.uri(), honest().uri()),
            RecordedPair.checkpoint(),
            LightClientPolicy.DEFAULT);
    SyncCommitteeAnchor anchor = opened(settings.open(null, BlsLibrary.best(), clock::get));
    assertRecorded(anchor.follow(PATIENCE));
  }

  @Test
  void anotherBlocksBootstrapIsNotTheCheckpoints() throws Exception {
    Root other = Root.parse("0x" + "22".repeat(32));
    ScriptedBeacon liar = honest();
    liar.serve("bootstrap/" + other, RecordedPair.bytes("bootstrap"));
    SyncCommitteeAnchor anchor = anchor(other, null, List.of(liar.uri()));
    String why =
        assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
            .getMessage();
    assertTrue(why.contains("not that of the checkpoint " + other), why);
  }

  @Test
  void withoutTheUpdatesBetweenNothingNewerIsBelieved() throws Exception {
    ScriptedBeacon beacon = honest();
    beacon.serve("updates", "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    SyncCommitteeAnchor anchor = anchor(null, beacon);
    String why =
        assertThrows(RegistryException.Unanchored.class, () -> anchor.follow(PATIENCE))
            .getMessage();
    assertTrue(why.contains("no update that leads beyond period 0"), why);
  }

  @Test
  void nobodyInReachIsUnreachable() throws Exception {
    ScriptedBeacon gone = new ScriptedBeacon();
    gone.close();
    SyncCommitteeAnchor anchor = anchor(null, gone);
    String why =
        assertThrows(RegistryException.Unreachable.class, () -> anchor.follow(PATIENCE))
            .getMessage();
    assertTrue(why.contains(gone.uri().toString()), why);
  }

  @Test
  void settingsDontTellAddresses() {
    URI secret = URI.create("https://user:pass@beacon.example/v1/key?token=t");
    String text =
        SyncCommitteeSettings.of(CHAIN, List.of(secret), RecordedPair.checkpoint()).toString();
    assertFalse(text.contains("key") || text.contains("pass") || text.contains("token"), text);
    assertArrayEquals(new int[] {0}, new int[] {text.indexOf("sync committees of recorded")}, text);
  }
}
