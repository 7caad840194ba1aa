package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Shared test data, which is no part of this repository: where it is not there, the tests that want
 * it are skipped and say so.
 */
final class SharedVectors {

  private static final Path SHARED =
      Path.of(System.getProperty("basedir", "."), "..", "..", "shared", "testdata");

  private SharedVectors() {}

  static byte[] bytes(String name) throws IOException {
    Path file = SHARED.resolve(name);
    assumeTrue(
        Files.exists(file),
        () -> "SKIPPED: the shared test data is not here: " + file.toAbsolutePath().normalize());
    return Files.readAllBytes(file);
  }

  static JsonNode json(String name) throws IOException {
    return new JsonMapper().readTree(bytes(name));
  }

  static JsonNode yaml(String name) throws IOException {
    return new YAMLMapper().readTree(bytes(name));
  }

  /** Snappy, as one block. */
  static byte[] snappy(String name) throws IOException {
    byte[] packed = bytes(name);
    byte[] plain = new byte[SnappyDecompressor.getUncompressedLength(packed, 0)];
    int length =
        new SnappyDecompressor().decompress(packed, 0, packed.length, plain, 0, plain.length);
    return Arrays.copyOf(plain, length);
  }
}
