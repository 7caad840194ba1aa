package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.contracts.devnet.Hardhat;
import org.dpk.contracts.devnet.LocalChain;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.proof.ProofRecorder;
import org.dpk.provider.internal.proof.RecordedChain;
import org.dpk.provider.internal.proof.RecordedChainCheck;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What DPK asks of a node, with other nodes than anvil, which the rest of the tests use. With
 * {@code -Dproofs.record.nodes=FOLDER} their proofs are kept, to be verified where no such node
 * runs.
 */
@Tag("one-jdk")
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

  /** The block of the admission; whatever is done to a proof, it is refused. */
  private static void assertProven(RegistryFixture registry, DpkIdentity identity)
      throws Exception {
    long changed = new RegistryReader(registry.node()).entry(identity).slot().changed();
    ProofRecorder recorder =
        new ProofRecorder(registry.devnet().chain()::rpc).block("0x" + Long.toHexString(changed));
    recorder.prove(
        "the registry, with an identity and without",
        registry.id().contract().toString(),
        Slot.key(RecordCodec.idHash(identity)),
        Slot.key(RecordCodec.idHash(RegistryFixture.newIdentity())));
    recorder.prove("an account without code", registry.devnet().deployer().address());
    recorder.prove("no account", "0x" + "99".repeat(20));
    RecordedChain recorded = RecordedChain.of(recorder.recorded());
    RecordedChainCheck check = RecordedChainCheck.of(recorded);
    System.out.println(recorded.node() + ": " + check);
    assertTrue(check.headers() == 1 && check.logs() >= 1, check::toString);
    assertTrue(check.present() >= 3 && check.absent() >= 2, check::toString);
    assertTrue(check.refused() > 10_000, check::toString);
    String folder = System.getProperty("proofs.record.nodes");
    if (folder != null) {
      String name = recorded.node().replaceAll("[^A-Za-z].*", "").toLowerCase(Locale.ROOT);
      recorder.writeTo(Path.of(folder, name + ".json"));
    }
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
