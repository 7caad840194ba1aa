package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.dpk.provider.Assurance;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.offline.BadProofFile;
import org.dpk.provider.internal.offline.OfflineProof;
import org.dpk.provider.internal.offline.ProofCheck.Shown;
import org.dpk.provider.internal.offline.ProofFile;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.Stapling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proofs of a real chain as files: made by one light client, held against another's anchor. */
class OfflineProofsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static RegistryFixture chain;

  private final Wallet owner = Wallet.create();

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  private static LightSettings settings(RegistryFixture of) {
    return new LightSettings(
        List.of(of.http()), QuorumSettings.newest(1, 0), LightPolicy.DEFAULT, null);
  }

  private static byte[] proven(DpkIdentity identity) throws Exception {
    try (OfflineProofs proofs = new OfflineProofs(settings(chain), PATIENCE)) {
      return ProofFile.encode(proofs.prove(identity));
    }
  }

  private static Shown verified(byte[] file, RegistryFixture on) throws Exception {
    try (OfflineProofs proofs = new OfflineProofs(settings(on), PATIENCE)) {
      return proofs.verify(ProofFile.decode(file));
    }
  }

  private static void mine(RegistryFixture on, int blocks) throws Exception {
    on.devnet().anvil().rpc("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  @Test
  void aProofIsGoodInItsBlockAndAfterManyMore() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    IdentityRecord record = chain.admit(identity, owner.address());
    byte[] file = proven(identity);

    Shown atOnce = verified(file, chain);
    assertEquals(record, ((Lookup.Active) atOnce.lookup()).record());
    assertEquals(Assurance.QUORUM, atOnce.lookup().assurance());

    mine(chain, 200);
    Shown later = verified(file, chain);
    assertEquals(atOnce, later);
  }

  @Test
  void whatItShowsIsOfItsBlock() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    byte[] before = proven(identity);
    chain.admit(identity, owner.address());
    long revoked = chain.revoke(identity).blockNumber();
    assertInstanceOf(Lookup.Absent.class, verified(before, chain).lookup());
    Lookup after = verified(proven(identity), chain).lookup();
    assertEquals(revoked, assertInstanceOf(Lookup.Revoked.class, after).changed());
  }

  /** Another chain of the same id, whose registry has the same address. */
  @Test
  void aProofOfAnotherChainIsRefused() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    chain.admit(identity, owner.address());
    byte[] file = proven(identity);
    try (RegistryFixture other = RegistryFixture.start()) {
      assertEquals(chain.id(), other.id());
      RegistryException newer =
          assertThrows(RegistryException.Unanchored.class, () -> verified(file, other));
      assertTrue(newer.getMessage().contains("newer than"), newer::getMessage);
      mine(other, (int) chain.node().newestBlock().number() + 10);
      BadProofFile e = assertThrows(BadProofFile.class, () -> verified(file, other));
      assertTrue(e.getMessage().contains("not part of the chain"), e::getMessage);
    }
  }

  /** What a device that has no node sends along: its peer asks nobody. */
  @Test
  void itsStapleIsTakenByAPeer() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    chain.admit(identity, owner.address());
    OfflineProof proof = ProofFile.decode(proven(identity));
    Shown shown = verified(ProofFile.encode(proof), chain);
    byte[] staple = proof.staple(shown.lookup().block().hash());
    try (KeyRegistry peer = new LightMode(settings(chain)).open()) {
      Stapling stapling = Stapling.of(peer);
      Waiting.until(
          "the peer covers the block",
          () -> stapling.accept(identity, Staple.decode(staple)).isPresent());
      Lookup taken = stapling.accept(identity, Staple.decode(staple)).orElseThrow();
      assertArrayEquals(
          ((Lookup.Active) shown.lookup()).record().keys().get(0).kem(),
          ((Lookup.Active) taken).record().keys().get(0).kem());
    }
  }
}
