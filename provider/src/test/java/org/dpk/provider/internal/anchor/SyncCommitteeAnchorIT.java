package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.beacon.ChainDescription;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.ethereum.ProofReader;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.ethereum.SlotBranches;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows a proof-of-stake chain that lives. */
class SyncCommitteeAnchorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void followsALivingChainIntoTheNextPeriod(@TempDir Path folder) throws Exception {
    ProofOfStakePair pair = ProofOfStakePair.start();
    try (RegistryFixture registry = RegistryFixture.on(Devnet.on(pair))) {
      BeaconChain chain = ChainDescription.of(pair.beacon(), "devnet", PATIENCE);
      Root checkpoint = Root.parse(pair.checkpoint());
      SyncCommitteeSettings settings =
          SyncCommitteeSettings.of(chain, List.of(pair.beacon()), checkpoint);
      long nextPeriod = chain.slotsPerPeriod() * (1 + chain.periodOf(slot(pair, checkpoint)));
      try (SyncCommitteeAnchor anchor = settings.open(List.of(), folder)) {
        anchor.follow(PATIENCE);
        DpkIdentity identity = RegistryFixture.newIdentity();
        registry.admit(identity, EthereumAddress.parse(registry.devnet().account(2).address()));
        long admitted = registry.node().newestBlock().number();
        assertProven(registry, identity, follow(pair, anchor, admitted));
        follow(pair, anchor, nextPeriod + 2); // there are no more blocks than slots
        assertTrue(anchor.finalized().isPresent());
      }
      try (SyncCommitteeAnchor resumed = settings.open(List.of(), folder)) {
        assertTrue(resumed.follow(PATIENCE).block().number() > nextPeriod);
      }
    }
  }

  private static long slot(ProofOfStakePair pair, Root block) throws IOException {
    return pair.beaconData("/eth/v1/beacon/headers/" + block).at("/header/message/slot").asLong();
  }

  /** Until the head is at this height. */
  private static AnchoredBlock follow(
      ProofOfStakePair pair, SyncCommitteeAnchor anchor, long height) throws Exception {
    AtomicReference<AnchoredBlock> head = new AtomicReference<>(anchor.follow(PATIENCE));
    while (head.get().block().number() < height) {
      AnchoredBlock before = head.get();
      Waiting.until(
          () -> "no block above " + before,
          () -> {
            head.set(anchor.follow(PATIENCE));
            return head.get().block().number() > before.block().number();
          });
      assertTheNodesOwn(pair, head.get());
    }
    return head.get();
  }

  private static void assertTheNodesOwn(ProofOfStakePair pair, AnchoredBlock head)
      throws IOException {
    JsonNode block = pair.rpc("eth_getBlockByHash", hex(head.block().hash()), false);
    assertEquals(block.path("stateRoot").asText(), hex(head.stateRoot()));
    assertEquals(block.path("parentHash").asText(), hex(head.parentHash()));
    assertEquals(
        Long.decode(block.path("timestamp").asText()).longValue(), head.block().timestamp());
  }

  private static void assertProven(
      RegistryFixture registry, DpkIdentity identity, AnchoredBlock head) throws Exception {
    SlotBranches branches =
        new ProofReader(registry.node()).prove(RecordCodec.idHash(identity), head.block());
    AccountState account =
        StateProof.account(head.stateRoot(), registry.id().contract(), branches.account())
            .orElseThrow();
    byte[] key = Slot.key(RecordCodec.idHash(identity));
    byte[] slot = StateProof.slot(account, key, branches.slot());
    assertEquals(1, slot[StateProof.WORD - 1]);
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
