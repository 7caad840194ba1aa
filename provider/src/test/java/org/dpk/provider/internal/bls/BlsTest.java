package org.dpk.provider.internal.bls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlsTest {

  private static final byte[] MESSAGE = new byte[32];

  private final Bls bls = BlsLibrary.best();
  private final SigningKeys signers = SigningKeys.of(7, 5);

  @Test
  void theCommitteeWithoutItsAbsenteesSigned() {
    byte[] signature = signers.sign(MESSAGE, 0, 2, 3);
    List<byte[]> absentees = signers.publicKeys(1, 4);
    assertTrue(bls.verifyByAbsentees(signers.aggregate(), absentees, MESSAGE, signature));
    assertTrue(bls.fastAggregateVerify(signers.publicKeys(0, 2, 3), MESSAGE, signature));
    assertFalse(
        bls.verifyByAbsentees(signers.aggregate(), signers.publicKeys(1), MESSAGE, signature));
  }

  @Test
  void aCommitteeRemembersItsPoints() {
    Committee committee = bls.committee(signers.aggregate(), signers.all());
    BitSet participants = BitSet.valueOf(new long[] {0b01101});
    byte[] signature = signers.sign(MESSAGE, 0, 2, 3);
    assertTrue(committee.verify(participants, MESSAGE, signature));
    assertTrue(committee.verify(participants, MESSAGE, signature));
    participants.set(1);
    assertFalse(committee.verify(participants, MESSAGE, signature));
  }
}
