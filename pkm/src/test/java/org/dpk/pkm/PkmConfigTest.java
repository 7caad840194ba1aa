package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PkmConfigTest {

  private static final String LEAST = "{\"identityFile\":\"pkm.dpk\",\"dataDirectory\":\"data\"";

  @TempDir Path folder;

  @Test
  void twoFieldsAreEnough() throws Exception {
    PkmConfig config = read(LEAST + "}");
    assertEquals(PkmConfig.of(folder.resolve("pkm.dpk"), folder.resolve("data")), config);
  }

  @Test
  void everyFieldIsRead() throws Exception {
    PkmConfig config =
        read(
            LEAST
                + ",\"nodes\":[\"http://127.0.0.1:8545\"],\"admin\":\"127.0.0.1:1\","
                + "\"enrolment\":\"[::1]:2\",\"advertised\":[\"pkm.example:3\"],"
                + "\"deviceNodes\":[\"https://node.example\"],\"tokenLifetime\":\"PT1H\","
                + "\"longestTokenLifetime\":\"PT2H\",\"recordLifetime\":\"P365D\","
                + "\"maxFeePerGas\":\"4\",\"maxFunding\":\"5\",\"stuckAfter\":\"PT6S\","
                + "\"poll\":\"PT0.7S\",\"startDeadline\":\"PT8S\"}");
    assertEquals(
        new PkmConfig(
            folder.resolve("pkm.dpk"),
            folder.resolve("data"),
            List.of(URI.create("http://127.0.0.1:8545")),
            new ServiceAddress("127.0.0.1", 1),
            new ServiceAddress("::1", 2),
            List.of(new ServiceAddress("pkm.example", 3)),
            List.of(URI.create("https://node.example")),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofDays(365),
            BigInteger.valueOf(4),
            BigInteger.valueOf(5),
            Duration.ofSeconds(6),
            Duration.ofMillis(700),
            Duration.ofSeconds(8)),
        config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 'identityFile' has to be a text, and be there",
        "[] | a JSON object",
        "{ | no JSON",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"colour\":1}' | no setting 'colour'",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"admin\":\"here\"}' | 'admin' can't be",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"poll\":\"soon\"}' | such as PT24H",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"poll\":\"PT0S\"}' | longer than nothing",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"maxFunding\":\"-1\"}' | positive",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"maxFunding\":\"x\"}' | 'maxFunding'",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"nodes\":\"x\"}' | has to be a list",
        "'{\"identityFile\":\"a\",\"dataDirectory\":\"b\",\"nodes\":[1]}' | has to be a text",
      })
  void aWrongFieldIsNamed(String json, String expected) {
    var e = assertThrows(PkmException.class, () -> read(json));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("pkm.json"), e.getMessage());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.json");
    var e = assertThrows(PkmException.class, () -> PkmConfig.read(missing));
    assertTrue(String.valueOf(e.getMessage()).contains("missing.json"), e.getMessage());
  }

  private PkmConfig read(String json) throws Exception {
    return PkmConfig.read(Files.writeString(folder.resolve("pkm.json"), json));
  }
}
