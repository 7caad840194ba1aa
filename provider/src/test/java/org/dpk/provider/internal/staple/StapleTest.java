package org.dpk.provider.internal.staple;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dpk.provider.internal.proof.MerklePatricia;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordDecoders;
import org.dpk.provider.internal.staple.Staple.Evidence;
import org.junit.jupiter.api.Test;

/** nsl.md "Staple". */
class StapleTest {

  private static final EncodedRecord RECORD = RecordDecoders.some(new Random(3));

  private static final byte[] HASH = new byte[32];

  @Test
  void itIsLaidOutAsSpecified() throws Exception {
    byte[] node = {(byte) 0xC1, (byte) 0x80};
    byte[] leaf = {5};
    Staple staple =
        new Staple(RECORD, new Evidence(31337, HASH, List.of(node, leaf), List.of(leaf)));
    byte[] record = RECORD.bytes();
    ByteBuffer expected = ByteBuffer.allocate(2 + record.length + 8 + 32 + 2 + 7 + 2 + 3);
    expected.putShort((short) record.length).put(record).putLong(31337).put(HASH);
    expected.putShort((short) 7).putShort((short) 2).put(node).putShort((short) 1).put(leaf);
    expected.putShort((short) 3).putShort((short) 1).put(leaf);
    assertArrayEquals(expected.array(), staple.encode());

    Staple decoded = Staple.decode(expected.array());
    assertEquals(RECORD, decoded.record());
    assertEquals(31337, decoded.evidence().chainId());
    assertArrayEquals(leaf, decoded.evidence().accountProof().get(1));

    byte[] alone = Staple.of(RECORD).encode();
    assertEquals(2 + record.length, alone.length);
    assertEquals(Staple.of(RECORD), Staple.decode(alone));
  }

  @Test
  void whatIsCutInsideItsProofIsNoStaple() throws Exception {
    byte[] whole =
        new Staple(RECORD, new Evidence(1, HASH, List.of(new byte[50]), List.of(new byte[40])))
            .encode();
    int alone = Staple.of(RECORD).encode().length;
    int refused = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == alone) {
        assertEquals(Staple.of(RECORD), Staple.decode(cut));
      } else {
        assertThrows(WrongStaple.class, () -> Staple.decode(cut), "length " + length);
        refused++;
      }
    }
    assertEquals(whole.length - 1, refused);
  }

  @Test
  void boundsHoldBothWays() {
    byte[] node = {1};
    List<byte[]> one = List.of(node);
    List<byte[]> many = Collections.nCopies(MerklePatricia.MAX_NODES + 1, node);
    List<byte[]> large = List.of(new byte[MerklePatricia.MAX_NODE_LENGTH + 1]);
    List<byte[]> empty = List.of(new byte[0]);
    for (List<byte[]> wrong : List.of(many, large, empty, List.<byte[]>of())) {
      assertThrows(
          WrongStaple.class, () -> new Staple(RECORD, new Evidence(1, HASH, wrong, one)).encode());
      assertThrows(
          WrongStaple.class, () -> new Staple(RECORD, new Evidence(1, HASH, one, wrong)).encode());
      assertThrows(WrongStaple.class, () -> Staple.decode(raw(wrong, one)));
      assertThrows(WrongStaple.class, () -> Staple.decode(raw(one, wrong)));
    }
    List<byte[]> huge =
        Collections.nCopies(MerklePatricia.MAX_NODES, new byte[MerklePatricia.MAX_NODE_LENGTH]);
    assertThrows(
        WrongStaple.class, () -> new Staple(RECORD, new Evidence(1, HASH, huge, huge)).encode());
    assertThrows(WrongStaple.class, () -> Staple.decode(new byte[Staple.MAX_LENGTH + 1]));
  }

  /** Lengths that promise what is not there take no memory: Decoder's contract measures that. */
  @Test
  void whatIsStapledInPlaceOfARecordIsRefused() {
    byte[] noRecord = ByteBuffer.allocate(102).putShort((short) 100).array();
    WrongStaple e = assertThrows(WrongStaple.class, () -> Staple.decode(noRecord));
    assertTrue(String.valueOf(e.getMessage()).contains("no record"));
  }

  private static byte[] raw(List<byte[]> account, List<byte[]> slot) {
    ByteBuffer out = ByteBuffer.allocate(20_000);
    out.putShort((short) RECORD.bytes().length).put(RECORD.bytes()).putLong(1).put(HASH);
    for (List<byte[]> proof : List.of(account, slot)) {
      int length = proof.stream().mapToInt(node -> 2 + node.length).sum();
      out.putShort((short) length);
      proof.forEach(node -> out.putShort((short) node.length).put(node));
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
