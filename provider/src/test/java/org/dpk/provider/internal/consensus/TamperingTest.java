package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;
import org.dpk.provider.internal.proof.Tampering;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Whatever is changed of what a server sent is refused. The updates are judged in the slot in which
 * they were signed, since a signature's slot itself is not signed ({@code LightClientTest} says
 * what a later one does).
 */
@Tag("one-jdk")
class TamperingTest {

  private static final int[] MASKS = {0x01, 0x80, 0xFF};

  /** A change that is seen in a hash is one like another: of 25,000 bytes of keys every so many. */
  private static final int STEP_OF_MAINNET_KEYS = 47;

  @FunctionalInterface
  private interface Taking {
    void take(byte[] ssz) throws ConsensusException;
  }

  private final TreeMap<Rule, Integer> refused = new TreeMap<>();

  private void refuse(byte[] good, int at, Taking client) {
    for (int mask : MASKS) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) mask;
      refuse(() -> client.take(bad), "byte " + at + " of " + good.length);
    }
  }

  private void refuse(Executable taking, String what) {
    Rule rule = assertThrows(ConsensusException.class, taking, what).rule();
    refused.merge(rule, 1, Integer::sum);
  }

  private int report(String what) {
    int all = refused.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(all + " changes of " + what + " were refused: " + refused);
    return all;
  }

  /** Without shared data: a chain of the tests' own. */
  @Test
  void everyByteOfASignedUpdate() throws Exception {
    SignedChain signed = SignedChain.of("fulu");
    LightClient client =
        new LightClient(signed.chain, LightClientPolicy.DEFAULT, BlsLibrary.best());
    LightClientSsz ssz = new LightClientSsz(signed.chain);
    TestSsz writer = new TestSsz(ForkStructures.FULU, SignedChain.MEMBERS);
    byte[] bootstrap = writer.bootstrap(signed.bootstrap(8));
    byte[] update = writer.update(signed.update(40, 24));
    LightClientStore store =
        client.bootstrap(signed.checkpoint(8), ssz.bootstrap("fulu", bootstrap), signed.at(41));
    for (int at = 0; at < bootstrap.length; at++) {
      refuse(
          bootstrap,
          at,
          bad -> client.bootstrap(signed.checkpoint(8), ssz.bootstrap("fulu", bad), signed.at(41)));
    }
    for (int at = 0; at < update.length; at++) {
      refuse(update, at, bad -> client.process(store, ssz.update("fulu", bad), signed.at(41)));
    }
    assertEquals(
        (bootstrap.length + update.length) * MASKS.length, report("a bootstrap and an update"));
    assertEquals(
        24, client.process(store, ssz.update("fulu", update), signed.at(41)).finalized().slot());
  }

  @Test
  void everyByteOfTheSpecificationsUpdate() throws Exception {
    String folder = "spec/electra/light_client_sync/";
    JsonNode meta = SharedVectors.yaml(folder + "meta.yaml");
    JsonNode step = SharedVectors.yaml(folder + "steps.yaml").get(0).path("process_update");
    BeaconChain chain =
        TestChains.minimal("electra", Root.parse(meta.path("genesis_validators_root").asText()));
    LightClient client = new LightClient(chain, TestChains.SPECIFICATION, BlsLibrary.best());
    LightClientSsz ssz = new LightClientSsz(chain);
    Root checkpoint = Root.parse(meta.path("trusted_block_root").asText());
    byte[] bootstrap = SharedVectors.snappy(folder + "bootstrap.ssz_snappy");
    byte[] update = SharedVectors.snappy(folder + step.path("update").asText() + ".ssz_snappy");
    LightClientStore store =
        client.bootstrap(checkpoint, ssz.bootstrap("electra", bootstrap), chain.timeOf(41));
    assertEquals(
        24,
        client.process(store, ssz.update("electra", update), chain.timeOf(41)).finalized().slot());
    for (int at = 0; at < bootstrap.length; at++) {
      refuse(
          bootstrap,
          at,
          bad -> client.bootstrap(checkpoint, ssz.bootstrap("electra", bad), chain.timeOf(41)));
    }
    assertEquals(bootstrap.length * MASKS.length, report("the specification's bootstrap"));
    refused.clear();
    for (int at = 0; at < update.length; at++) {
      refuse(
          update, at, bad -> client.process(store, ssz.update("electra", bad), chain.timeOf(41)));
    }
    assertEquals(update.length * MASKS.length, report("the specification's update"));
  }

  @Test
  void everyByteOfWhatMainnetSaidLast() throws Exception {
    Mainnet mainnet = new Mainnet();
    LightClientStore store = mainnet.store(6);
    TestSsz writer = new TestSsz(ForkStructures.CAPELLA, 512);
    byte[] finality =
        writer.finalityUpdate(
            mainnet.json.finalityUpdate(SharedVectors.bytes("mainnet/helios_finality.json")));
    byte[] optimistic =
        writer.optimisticUpdate(
            mainnet.json.optimisticUpdate(SharedVectors.bytes("mainnet/helios_optimistic.json")));
    for (int at = 0; at < finality.length; at++) {
      refuse(
          finality,
          at,
          bad -> mainnet.process(store, mainnet.ssz.finalityUpdate("capella", bad), 7109431));
    }
    for (int at = 0; at < optimistic.length; at++) {
      refuse(
          optimistic,
          at,
          bad -> mainnet.process(store, mainnet.ssz.optimisticUpdate("capella", bad), 7109432));
    }
    assertEquals(
        (finality.length + optimistic.length) * MASKS.length,
        report("mainnet's finality and optimistic update"));
  }

  @Test
  void mainnetsNextCommittee() throws Exception {
    Mainnet mainnet = new Mainnet();
    LightClientStore store = mainnet.store(1);
    LightClientUpdate good = mainnet.updates().get(1);
    byte[] update = new TestSsz(ForkStructures.CAPELLA, 512).update(good);
    int keys = 513 * SyncCommittee.KEY_LENGTH;
    for (int at = 4; at < 4 + keys; at += STEP_OF_MAINNET_KEYS) {
      refuse(
          update,
          at,
          bad -> mainnet.process(store, mainnet.ssz.update("capella", bad), good.signatureSlot()));
    }
    report("one in %d bytes of mainnet's next committee".formatted(STEP_OF_MAINNET_KEYS));
  }

  @Test
  void nodesOfBranchesDroppedDoubledMoved() throws Exception {
    Mainnet mainnet = new Mainnet();
    LightClientStore store = mainnet.store(1);
    LightClientUpdate good = mainnet.updates().get(1);
    NextCommittee next = good.next().orElseThrow();
    Finality last = good.finality().orElseThrow();
    LightClientHeader attested = good.attested();
    LightClientHeader finalized = last.header().orElseThrow();
    int all = 0;
    all +=
        mainnet.tamper(
            store,
            good.signatureSlot(),
            next.branch(),
            branch -> update(good, attested, new NextCommittee(next.committee(), branch), last));
    all +=
        mainnet.tamper(
            store,
            good.signatureSlot(),
            last.branch(),
            branch -> update(good, attested, next, new Finality(last.header(), branch)));
    all +=
        mainnet.tamper(
            store,
            good.signatureSlot(),
            attested.executionBranch(),
            branch -> update(good, withBranch(attested, branch), next, last));
    all +=
        mainnet.tamper(
            store,
            good.signatureSlot(),
            finalized.executionBranch(),
            branch ->
                update(
                    good,
                    attested,
                    next,
                    new Finality(Optional.of(withBranch(finalized, branch)), last.branch())));
    System.out.println(all + " changed branches of mainnet were refused");
    assertTrue(all > 1500, all + " branches");
    assertTrue(
        mainnet.process(store, good, good.signatureSlot()).knowsNextCommittee(), "unchanged");
  }

  private static LightClientHeader withBranch(LightClientHeader header, List<Root> branch) {
    return new LightClientHeader(header.beacon(), header.execution(), branch);
  }

  private static LightClientUpdate update(
      LightClientUpdate good, LightClientHeader attested, NextCommittee next, Finality last) {
    return new LightClientUpdate(
        attested, Optional.of(next), Optional.of(last), good.aggregate(), good.signatureSlot());
  }

  private static final class Mainnet {

    final BeaconChain chain = TestChains.mainnet();
    final BeaconApiJson json = new BeaconApiJson(chain);
    final LightClientSsz ssz = new LightClientSsz(chain);
    final LightClient client = new LightClient(chain, LightClientPolicy.DEFAULT, BlsLibrary.best());

    List<LightClientUpdate> updates() throws Exception {
      return json.updates(SharedVectors.bytes("mainnet/helios_updates.json"), 6);
    }

    /** After so many of the updates. */
    LightClientStore store(int processed) throws Exception {
      LightClientBootstrap bootstrap =
          json.bootstrap(SharedVectors.bytes("mainnet/helios_bootstrap.json"));
      Root checkpoint = HashTreeRoot.of(bootstrap.header().beacon());
      LightClientStore store = client.bootstrap(checkpoint, bootstrap, chain.timeOf(7109432));
      for (LightClientUpdate update : updates().subList(0, processed)) {
        store = process(store, update, 7109432);
      }
      return store;
    }

    LightClientStore process(LightClientStore store, LightClientUpdate update, long slot)
        throws ConsensusException {
      return client.process(store, update, chain.timeOf(slot));
    }

    /** How many changed branches were refused; what has no roots of 32 bytes is none. */
    int tamper(
        LightClientStore store,
        long slot,
        List<Root> branch,
        Function<List<Root>, LightClientUpdate> with) {
      List<List<Root>> changed = new ArrayList<>();
      Tampering.of(
          branch.stream().map(Root::bytes).toList(),
          nodes -> {
            if (nodes.stream().allMatch(node -> node.length == Root.LENGTH)) {
              changed.add(nodes.stream().map(Root::of).toList());
            }
          });
      for (List<Root> bad : changed) {
        assertEquals(
            Rule.BRANCH,
            assertThrows(ConsensusException.class, () -> process(store, with.apply(bad), slot))
                .rule());
      }
      return changed.size();
    }
  }
}
