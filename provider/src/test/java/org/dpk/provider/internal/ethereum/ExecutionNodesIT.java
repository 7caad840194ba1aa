package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.Hardhat;
import org.dpk.contracts.devnet.LocalChain;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What DPK asks of a node, with other nodes than anvil, which the rest of the tests use. */
@ExtendWith(SharedPair.class)
class ExecutionNodesIT {

  @Test
  void ethereumJs(ProofOfStakePair pair) throws Exception {
    theRegistryLivesOn(SharedPair.keptOpen(pair));
  }

  @Test
  void hardhat() throws Exception {
    theRegistryLivesOn(Hardhat.start());
  }

  private static void theRegistryLivesOn(LocalChain chain) throws Exception {
    try (RegistryFixture registry = RegistryFixture.on(Devnet.on(chain))) {
      BlockingQueue<IdHash> reported = new LinkedBlockingQueue<>();
      try (RegistryWatch watch = registry.node().watch(reports(reported))) {
        DpkIdentity identity = RegistryFixture.newIdentity();
        RegistryReader reader = new RegistryReader(registry.node());
        assertInstanceOf(Lookup.Absent.class, reader.find(identity));

        Wallet owner = Wallet.of(registry.devnet().account(2).privateKey());
        IdentityRecord first = registry.admit(identity, owner.address());
        assertEquals(first, assertInstanceOf(Lookup.Active.class, reader.find(identity)).record());
        assertEquals(
            RecordCodec.idHash(identity), reported.poll(20, TimeUnit.SECONDS), "not reported");
        assertProven(registry, identity);

        IdentityRecord second = registry.rotate(identity, owner);
        assertEquals(second, assertInstanceOf(Lookup.Active.class, reader.find(identity)).record());
        registry.revoke(identity);
        assertInstanceOf(Lookup.Revoked.class, reader.find(identity));
      }
    }
  }

  /** By the newest block's header, which is hashed here, as light mode does it. */
  private static void assertProven(RegistryFixture registry, DpkIdentity identity)
      throws Exception {
    JsonNode json = registry.devnet().chain().rpc("eth_getBlockByNumber", "latest", false);
    BlockHeader header = Headers.parse(json).orElseThrow();
    BlockRef block = header.block();
    assertEquals("0x" + HexFormat.of().formatHex(block.hash()), json.path("hash").asText());
    ProofReader proofs = new ProofReader(registry.node());
    List<IdHash> ids =
        List.of(RecordCodec.idHash(identity), RecordCodec.idHash(RegistryFixture.newIdentity()));
    RegistryBranches branches = proofs.prove(ids, block);
    AccountState account =
        StateProof.account(header.stateRoot(), registry.id().contract(), branches.account())
            .orElseThrow();
    byte[] present = StateProof.slot(account, Slot.key(ids.get(0)), branches.slots().get(0));
    assertEquals(1, present[StateProof.WORD - 1]);
    byte[] absent = StateProof.slot(account, Slot.key(ids.get(1)), branches.slots().get(1));
    assertArrayEquals(new byte[StateProof.WORD], absent);
  }

  private static ChangeListener reports(BlockingQueue<IdHash> into) {
    return new ChangeListener() {
      @Override
      public void changed(IdentityChanged change) {
        into.add(change.idHash());
      }

      @Override
      public void reorganised(long fork) {}

      @Override
      public void missed() {}
    };
  }
}
