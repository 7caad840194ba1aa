package org.dpk.provider.internal.bls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What either library accepts and refuses: answers that a third implementation gave. */
class BlsTest {

  private static final BlsVectors VECTORS = BlsVectors.read();
  private static final byte[] MESSAGE = new byte[32];
  private static final SigningKeys SIGNERS = SigningKeys.of(7, 5);

  @ParameterizedTest
  @EnumSource
  void theVectorsOfFastAggregateVerify(BlsLibrary library) {
    Bls bls = library.open();
    assertEquals(44, VECTORS.fastAggregateVerify().size());
    for (BlsVectors.Signed vector : VECTORS.fastAggregateVerify()) {
      assertEquals(
          vector.valid(),
          bls.fastAggregateVerify(vector.keys(), vector.message(), vector.signature()),
          vector.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommitteeWithoutItsAbsentees(BlsLibrary library) {
    Bls bls = library.open();
    assertEquals(14, VECTORS.byAbsentees().size());
    for (BlsVectors.ByAbsentees vector : VECTORS.byAbsentees()) {
      boolean verified =
          bls.verifyByAbsentees(
              vector.aggregate(), vector.absentees(), vector.message(), vector.signature());
      assertEquals(vector.valid(), verified, vector.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoPublicKeyIsRefusedAsKeyAndAsAggregate(BlsLibrary library) {
    Bls bls = library.open();
    byte[] signature = SIGNERS.sign(MESSAGE, 0);
    for (BlsVectors.Encoding vector : VECTORS.noPublicKey()) {
      byte[] key = vector.point();
      assertFalse(bls.fastAggregateVerify(List.of(key), MESSAGE, signature), vector.name());
      assertFalse(bls.verifyByAbsentees(key, List.of(), MESSAGE, signature), vector.name());
      Committee committee = bls.committee(key, List.of(key));
      assertFalse(committee.verify(all(1), MESSAGE, signature), vector.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoSignatureIsRefused(BlsLibrary library) {
    Bls bls = library.open();
    for (BlsVectors.Encoding vector : VECTORS.noSignature()) {
      byte[] signature = vector.point();
      assertFalse(
          bls.fastAggregateVerify(SIGNERS.publicKeys(0), MESSAGE, signature), vector.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommitteeVerifiesWhoeverSigned(BlsLibrary library) {
    Committee committee = library.open().committee(SIGNERS.aggregate(), SIGNERS.all());
    assertEquals(5, committee.size());
    for (int participants = 1; participants < 32; participants += 5) {
      BitSet bits = BitSet.valueOf(new long[] {participants});
      byte[] signature = SIGNERS.sign(MESSAGE, bits.stream().toArray());
      assertTrue(committee.verify(bits, MESSAGE, signature), bits::toString);
      bits.flip(participants % 5);
      assertFalse(committee.verify(bits, MESSAGE, signature), bits::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommitteeIsWhatItWasMadeOf(BlsLibrary library) {
    byte[] aggregate = SIGNERS.aggregate();
    List<byte[]> keys = new ArrayList<>();
    SIGNERS.all().forEach(key -> keys.add(key.clone()));
    Committee committee = library.open().committee(aggregate, keys);
    aggregate[5] ^= 1;
    keys.forEach(key -> key[5] ^= 1);
    keys.clear();
    byte[] signature = SIGNERS.sign(MESSAGE, 0, 1);
    assertTrue(committee.verify(all(2), MESSAGE, signature));
  }

  @Test
  void aCommitteeDecompressesAPointOnce() {
    CountedArithmetic<?> counted = new CountedArithmetic<>(new JblstArithmetic());
    Committee committee = new CheckedBls<>(counted).committee(SIGNERS.aggregate(), SIGNERS.all());
    assertEquals(0, counted.decompressions());
    for (int i = 0; i < 2; i++) {
      assertTrue(committee.verify(all(3), MESSAGE, SIGNERS.sign(MESSAGE, 0, 1, 2)));
      assertEquals(3, counted.decompressions(), "the aggregate and two absentees");
    }
    assertTrue(committee.verify(all(2), MESSAGE, SIGNERS.sign(MESSAGE, 0, 1)));
    assertEquals(4, counted.decompressions());
  }

  @ParameterizedTest
  @EnumSource
  void aMemberWhoseKeyIsNoPointCanOnlyBePresent(BlsLibrary library) {
    List<byte[]> keys = new ArrayList<>(SIGNERS.publicKeys(0, 1));
    keys.add(new byte[Bls.PUBLIC_KEY_LENGTH]);
    byte[] ofThree = SigningKeys.of(7, 3).aggregate();
    Committee committee = library.open().committee(ofThree, keys);
    assertTrue(committee.verify(all(3), MESSAGE, SIGNERS.sign(MESSAGE, 0, 1, 2)));
    assertFalse(committee.verify(all(2), MESSAGE, SIGNERS.sign(MESSAGE, 0, 1)));
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsNoCommitteeAndSignsNothing(BlsLibrary library) {
    Bls bls = library.open();
    byte[] signature = SIGNERS.sign(MESSAGE, 0, 1, 2, 3, 4);
    Committee committee = bls.committee(SIGNERS.aggregate(), SIGNERS.all());
    assertFalse(committee.verify(new BitSet(), MESSAGE, signature));
    refused("at least one", () -> bls.committee(SIGNERS.aggregate(), List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void lengthsAreCheckedBeforeAnythingElse(BlsLibrary library) {
    Bls bls = library.open();
    byte[] key = SIGNERS.all().get(0);
    byte[] signature = SIGNERS.sign(MESSAGE, 0);
    for (int length : new int[] {0, 47, 49, 96}) {
      byte[] wrong = new byte[length];
      String named = "a public key has 48 bytes, this has " + length;
      List<byte[]> keys = List.of(key, wrong);
      refused(named, () -> bls.fastAggregateVerify(keys, MESSAGE, signature));
      refused(named, () -> bls.verifyByAbsentees(key, keys, MESSAGE, signature));
      refused(named, () -> bls.verifyByAbsentees(wrong, List.of(), MESSAGE, signature));
      refused(named, () -> bls.committee(key, keys));
      refused(named, () -> bls.committee(wrong, List.of(key)));
    }
    Committee committee = bls.committee(key, List.of(key));
    for (int length : new int[] {0, 31, 33, 48, 95, 97, 192}) {
      byte[] wrong = new byte[length];
      refusedBy(bls, committee, "a message has 32 bytes, this has " + length, wrong, signature);
      refusedBy(bls, committee, "a signature has 96 bytes, this has " + length, MESSAGE, wrong);
    }
  }

  private static void refusedBy(
      Bls bls, Committee committee, String named, byte[] message, byte[] signature) {
    List<byte[]> keys = SIGNERS.publicKeys(0);
    refused(named, () -> bls.fastAggregateVerify(keys, message, signature));
    refused(named, () -> bls.verifyByAbsentees(keys.get(0), List.of(), message, signature));
    refused(named, () -> committee.verify(all(1), message, signature));
  }

  @ParameterizedTest
  @EnumSource
  void noMoreKeysThanACommitteeHas(BlsLibrary library) {
    Bls bls = library.open();
    byte[] key = SIGNERS.all().get(0);
    byte[] signature = SIGNERS.sign(MESSAGE, 0);
    List<byte[]> tooMany = Collections.nCopies(Bls.MAX_KEYS + 1, key);
    String named = "513 public keys, where a committee has at most 512";
    refused(named, () -> bls.fastAggregateVerify(tooMany, MESSAGE, signature));
    refused(named, () -> bls.verifyByAbsentees(key, tooMany, MESSAGE, signature));
    refused(named, () -> bls.committee(key, tooMany));
    assertEquals(512, bls.committee(key, tooMany.subList(0, Bls.MAX_KEYS)).size());
    Committee committee = bls.committee(key, List.of(key));
    refused(
        "member 1 signed, of a committee of 1", () -> committee.verify(all(2), MESSAGE, signature));
  }

  private static void refused(String message, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static BitSet all(int members) {
    BitSet bits = new BitSet();
    bits.set(0, members);
    return bits;
  }
}
