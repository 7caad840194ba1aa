package org.dpk.provider.internal.nsl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.nsl.Plaintext.Box1;
import org.dpk.provider.internal.nsl.Plaintext.Box2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages and what is in the boxes: their bounds and rules. {@link NslDecodersTest} has the rest.
 */
class NslMessageTest {

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void lengthsThatPromiseMuchTakeNoMemory() {
    byte[] promise = new byte[14];
    promise[0] = 1;
    promise[1] = 1;
    promise[10] = (byte) 0xFF;
    promise[11] = (byte) 0xFF;
    long before = allocated();
    for (int i = 0; i < 10_000; i++) {
      assertThrows(MalformedMessage.class, () -> NslMessage.decode(promise));
    }
    // 64 KiB each would be 640 MB
    assertTrue(allocated() - before < 50_000_000, "bytes taken: " + (allocated() - before));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void boundsOfAMessage() {
    byte[] tooLong = new byte[NslMessage.MAX_LENGTH + 1];
    assertThrows(MalformedMessage.class, () -> NslMessage.decode(tooLong));
    NslMessage.Ns34 large = new NslMessage.Ns34(new byte[8], new byte[40_000], new byte[40_000]);
    assertThrows(IllegalArgumentException.class, large::encode);
    NslMessage.Ns34 larger = new NslMessage.Ns34(new byte[8], new byte[65_536], new byte[17]);
    assertThrows(IllegalArgumentException.class, larger::encode);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void box1IsPaddedAndDecodesToItself(long seed) throws MalformedMessage {
    Random random = new Random(seed);
    Box1 box = NslDecoders.box1(random, random.nextBoolean());
    byte[] bytes = box.encode();

    assertEquals(0, bytes.length % 128);
    Box1 decoded = Box1.decode(bytes, true);
    assertEquals(box.idA(), decoded.idA());
    assertEquals(box.recVersionA(), decoded.recVersionA());
    assertArrayEquals(bytes, decoded.encode());
  }

  @Test
  void identitiesOfOneLengthClassLookAlike() {
    Random random = new Random(1);
    for (String name : List.of("dns:a", "dns:server.example.org", "ip:192.0.2.1")) {
      Box1 box =
          new Box1(
              NslDecoders.bytes(32, random),
              DpkIdentity.parse(name),
              1,
              NslDecoders.bytes(32, random),
              null);
      assertEquals(128, box.encode().length);
    }
  }

  @Test
  void refusesPaddingThatSaysSomething() {
    DpkIdentity id = DpkIdentity.parse("dns:a");
    byte[] box = new Box1(new byte[32], id, 1, new byte[32], null).encode();
    box[box.length - 1] ^= 1;
    assertThrows(MalformedMessage.class, () -> Box1.decode(box, true));
    assertThrows(
        MalformedMessage.class, () -> Box1.decode(Arrays.copyOf(box, box.length - 1), true));
  }

  @Test
  void extensionsAscendAndCriticalOnesAreKnown() throws MalformedMessage {
    byte[] twice = {0, 9, 0, 0, 0, 9, 0, 0};
    byte[] descending = {0, 9, 0, 0, 0, 8, 0, 0};
    byte[] cut = {0, 9, 0, 1};
    assertThrows(MalformedMessage.class, () -> NslExtension.decode(twice));
    assertThrows(MalformedMessage.class, () -> NslExtension.decode(descending));
    assertThrows(MalformedMessage.class, () -> NslExtension.decode(cut));
    assertEquals(0, NslExtension.decode(new byte[0]).size());

    // 0x0009 is left alone, 0x8009 not
    Random random = new Random(1);
    assertEquals(
        "dns:b", Box2.decode(withExtension(NslDecoders.box2(random), 0x0009)).idB().toString());
    assertThrows(
        MalformedMessage.class, () -> Box2.decode(withExtension(NslDecoders.box2(random), 0x8009)));
  }

  private static byte[] withExtension(Box2 box, int type) {
    byte[] plain = box.encode();
    byte[] extended = Arrays.copyOf(plain, plain.length + 4);
    extended[plain.length - 1] = 4;
    extended[plain.length] = (byte) (type >>> 8);
    extended[plain.length + 1] = (byte) type;
    return extended;
  }

  @Test
  void aKeyThatMayNotBeUsedIsNone() {
    Random random = new Random(1);
    DpkIdentity b = DpkIdentity.parse("dns:b");
    byte[] n = NslDecoders.bytes(32, random);
    assertThrows(MalformedMessage.class, () -> Box2.decode(new Box2(n, n, b, n, 0, 5).encode()));
    assertThrows(MalformedMessage.class, () -> Box2.decode(new Box2(n, n, b, n, 5, 0).encode()));
  }

  @Test
  void identitiesAreCanonical() {
    for (String name :
        List.of("dns:B", "dns:b.", "DNS:b", "ip:::ffff:1.2.3.4", "b", "dns:\u0080")) {
      byte[] id = name.getBytes(ISO_8859_1);
      byte[] box =
          new WireWriter(64 + 1 + id.length + 32 + 6 + 2)
              .fixed(new byte[64])
              .vector8(id)
              .fixed(new byte[32])
              .uint32(1)
              .uint16(1)
              .uint16(0)
              .done();
      assertThrows(MalformedMessage.class, () -> Box2.decode(box), name);
    }
  }

  @Test
  void alertsAreEitherInClearOrSealed() {
    byte[] hsId = new byte[8];
    for (byte[] bad :
        List.of(
            new NslMessage.Alert(hsId, 0, new byte[0]).encode(),
            new NslMessage.Alert(hsId, 0, new byte[16]).encode(),
            new NslMessage.Alert(hsId, 7, new byte[17]).encode())) {
      assertThrows(MalformedMessage.class, () -> NslMessage.decode(bad));
    }
  }

  @Test
  void keyUnknown() {
    assertTrue(KeyUnknownMessage.is(KeyUnknownMessage.create()));
    assertFalse(KeyUnknownMessage.is(new byte[0]));
    assertFalse(KeyUnknownMessage.is(NslMessage.Alert.clear(new byte[8], AlertCode.BUSY).encode()));
    assertEquals(NslMessage.HEADER_LENGTH, KeyUnknownMessage.create().length);
  }
}
