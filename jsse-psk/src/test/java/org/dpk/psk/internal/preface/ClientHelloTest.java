package org.dpk.psk.internal.preface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dpk.psk.PskAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientHelloTest {

  private static final byte[] RANDOM = new byte[64];

  /** A ClientHello with these extensions, as a handshake message. */
  private static byte[] hello(byte[]... extensions) {
    WireWriter all = new WireWriter(16);
    for (byte[] extension : extensions) {
      all.bytes(extension);
    }
    byte[] body =
        new WireWriter(16)
            .uint16(0x0303)
            .bytes(new byte[32])
            .opaque8(new byte[0])
            .opaque16(new byte[] {0x13, 0x01})
            .opaque8(new byte[] {0})
            .opaque16(all.toByteArray())
            .toByteArray();
    return new WireWriter(16).uint8(1).opaque24(body).toByteArray();
  }

  private static byte[] extension(int type, int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return new WireWriter(16).uint16(type).opaque16(bytes).toByteArray();
  }

  private static byte[] preSharedKey(int identities, int identityLength) {
    WireWriter list = new WireWriter(16);
    for (int i = 0; i < identities; i++) {
      list.opaque16(new byte[identityLength]).bytes(new byte[4]);
    }
    byte[] content =
        new WireWriter(16).opaque16(list.toByteArray()).opaque16(new byte[33]).toByteArray();
    return new WireWriter(16).uint16(41).opaque16(content).toByteArray();
  }

  private static byte[] assemble(byte[] records) throws FatalAlert {
    HandshakeAssembler assembler = new HandshakeAssembler();
    int at = 0;
    byte[] message = null;
    while (at < records.length) {
      assertNull(message, "one message");
      int length = (records[at + 3] & 0xFF) << 8 | records[at + 4] & 0xFF;
      assertTrue(length <= Records.MAX_FRAGMENT);
      message = assembler.add(records, at + 5, length);
      at += 5 + length;
    }
    return message;
  }

  @Test
  void readsWhatThePrefaceSays() throws Exception {
    byte[] message = {1, 2, 3};
    byte[] records =
        PrefaceHello.records(RANDOM, "server.example", List.of("h2", "http/1.1"), message);
    ClientHello hello = ClientHello.parse(assemble(records));
    assertEquals("server.example", hello.serverName());
    assertEquals(List.of("h2", "http/1.1"), hello.applicationProtocols());
    assertArrayEquals(message, hello.agreement());
    assertTrue(hello.offersTls13() && hello.offersTls12());
    assertFalse(hello.offersPreSharedKey());
    assertEquals(0x0301, (records[1] & 0xFF) << 8 | records[2] & 0xFF, "RFC 8446 §5.1");
  }

  @Test
  void aLongMessageTakesSeveralRecords() throws Exception {
    byte[] message = new byte[60_000];
    new Random(5).nextBytes(message);
    ClientHello hello =
        ClientHello.parse(assemble(PrefaceHello.records(RANDOM, null, List.of(), message)));
    assertNull(hello.serverName());
    assertArrayEquals(message, hello.agreement());
  }

  @Test
  void aMessageThatNoHelloHoldsIsRefusedHere() {
    byte[] message = new byte[PskAgreement.MAX_MESSAGE_LENGTH];
    FatalAlert e =
        assertThrows(
            FatalAlert.class, () -> PrefaceHello.records(RANDOM, null, List.of(), message));
    assertTrue(e.getMessage().contains("does not fit"), e.getMessage());
  }

  @Test
  void tellsNoExtensionFromAnEmptyOne() throws Exception {
    assertNull(ClientHello.parse(hello()).agreement());
    assertEquals(0, ClientHello.parse(hello(extension(0xFF44))).agreement().length);
  }

  @Test
  void withoutSupportedVersionsItIsTls12() throws Exception {
    ClientHello hello = ClientHello.parse(hello());
    assertTrue(hello.offersTls12());
    assertFalse(hello.offersTls13());
  }

  @Test
  void readsABoundedNumberOfIdentities() throws Exception {
    ClientHello hello = ClientHello.parse(hello(preSharedKey(100, 10)));
    assertTrue(hello.offersPreSharedKey());
    assertEquals(ClientHello.MAX_IDENTITIES, hello.pskIdentities().size());
    assertEquals(0, ClientHello.parse(hello(preSharedKey(1, 1025))).pskIdentities().size());
  }

  static Stream<Arguments> malformed() {
    byte[] name = extension(0, 0, 4, 0, 0, 1, 'a');
    return Stream.of(
        Arguments.of("the same extension twice", hello(name, name)),
        Arguments.of("pre_shared_key before another", hello(preSharedKey(1, 4), name)),
        Arguments.of("an empty list of names", hello(extension(0, 0, 0))),
        Arguments.of("an empty name", hello(extension(0, 0, 3, 0, 0, 0))),
        Arguments.of("two names", hello(extension(0, 0, 8, 0, 0, 1, 'a', 0, 0, 1, 'b'))),
        Arguments.of("a name with a space", hello(extension(0, 0, 4, 0, 0, 1, ' '))),
        Arguments.of("a name with a zero", hello(extension(0, 0, 4, 0, 0, 1, 0))),
        Arguments.of("bytes after the names", hello(extension(0, 0, 4, 0, 0, 1, 'a', 9))),
        Arguments.of("an empty protocol", hello(extension(16, 0, 3, 0, 1, 'a'))),
        Arguments.of("an empty list of protocols", hello(extension(16, 0, 0))),
        Arguments.of("no versions", hello(extension(43, 0))),
        Arguments.of("half a version", hello(extension(43, 3, 3, 4, 3))),
        Arguments.of("no identities", hello(extension(41, 0, 0, 0, 33))),
        Arguments.of(
            "an extension that is longer than the rest", hello(new byte[] {0, 9, 0, 5, 1})),
        Arguments.of("a ServerHello", new byte[] {2, 0, 0, 0}),
        Arguments.of("nothing", new byte[0]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isStrict(String what, byte[] message) {
    assertThrows(FatalAlert.class, () -> ClientHello.parse(message));
  }

  @Test
  void tooManyExtensionsAreRefused() {
    byte[][] many = new byte[65][];
    Arrays.setAll(many, i -> extension(0x1000 + i));
    assertThrows(FatalAlert.class, () -> ClientHello.parse(hello(many)));
  }

  @Test
  void everyTruncationIsRefusedOrEndsBeforeTheExtensions() throws Exception {
    byte[] whole =
        assemble(PrefaceHello.records(RANDOM, "server.example", List.of("h2"), new byte[40]));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      int extensionsAt = 4 + 2 + 32 + 33 + 2 + 12 + 2;
      if (length != extensionsAt) {
        assertThrows(FatalAlert.class, () -> ClientHello.parse(part), "length " + length);
      }
    }
  }

  @Test
  void anyBytesAreParsedOrRefused() throws Exception {
    Random random = new Random(11);
    byte[] whole =
        assemble(PrefaceHello.records(RANDOM, "server.example", List.of("h2"), new byte[40]));
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        changed[4 + random.nextInt(changed.length - 4)] = (byte) random.nextInt();
      }
      try {
        ClientHello.parse(changed);
      } catch (FatalAlert e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "changes matter: " + refused);
  }
}
