package org.dpk.provider.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Fork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are known by name, and what is refused of others. */
class NetworkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PUBLIC = List.of("mainnet", "sepolia", "hoodi");
  private static final List<String> FORKS =
      List.of("phase0", "altair", "bellatrix", "capella", "deneb", "electra", "fulu");

  /** What the announcements of these upgrades said, apart from any package. */
  @ParameterizedTest
  @CsvSource({
    "mainnet, altair,  2021-10-27T10:56:23Z",
    "mainnet, capella, 2023-04-12T22:27:35Z",
    "mainnet, deneb,   2024-03-13T13:55:35Z",
    "mainnet, electra, 2025-05-07T10:05:11Z",
    "mainnet, fulu,    2025-12-03T21:49:11Z",
    "sepolia, fulu,    2025-10-14T07:36:00Z",
    "hoodi,   electra, 2025-03-26T14:37:12Z",
    "hoodi,   fulu,    2025-10-28T18:53:12Z",
  })
  void forksBeginWhenTheyWereAnnounced(String name, String fork, Instant begins) {
    BeaconChain chain = beacon(name);
    Fork found =
        chain.forks().stream().filter(each -> each.name().equals(fork)).findAny().orElseThrow();
    assertEquals(begins, chain.timeOf(found.epoch() * chain.slotsPerEpoch()));
  }

  @ParameterizedTest
  @FieldSource("PUBLIC")
  void publicNetworksArePlausible(String name) {
    Network network = Network.named(name);
    BeaconChain chain = beacon(name);
    assertEquals(name, network.name());
    assertEquals(Consensus.BEACON, network.consensus());
    assertEquals(Duration.ofSeconds(12), network.blockTime());
    assertEquals(FORKS, chain.forks().stream().map(Fork::name).toList());
    assertEquals(8192, chain.slotsPerPeriod());
    assertEquals(512, chain.syncCommitteeSize());
    Set<String> versions = new HashSet<>();
    chain.forks().forEach(fork -> versions.add(java.util.Arrays.toString(fork.version())));
    assertEquals(FORKS.size(), versions.size());
  }

  @Test
  void noTwoPublicNetworksShareWhatTellsThemApart() {
    assertEquals(
        List.of(1L, 11155111L, 560048L),
        PUBLIC.stream().map(name -> Network.named(name).chainId()).toList());
    assertEquals(
        3, PUBLIC.stream().map(name -> beacon(name).genesisValidatorsRoot()).distinct().count());
  }

  @Test
  void thePatternForAPrivateNetworkIsOneOfQbft() {
    Network network = Network.named("private-qbft");
    assertEquals(Consensus.QBFT, network.consensus());
    assertTrue(network.chainId() > 0);
    assertTrue(network.beacon().isEmpty());
  }

  /** Each value's package, version and name. */
  @ParameterizedTest
  @FieldSource("org.dpk.provider.internal.network.Network#NAMES")
  void eachValueNamesItsSource(String name) throws Exception {
    JsonNode file = file(name);
    Set<String> values = new HashSet<>(Set.of("chainId", "secondsPerBlock"));
    file.path("beacon").fieldNames().forEachRemaining(values::add);
    for (String value : values) {
      String source = file.path("sources").path(value).asText();
      assertTrue(source.matches("@?[a-z/-]+@\\d+\\.\\d+\\.\\d+ \\S.*"), value + ": " + source);
    }
    assertFalse(file.toString().contains("checkpoint"), "a checkpoint is the user's to choose");
  }

  @Test
  void anUnknownNameSaysWhichAreKnown() {
    assertMessage(
        "mainnet, sepolia, hoodi, private-qbft", () -> Network.named("../network/mainnet"));
  }

  @Test
  void aFileIsRead(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("mine.json"), file("mainnet").toString());
    assertEquals(Network.named("mainnet"), Network.read(file));
    assertMessage("nowhere.json can't be read", () -> Network.read(folder.resolve("nowhere.json")));
  }

  @Test
  void aMemberThatIsNotKnownIsRefusedWithThoseThatAre() {
    assertRefused(file -> file.put("chainid", 1), "'chainid' is not known here; known are format,");
    assertRefused(file -> beacon(file).put("fork", 1), "beacon.'fork' is not known here");
    assertRefused(
        file -> ((ObjectNode) beacon(file).path("forks").path(1)).put("digest", ""),
        "beacon.forks[1].'digest' is not known here; known are name, version, epoch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format", "name", "chainId", "consensus", "secondsPerBlock", "beacon"})
  void aMemberThatIsMissingIsNamed(String name) {
    assertRefused(file -> file.remove(name), "'" + name + "' can't be used, it is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format          | \"dpk-network/2\"  | another format",
        "name            | \"My Net\"         | no name of lower-case letters",
        "chainId         | 0                  | not between 1 and",
        "chainId         | \"1\"              | no whole number",
        "chainId         | 99999999999999999999 | no whole number",
        "consensus       | \"pow\"            | none of beacon, qbft, ibft2, clique",
        "secondsPerBlock | 0.5                | no whole number",
        "secondsPerBlock | 3601               | not between 1 and 3600",
        "consensus       | \"qbft\"           | a network of qbft has none",
        "beacon          | []                 | no object",
      })
  void aBadValueSaysWhatToWrite(String name, String value, String message) throws Exception {
    JsonNode changed = JSON.readTree(value);
    assertRefused(file -> file.set(name, changed), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "genesisValidatorsRoot        | \"0x12\" | 64 hexadecimal digits",
        "genesisTime                  | -1       | not between 0 and",
        "slotsPerEpoch                | 0        | not between 1 and",
        "slotsPerEpoch                | 1048576  | slots per period",
        "epochsPerSyncCommitteePeriod | 2097152  | not between 1 and",
        "syncCommitteeSize            | 511      | a multiple of 8",
        "syncCommitteeSize            | 1024     | not between 1 and 512",
        "forks                        | []       | it has 1 to 32",
        "forks                        | [1]      | one of it is no object",
        "forks                        | {}       | no list",
        "blobOnlyEpochs               | [1.5]    | no whole number",
      })
  void aBadValueOfTheBeaconChainSaysWhatToWrite(String name, String value, String message)
      throws Exception {
    JsonNode changed = JSON.readTree(value);
    assertRefused(file -> beacon(file).set(name, changed), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": \"phase0\", \"version\": \"0x000000\", \"epoch\": 0}    | 8 hexadecimal digits",
        "{\"name\": \"Phase0\", \"version\": \"0x00000000\", \"epoch\": 0}  | no name of lower-case",
        "{\"name\": \"phase0\", \"version\": \"0x00000000\", \"epoch\": 9}  | begins at epoch 0",
        "{\"name\": \"phase0\", \"version\": \"0x00000000\", \"epoch\": -1} | not between 0 and",
      })
  void aBadForkSaysWhatToWrite(String fork, String message) throws Exception {
    JsonNode changed = JSON.createArrayNode().add(JSON.readTree(fork));
    assertRefused(file -> beacon(file).set("forks", changed), message);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertMessage("is no JSON in line 2", () -> Network.parse(bytes("{\n\"format\" 1}")));
    assertMessage("is no JSON object", () -> Network.parse(bytes("[]")));
    assertMessage("is no JSON object", () -> Network.parse(bytes("")));
    assertMessage("is no JSON", () -> Network.parse(bytes("{} {}")));
    assertMessage("is no JSON", () -> Network.parse(bytes("{\"name\":\"a\",\"name\":\"b\"}")));
    assertMessage("is no JSON", () -> Network.parse(bytes("[".repeat(1000))));
    assertMessage("is longer than 65536 bytes", () -> Network.parse(new byte[65537]));
  }

  private static BeaconChain beacon(String name) {
    return Network.named(name).beacon().orElseThrow();
  }

  private static ObjectNode beacon(ObjectNode file) {
    return (ObjectNode) file.path("beacon");
  }

  private static void assertRefused(Consumer<ObjectNode> change, String message) {
    ObjectNode file = file("mainnet");
    change.accept(file);
    assertMessage(message, () -> Network.parse(bytes(file.toString())));
  }

  private static void assertMessage(String part, Runnable reading) {
    BadConfiguration refused = assertThrows(BadConfiguration.class, reading::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode file(String name) {
    try (InputStream in = Network.class.getResourceAsStream(name + ".json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
