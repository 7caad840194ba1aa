package org.dpk.provider.internal.bls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** What {@code src/test/tools/bls-vectors} computes with another implementation. */
record BlsVectors(
    List<Signed> fastAggregateVerify,
    List<ByAbsentees> byAbsentees,
    List<Encoding> noPublicKey,
    List<Encoding> noSignature) {

  record Signed(String name, boolean valid, List<byte[]> keys, byte[] message, byte[] signature) {}

  record ByAbsentees(
      String name,
      boolean valid,
      byte[] aggregate,
      List<byte[]> absentees,
      byte[] message,
      byte[] signature) {}

  record Encoding(String name, byte[] point) {}

  static BlsVectors read() {
    try (InputStream in = BlsVectors.class.getResourceAsStream("/bls/vectors.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      return new BlsVectors(
          list(all.get("fastAggregateVerify"), BlsVectors::signed),
          list(all.get("byAbsentees"), BlsVectors::byAbsentees),
          list(all.get("noPublicKey"), BlsVectors::encoding),
          list(all.get("noSignature"), BlsVectors::encoding));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Signed signed(JsonNode vector) {
    return new Signed(
        vector.get("name").asText(),
        vector.get("valid").asBoolean(),
        list(vector.get("keys"), BlsVectors::bytes),
        bytes(vector.get("message")),
        bytes(vector.get("signature")));
  }

  private static ByAbsentees byAbsentees(JsonNode vector) {
    return new ByAbsentees(
        vector.get("name").asText(),
        vector.get("valid").asBoolean(),
        bytes(vector.get("aggregate")),
        list(vector.get("absentees"), BlsVectors::bytes),
        bytes(vector.get("message")),
        bytes(vector.get("signature")));
  }

  private static Encoding encoding(JsonNode vector) {
    return new Encoding(vector.get("name").asText(), bytes(vector.get("point")));
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    array.forEach(node -> list.add(element.apply(node)));
    return list;
  }

  private static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText());
  }
}
