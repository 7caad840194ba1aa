package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry through a real node, over each transport. */
class RegistryReaderIT {

  /** How the node is reached. */
  private static RegistryFixture chain;

  private final Wallet owner = Wallet.create();
  private final DpkIdentity identity = RegistryFixture.newIdentity();

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @ParameterizedTest
  @EnumSource
  void followsAnIdentityThroughItsLife(Transport transport) throws Exception {
    try (EthereumNode node = EthereumNode.connect(transport.of(chain))) {
      RegistryReader reader = new RegistryReader(node);
      assertInstanceOf(Lookup.Absent.class, reader.find(identity));

      IdentityRecord first = chain.admit(identity, owner.address());
      Lookup.Active admitted = assertInstanceOf(Lookup.Active.class, reader.find(identity));
      assertEquals(first, admitted.record());
      assertEquals(Assurance.TRUSTED_NODE, admitted.assurance());
      assertEquals(node.newestBlock(), admitted.block());

      IdentityRecord second = chain.rotate(identity, owner);
      Lookup.Active rotated = assertInstanceOf(Lookup.Active.class, reader.find(identity));
      assertEquals(second, rotated.record());

      Receipt receipt = chain.revoke(identity);
      Lookup.Revoked revoked = assertInstanceOf(Lookup.Revoked.class, reader.find(identity));
      assertEquals(receipt.blockNumber(), revoked.changed());
    }
  }

  @Test
  void aBroughtRecordThatIsNewerThanTheKnownBlockIsFound() throws Exception {
    RegistryReader reader = new RegistryReader(chain.node());
    BlockRef before = chain.node().newestBlock();
    IdentityRecord first = chain.admit(identity, owner.address());
    EncodedRecord brought = EncodedRecord.of(first);

    assertEquals(first, ((Lookup.Active) reader.find(identity, brought, before)).record());

    BlockRef between = chain.node().newestBlock();
    IdentityRecord second = chain.rotate(identity, owner);
    Lookup rotated = reader.find(identity, EncodedRecord.of(second), between);
    assertEquals(second, ((Lookup.Active) rotated).record());
    assertEquals(second, ((Lookup.Active) reader.find(identity, brought, null)).record());
  }

  @Test
  void aRevokedIdentitysEntryIsWhatItsNextAdmissionNames() throws Exception {
    RegistryReader reader = new RegistryReader(chain.node());
    chain.admit(identity, owner.address());
    byte[] active = RecordCodec.encode(chain.rotate(identity, owner));
    chain.revoke(identity);

    RegistryEntry tombstone = reader.entry(identity);
    assertArrayEquals(RecordCodec.head(active), tombstone.head());
    assertArrayEquals(RecordCodec.digest(active), tombstone.digest());
    assertEquals(0, tombstone.record().length);

    IdentityRecord third = chain.record(identity, owner.address(), 3);
    chain.sender().send(chain.admission(tombstone, third), RegistryFixture.PATIENCE);
    assertEquals(third, ((Lookup.Active) reader.find(identity)).record());
  }

  @Test
  void anUnknownIdentityHasAnEmptyEntry() throws Exception {
    RegistryEntry entry = new RegistryReader(chain.node()).entry(identity);
    assertEquals(Slot.Status.ABSENT, entry.slot().status());
    assertEquals(0, entry.head().length);
    assertArrayEquals(new byte[32], entry.bodyHash());
    assertArrayEquals(new byte[32], entry.digest());
  }

  @Test
  void readsTheRolesOfAddresses() throws Exception {
    RegistryReader reader = new RegistryReader(chain.node());
    assertTrue(reader.isPkm(chain.pkm().address()));
    assertFalse(reader.isPkm(owner.address()));
    assertEquals(chain.devnet().deployer().address(), reader.owner().toString());
    assertEquals(Optional.empty(), reader.pkmKey(owner.address()));

    IdentityRecord own = chain.record(identity, chain.pkm().address(), 1);
    chain
        .sender()
        .send(chain.writer().storePkmKey(RecordCodec.encode(own)), RegistryFixture.PATIENCE);
    assertEquals(Optional.of(RecordCodec.idHash(identity)), reader.pkmKey(chain.pkm().address()));
    assertEquals(own, ((Lookup.Active) reader.find(identity)).record());
  }

  @Test
  void theTwoStepWayIsPendingUntilItIsApproved() throws Exception {
    RegistryReader reader = new RegistryReader(chain.node());
    Wallet device = Wallet.of(chain.devnet().account(2).privateKey());
    TransactionSender sender = new TransactionSender(chain.node(), device, FeePolicy.DEFAULT);
    IdentityRecord record = chain.record(identity, device.address(), 1);
    byte[] encoded = RecordCodec.encode(record);
    byte[] tokenHash = Keccak256.hash(new byte[] {1});
    assertTrue(reader.pending(tokenHash, device.address()).isEmpty());

    sender.send(chain.writer().addClient(encoded, tokenHash), RegistryFixture.PATIENCE);
    byte[] pending = reader.pending(tokenHash, device.address()).orElseThrow();
    assertTrue(new Slot(pending, 0, Slot.Status.ACTIVE).names(RecordCodec.digest(encoded)));
    assertInstanceOf(Lookup.Absent.class, reader.find(identity));

    ContractCall approval =
        chain
            .writer()
            .approveClient(tokenHash, device.address(), new byte[0], new byte[32], encoded);
    chain.sender().send(approval, RegistryFixture.PATIENCE);
    assertEquals(record, ((Lookup.Active) reader.find(identity)).record());
    assertTrue(reader.pending(tokenHash, device.address()).isEmpty());
  }
}
