package org.dpk.provider.internal.bls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.crypto.bls.BLS12_381Pairing;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.crypto.bls.Fp12Element;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.SecretKey;

/** What one library signs, the other verifies; what one refuses, so does the other. */
class TwoLibrariesTest {

  private static final String CIPHERSUITE = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

  private final BouncyCastleArithmetic java = new BouncyCastleArithmetic();
  private final JblstArithmetic blst = new JblstArithmetic();
  private final List<Bls> both = List.of(new CheckedBls<>(java), new CheckedBls<>(blst));

  @Test
  void eachVerifiesWhatTheOtherSigned() {
    Random random = new Random(1);
    for (int i = 0; i < 5; i++) {
      SigningKeys signer = SigningKeys.of(random.nextLong(), 1);
      byte[] message = bytes(random, 32);
      byte[] signature = signer.sign(message, 0);
      assertArrayEquals(signature, signedByBlst(signer, message));
      for (Bls bls : both) {
        assertTrue(bls.fastAggregateVerify(signer.all(), message, signature), bls.library());
      }
    }
  }

  private static byte[] signedByBlst(SigningKeys signer, byte[] message) {
    SecretKey secret = new SecretKey();
    secret.from_bendian(signer.secret(0));
    return new P2().hash_to(message, CIPHERSUITE).sign_with(secret).compress();
  }

  @Test
  void committeesOfAnySizeWithAnyAbsentees() {
    Random random = new Random(2);
    for (int i = 0; i < 4; i++) {
      int members = 2 + random.nextInt(60);
      SigningKeys signers = SigningKeys.of(random.nextLong(), members);
      BitSet participants = participants(random, members);
      byte[] message = bytes(random, 32);
      byte[] signature = signers.sign(message, participants.stream().toArray());
      for (Bls bls : both) {
        Committee committee = bls.committee(signers.aggregate(), signers.all());
        assertTrue(committee.verify(participants, message, signature), bls.library());
        participants.flip(i % members);
        assertFalse(committee.verify(participants, message, signature), bls.library());
        participants.flip(i % members);
      }
    }
  }

  private static BitSet participants(Random random, int members) {
    BitSet participants = new BitSet();
    participants.set(random.nextInt(members));
    for (int i = 0; i < members; i++) {
      if (random.nextInt(3) > 0) {
        participants.set(i);
      }
    }
    return participants;
  }

  @Test
  void anyChangedBitIsRefused() {
    Random random = new Random(3);
    SigningKeys signers = SigningKeys.of(4, 3);
    byte[] message = bytes(random, 32);
    byte[] signature = signers.sign(message, 0, 1);
    for (Bls bls : both) {
      for (int i = 0; i < 16; i++) {
        byte[] aggregate = signers.aggregate();
        byte[] absentee = signers.all().get(2).clone();
        byte[] otherMessage = message.clone();
        byte[] otherSignature = signature.clone();
        byte[][] parts = {aggregate, absentee, otherMessage, otherSignature};
        byte[] changed = parts[i % parts.length];
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        assertFalse(
            bls.verifyByAbsentees(aggregate, List.of(absentee), otherMessage, otherSignature),
            bls.library());
      }
    }
  }

  /** About half of all x have a point, and hardly any of those is in the subgroup. */
  @Test
  void theSameEncodingsAreKeys() {
    Random random = new Random(5);
    int points = 0;
    for (int i = 0; i < 300; i++) {
      byte[] encoded = bytes(random, Bls.PUBLIC_KEY_LENGTH);
      encoded[0] = (byte) (0x80 | encoded[0] & 0x3F);
      Optional<ECPoint> first = java.decompress(encoded);
      Optional<P1_Affine> second = blst.decompress(encoded);
      assertEquals(first.isPresent(), second.isPresent());
      if (first.isPresent()) {
        points++;
        assertArrayEquals(encoded, BLS12_381Serialization.compressG1(first.get()));
        assertArrayEquals(encoded, second.get().compress());
        assertFalse(java.isPublicKey(first.get()));
        assertFalse(blst.isPublicKey(second.get()));
      }
    }
    assertTrue(points > 50, points + " of 300 are points");
  }

  @Test
  void infinityIsNoKeyAndTheSumsAreTheSame() {
    List<byte[]> keys = SigningKeys.of(6, 3).all();
    List<ECPoint> first = keys.stream().map(key -> java.decompress(key).orElseThrow()).toList();
    List<P1_Affine> second = keys.stream().map(key -> blst.decompress(key).orElseThrow()).toList();
    assertArrayEquals(
        BLS12_381Serialization.compressG1(java.sum(first)), blst.sum(second).compress());
    assertArrayEquals(
        BLS12_381Serialization.compressG1(java.difference(first.get(0), first.get(1))),
        blst.difference(second.get(0), second.get(1)).compress());
    assertFalse(java.isPublicKey(java.difference(first.get(0), first.get(0))));
    assertFalse(blst.isPublicKey(blst.difference(second.get(0), second.get(0))));
    assertTrue(java.isPublicKey(java.sum(List.of(first.get(0), first.get(0)))));
    assertTrue(blst.isPublicKey(blst.sum(List.of(second.get(0), second.get(0)))));
  }

  /**
   * Hence only the check of the subgroup keeps such points out: the pairing takes it for nothing.
   */
  @Test
  void aPairingDoesNotNoticeTorsion() {
    byte[] torsion =
        BlsVectors.read().noPublicKey().stream()
            .filter(vector -> vector.name().equals("a torsion point"))
            .findFirst()
            .orElseThrow()
            .point();
    ECPoint point = java.decompress(torsion).orElseThrow();
    assertFalse(java.isPublicKey(point));
    byte[] any = SigningKeys.of(8, 1).sign(new byte[32], 0);
    assertEquals(
        Fp12Element.ONE, BLS12_381Pairing.pair(point, BLS12_381Serialization.decompressG2(any)));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
