package org.dpk.provider.internal.record;

import static org.dpk.provider.internal.VectorFile.bytes;
import static org.dpk.provider.internal.VectorFile.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.RecordExtension;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.VectorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {

  private static final int RSA_2048 = 0x0101;
  private static final int X25519 = 0x0201;
  private static final int XWING = 0x0301;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void vectors() throws Exception {
    Map<String, Object> generated = Map.of("records", generateVectors());

    JsonNode file = VectorFile.readOrWrite("record.json", generated);

    assertEquals(VectorFile.asJson(generated), file);
    for (JsonNode vector : file.get("records")) {
      byte[] record = bytes(vector.get("record"));
      assertArrayEquals(record, RecordCodec.encode(RecordCodec.decode(record)));
      assertEquals(
          record.length, bytes(vector.get("head")).length + bytes(vector.get("body")).length);
    }
  }

  private static List<Map<String, String>> generateVectors() throws RecordFormatException {
    Random random = new Random(20260101);
    SuiteKey x25519 = key(X25519, 32, 32, random);
    SuiteKey rsa = key(RSA_2048, 270, 0, random);
    SuiteKey xwing = key(XWING, 1216, 0, random);
    String longDns = "dns:" + ("a".repeat(60) + ".").repeat(4) + "example";
    List<Map<String, String>> vectors = new ArrayList<>();
    add(vectors, "dns, X25519", record(1, 0, 0, "dns:server.example.org", List.of(x25519)));
    add(
        vectors,
        "ip, IPv4, rotated, with times",
        record(2, 1767225600L, 1798761600L, "ip:192.0.2.17", List.of(x25519)));
    add(vectors, "ip, IPv6", record(3, 0, 1798761600L, "ip:2001:db8::17", List.of(x25519)));
    add(
        vectors,
        "uuid",
        record(1, 0, 0, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", List.of(x25519)));
    add(vectors, "longest identity", record(1, 0, 0, longDns.substring(0, 255), List.of(x25519)));
    add(vectors, "shortest dns", record(1, 0, 0, "dns:a", List.of(x25519)));
    add(vectors, "RSA-2048", record(1, 0, 0, "dns:rsa.example.org", List.of(rsa)));
    add(vectors, "X-Wing", record(1, 0, 0, "dns:pq.example.org", List.of(xwing)));
    add(
        vectors,
        "three suites in order of preference",
        record(7, 0, 0, "dns:all.example.org", List.of(xwing, x25519, rsa)));
    add(
        vectors,
        "extensions",
        record(
            1,
            0,
            0,
            "dns:ext.example.org",
            List.of(x25519),
            new RecordExtension(RecordExtension.ENDPOINT, "ext.example.org:8443".getBytes()),
            new RecordExtension(RecordExtension.DELEGATE, "dns:gateway.example.org".getBytes()),
            new RecordExtension(RecordExtension.EVIDENCE, new byte[32]),
            new RecordExtension(0xFFFF, new byte[0])));
    add(vectors, "no keys, no extensions", record(9, 0, 0, "dns:empty.example.org", List.of()));
    add(
        vectors,
        "largest version, unknown suite",
        record(
            Long.MAX_VALUE,
            1,
            Long.MAX_VALUE,
            "dns:max.example.org",
            List.of(key(0xFFFF, 0, 1, random))));
    add(
        vectors,
        "longest record",
        record(
            1,
            0,
            0,
            "dns:long.example.org",
            List.of(x25519),
            new RecordExtension(4, new byte[RecordCodec.MAX_LENGTH - 66 - 20 - 2 - 70 - 2 - 4])));
    return vectors;
  }

  private static void add(List<Map<String, String>> vectors, String name, IdentityRecord record)
      throws RecordFormatException {
    byte[] encoded = RecordCodec.encode(record);
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("name", name);
    vector.put("record", hex(encoded));
    vector.put("head", hex(RecordCodec.head(encoded)));
    vector.put("body", hex(RecordCodec.body(encoded)));
    vector.put("idHash", RecordCodec.idHash(record.identity()).toString());
    vector.put("digest", hex(RecordCodec.digest(encoded)));
    vector.put("recHash", hex(RecordCodec.recHash(encoded)));
    vectors.add(vector);
  }

  @Test
  void aRecordByteByByte() {
    IdentityRecord record =
        new IdentityRecord(
            0x0102,
            EthereumAddress.parse("0x" + "11".repeat(20)),
            EthereumAddress.parse("0x" + "22".repeat(20)),
            0x0a,
            0x0b,
            DpkIdentity.parse("dns:a"),
            List.of(new SuiteKey(X25519, new byte[] {1, 2}, new byte[] {3})),
            List.of(new RecordExtension(1, new byte[] {9})));

    String expected =
        "01 0000000000000102"
            + "11".repeat(20)
            + "22".repeat(20)
            + "000000000000000a 000000000000000b 05 646e733a61"
            + "0009 0201 0002 0102 0001 03 0005 0001 0001 09";
    assertEquals(expected.replace(" ", ""), HexFormat.of().formatHex(RecordCodec.encode(record)));
  }

  @Test
  void keccakIsTheChainsAndNotSha3() {
    assertEquals(
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        HexFormat.of().formatHex(Keccak256.hash(new byte[0])));
    assertArrayEquals(
        Keccak256.hash("abc".getBytes()), Keccak256.hash("a".getBytes(), "bc".getBytes()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void roundTrip(long seed) throws RecordFormatException {
    IdentityRecord record = randomRecord(new Random(seed));

    assertEquals(record, RecordCodec.decode(RecordCodec.encode(record)));
  }

  @Test
  void refusesWhatBreaksARule() {
    byte[] good = RecordCodec.encode(record(1, 0, 0, "dns:ab", List.of()));
    refused(good, 0, 2); // format
    refused(good, 8, 0); // version 0
    refused(good, 1, 0x80); // version 2^63
    refused(good, 49, 0x80); // not_before
    refused(good, 57, 0x80); // not_after
    refused(good, 66, 'D'); // not canonical
    refused(good, 71, 'B'); // not canonical
    refused(good, 71, 0xFF); // not ASCII
    refused(good, 65, 0); // no identity
    byte[] nobody = good.clone();
    Arrays.fill(nobody, 9, 29, (byte) 0);
    assertThrows(RecordFormatException.class, () -> RecordCodec.decode(nobody));
    SuiteKey key = new SuiteKey(1, new byte[1], new byte[1]);
    byte[] keyed = RecordCodec.encode(record(1, 0, 0, "dns:ab", List.of(key)));
    byte[] twice = ByteBuffer.allocate(keyed.length + 8).put(keyed, 0, 72).array();
    twice[73] = 16;
    System.arraycopy(keyed, 74, twice, 74, 8);
    System.arraycopy(keyed, 74, twice, 82, 8);
    assertThrows(RecordFormatException.class, () -> RecordCodec.decode(twice));
  }

  private static void refused(byte[] good, int offset, int value) {
    byte[] bad = good.clone();
    bad[offset] = (byte) value;
    assertThrows(RecordFormatException.class, () -> RecordCodec.decode(bad), "offset " + offset);
  }

  @Test
  void boundsOfARecord() throws IOException {
    RecordExtension tooLong = new RecordExtension(1, new byte[RecordCodec.MAX_LENGTH]);
    IdentityRecord record = record(1, 0, 0, "dns:a", List.of(), tooLong);

    assertThrows(IllegalArgumentException.class, () -> RecordCodec.encode(record));
    assertThrows(
        RecordFormatException.class,
        () -> RecordCodec.decode(new byte[RecordCodec.MAX_LENGTH + 1]));
    assertThrows(RecordFormatException.class, () -> RecordCodec.head(new byte[0]));
  }

  @Test
  void theLongestRecordIsRead() throws RecordFormatException {
    IdentityRecord empty = record(1, 0, 0, "dns:a", List.of());
    int room = RecordCodec.MAX_LENGTH - RecordCodec.encode(empty).length - 4;
    IdentityRecord longest =
        record(1, 0, 0, "dns:a", List.of(), new RecordExtension(1, new byte[room]));
    byte[] bytes = RecordCodec.encode(longest);

    assertEquals(RecordCodec.MAX_LENGTH, bytes.length);
    assertEquals(longest, RecordCodec.decode(bytes));
  }

  /** The contract admits a head with any body, and none is one. */
  @Test
  void aHeadStandsAlone() throws RecordFormatException {
    byte[] head = RecordCodec.head(RecordCodec.encode(record(1, 0, 0, "dns:a", List.of())));

    assertEquals(66 + 5, head.length);
    assertArrayEquals(head, RecordCodec.head(head));
    assertEquals(0, RecordCodec.body(head).length);
    byte[] cut = Arrays.copyOf(head, head.length - 1);
    assertThrows(RecordFormatException.class, () -> RecordCodec.head(cut));
  }

  private static IdentityRecord record(
      long version,
      long notBefore,
      long notAfter,
      String identity,
      List<SuiteKey> keys,
      RecordExtension... extensions) {
    return new IdentityRecord(
        version,
        EthereumAddress.parse("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"),
        EthereumAddress.parse("0x2b5ad5c4795c026514f8317c7a215e218dccd6cf"),
        notBefore,
        notAfter,
        DpkIdentity.parse(identity),
        keys,
        List.of(extensions));
  }

  static IdentityRecord randomRecord(Random random) {
    List<SuiteKey> keys = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(key(i * 256 + random.nextInt(256), random.nextInt(40), random.nextInt(40), random));
    }
    List<RecordExtension> extensions = new ArrayList<>();
    for (int i = random.nextInt(4), type = 0; i > 0; i--) {
      type += 1 + random.nextInt(1000);
      extensions.add(new RecordExtension(type, randomBytes(random.nextInt(40), random)));
    }
    DpkIdentity identity =
        switch (random.nextInt(3)) {
          case 0 -> DpkIdentity.parse("dns:d" + random.nextInt(100_000) + ".example");
          case 1 -> DpkIdentity.ofHost("2001:db8::" + Integer.toHexString(random.nextInt(65536)));
          default -> DpkIdentity.of(new java.util.UUID(random.nextLong(), random.nextLong()));
        };
    return new IdentityRecord(
        1 + (random.nextLong() >>> 2),
        EthereumAddress.of(randomBytes(20, random)),
        EthereumAddress.of(randomBytes(20, random)),
        random.nextLong() >>> 1,
        random.nextLong() >>> 1,
        identity,
        keys,
        extensions);
  }

  private static SuiteKey key(int suite, int kem, int sig, Random random) {
    return new SuiteKey(suite, randomBytes(kem, random), randomBytes(sig, random));
  }

  private static byte[] randomBytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
