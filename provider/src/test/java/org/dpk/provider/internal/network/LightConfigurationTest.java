package org.dpk.provider.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.BftFormat;
import org.dpk.provider.internal.anchor.Checkpoint;
import org.dpk.provider.internal.anchor.CliqueSettings;
import org.dpk.provider.internal.anchor.QbftSettings;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.anchor.SyncCommitteeSettings;
import org.dpk.provider.internal.consensus.LightClientPolicy;
import org.dpk.provider.internal.consensus.Root;
import org.dpk.provider.internal.ethereum.ChainEndpoint.Limits;
import org.dpk.provider.internal.light.LightPolicy;
import org.dpk.provider.internal.light.LightSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user writes of light mode, and what is refused of it. */
class LightConfigurationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("/etc/dpk/light.json");
  private static final RegistryId DEVNET = registry(31337);
  private static final URI ONE = URI.create("https://one.example.org");
  private static final URI TWO = URI.create("https://two.example.net");
  private static final URI OTHER = URI.create("http://localhost:8545");

  private static final String QUORUM =
      """
      {
        // who has to agree
        "anchor": "quorum",
        "agree": 2,
        "depth": 3,
        "nodes": ["https://one.example.org", "https://two.example.net"] /* apart from each other */
      }
      """;

  @Test
  void aQuorumIsItsNodesAndHowManyOfThemAgree() {
    LightConfiguration read = parse(QUORUM);
    assertEquals(QuorumSettings.newest(2, 3), read.anchor());
    assertEquals(List.of(ONE, TWO), read.nodes());
    assertEquals(LightPolicy.DEFAULT, read.policy());
    assertEquals(Path.of("/etc/dpk/light-state"), read.folder());
  }

  @Test
  void aQuorumTakesTheFinalBlockIfNoDepthIsNamed() {
    assertEquals(QuorumSettings.finalized(2), quorum(file -> file.remove("depth")).anchor());
    LightConfiguration often = quorum(file -> file.put("interval", "500ms"));
    assertEquals(QuorumSettings.newest(2, 3).every(Duration.ofMillis(500)), often.anchor());
  }

  /** They are what is trusted: whoever names others names others to trust. */
  @Test
  void noOtherNodesStandInForAQuorum() {
    LightConfiguration read = parse(QUORUM);
    assertEquals(List.of(ONE, TWO), read.nodes(List.of(OTHER), List.of(OTHER)));
  }

  @Test
  void howOldABlockMayBeIsSaid() {
    assertEquals(
        Duration.ofDays(365), quorum(file -> file.put("maxAge", "365d")).policy().maxAge());
    assertEquals(Duration.ofHours(2), quorum(file -> file.put("maxAge", "2h")).policy().maxAge());
  }

  @Test
  void pathsAreRelativeToTheFile(@TempDir Path folder) throws Exception {
    Path mine = folder.resolve("nets").resolve("mine.json");
    Files.createDirectories(folder.resolve("nets"));
    Files.writeString(mine, network("mine", 4242));
    Path file = folder.resolve("conf.json");
    Files.writeString(
        file,
        with(
                QUORUM,
                json ->
                    json.put("network", "nets/mine.json")
                        .put("folder", "memory")
                        .set("nodes", JSON.createArrayNode().add("geth.ipc").add("/run/b.ipc")))
            .toString());
    LightConfiguration read = LightConfiguration.read(file);
    assertEquals("mine", read.network().orElseThrow().name());
    assertEquals(folder.resolve("memory"), read.folder());
    assertEquals(
        List.of(folder.resolve("geth.ipc").toUri(), URI.create("file:///run/b.ipc")), read.nodes());
  }

  @Test
  void nothingIsRememberedIfTheFolderIsNull() {
    assertNull(quorum(file -> file.putNull("folder")).folder());
  }

  @Test
  void settingsAreOfTheRegistryAndItsChain() {
    LightConfiguration read = parse(QUORUM);
    LightSettings settings =
        read.settings(DEVNET, read.nodes(List.of(), List.of()), Limits.DEFAULT);
    assertEquals(DEVNET, settings.registry());
    assertEquals(2, settings.nodes().size());
    assertEquals(
        settings, parse(QUORUM).settings(DEVNET, List.of(ONE, TWO), Limits.DEFAULT), "shared");
  }

  @Test
  void anotherChainIsRefused() {
    LightConfiguration sepolia = quorum(file -> file.put("network", "sepolia"));
    sepolia.requireChainOf(registry(11155111));
    assertMessage(
        "light.json is for sepolia, which is chain 11155111, and the registry",
        () -> sepolia.requireChainOf(DEVNET));
    assertMessage(
        "is on chain 31337", () -> sepolia.settings(DEVNET, List.of(ONE), Limits.DEFAULT));
  }

  @Test
  void aMirrorIsHandedOn() {
    URI mirror = URI.create("https://records.example.org/dpk");
    LightConfiguration read = quorum(file -> file.put("mirror", mirror.toString()));
    assertEquals(mirror, read.settings(DEVNET, List.of(ONE, TWO), Limits.DEFAULT).mirror());
  }

  @Test
  void noKeyInAnAddressIsInItsText() {
    LightConfiguration read =
        parse(
            """
            {"anchor": "quorum", "agree": 1, "depth": 0, "nodes": ["https://a.example/SECRET"],
             "mirror": "https://m.example/SECRET"}
            """);
    LightSettings settings = read.settings(DEVNET, read.nodes(), Limits.DEFAULT);
    String text = read + " " + settings;
    assertTrue(!text.contains("SECRET") && text.contains("https://a.example"), text);
  }

  @Test
  void withoutANodeNothingIsAsked() {
    assertMessage(
        "no node is known to ask: write \"nodes\"",
        () -> parse(QUORUM).settings(DEVNET, List.of(), Limits.DEFAULT));
  }

  @Test
  void aMemberThatIsNotKnownIsRefusedWithThoseThatAre() {
    assertRefused(
        file -> file.put("deepth", 1),
        "light.json: 'deepth' is not known here; known are network, anchor, nodes, mirror, maxAge,"
            + " folder, agree, depth, interval");
    assertRefused(file -> file.put("participation", 0.9), "'participation' is not known here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anchor   | \"pow\"       | none of sync-committee, qbft, ibft2, clique, quorum",
        "anchor   | 1             | 'anchor' can't be used, it is no text",
        "network  | \"ropsten\"   | nor one of mainnet, sepolia, hoodi, private-qbft",
        "network  | \"no.json\"   | /etc/dpk/no.json can't be read",
        "network  | 1             | it is no text",
        "agree    | 0             | not between 1 and 16",
        "agree    | 3             | 3 of them have to agree, and 2 are named here",
        "agree    | \"2\"         | it is no whole number",
        "depth    | -1            | not between 0 and",
        "depth    | 1.5           | it is no whole number",
        "interval | \"often\"     | no number with ms, s, m, h or d: write something like \"12s\"",
        "interval | \"0s\"        | no number with ms, s, m, h or d",
        "maxAge   | \"9999d\"     | longer than ten years: write something like \"30m\"",
        "maxAge   | 30            | it is no text",
        "folder   | \"\"          | it is empty: write something like \"light-state\"",
        "folder   | false         | it is no text",
        "nodes    | \"x\"         | it is no list: write something like [\"https://",
        "nodes    | [\"ftp://x\"] | a node's address is http://",
        "nodes    | [\"http://a b\"] | 'nodes' can't be used",
        "nodes    | [\"\"]        | the node's address is empty",
        "nodes    | [\"127.0.0.1:8545\"] | begins with neither https:// nor http://",
        "nodes    | [\"localhost:8545/rpc\"] | begins with neither https:// nor http://",
        "nodes    | [\"http://a/1\", \"http://A/2\"] | two of them are one server",
        "nodes    | [\"http://a/1\", \"http://a:80/2\"] | two of them are one server",
        "nodes    | [\"wss://a\", \"https://a.:443\"] | two of them are one server",
        "mirror   | \"x.org\"     | it is not http://host",
        "mirror   | \"ftp://x\"   | it is not http://host",
        "nodes    | []            | 2 of them have to agree, and 0 are named here",
      })
  void aBadValueSaysWhatToWrite(String name, String value, String message) throws Exception {
    JsonNode changed = JSON.readTree(value);
    assertRefused(file -> file.set(name, changed), message);
  }

  @Test
  void moreThanAListHoldsIsRefused() {
    assertRefused(
        file -> {
          for (int i = 0; i < 65; i++) {
            file.withArray("nodes").add("http://node" + i);
          }
        },
        "it has more than 64 elements");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(file -> file.remove("agree"), "'agree' can't be used, it is missing");
    assertRefused(file -> file.remove("anchor"), "it is missing, and so is 'anchor'");
  }

  @Test
  void anAnchorIsOfItsNetwork() {
    assertRefused(
        file -> file.put("network", "mainnet").put("anchor", "qbft"),
        "mainnet is a network of beacon: write something like \"sync-committee\", or nothing");
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
    assertMessage(
        "light.json can't be read (there is no such file): is the path right?",
        () -> LightConfiguration.read(folder.resolve("light.json")));
  }

  private static final String MAINNET =
      """
      {
        "network": "mainnet",
        "checkpoint": "0x5afc000000000000000000000000000000000000000000000000000000000001",
        "beacons": ["https://beacon.example.org", "http://localhost:5052/key"],
        "participation": 0.95,
        "checkpointAge": "10d"
      }
      """;

  @Test
  void aSyncCommitteeIsThatOfItsNetworkFromTheUsersCheckpointOn() {
    LightConfiguration read = parse(MAINNET);
    assertEquals(
        new SyncCommitteeSettings(
            Network.named("mainnet").beacon().orElseThrow(),
            List.of(
                URI.create("https://beacon.example.org"), URI.create("http://localhost:5052/key")),
            Root.parse("0x5afc000000000000000000000000000000000000000000000000000000000001"),
            new LightClientPolicy(95, Duration.ofDays(10))),
        read.anchor());
    assertEquals("the sync committee of mainnet", read.voucher());
    assertEquals(List.of(), read.nodes());
  }

  @Test
  void ofASyncCommitteeTheUsualPolicyIsTakenIfNothingIsSaid() {
    SyncCommitteeSettings usual =
        (SyncCommitteeSettings)
            mainnet(file -> file.remove(List.of("participation", "checkpointAge"))).anchor();
    assertEquals(LightClientPolicy.DEFAULT, usual.policy());
  }

  /** Written out it would take gigabytes. */
  @Test
  void anEnormousShareIsRefusedAsItStands() {
    for (String share : List.of("1e999999999", "1e-999999999", "-1e999999999")) {
      assertMessage("it is not between 0.67 and 1", () -> parse(MAINNET.replace("0.95", share)));
    }
    assertMessage("is no JSON", () -> parse(MAINNET.replace("0.95", "1e9999999999999")));
  }

  /** None of them is trusted, so that a caller's go before those of the file. */
  @Test
  void nodesOfACallerGoBeforeThoseOfTheFileAndThoseBeforeOthers() {
    LightConfiguration without = parse(MAINNET);
    assertEquals(List.of(OTHER), without.nodes(List.of(OTHER), List.of(ONE)));
    assertEquals(List.of(ONE), without.nodes(List.of(), List.of(ONE)));
    LightConfiguration with = mainnet(file -> file.withArray("nodes").add(TWO.toString()));
    assertEquals(List.of(OTHER), with.nodes(List.of(OTHER), List.of(ONE)));
    assertEquals(List.of(TWO), with.nodes(List.of(), List.of(ONE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "checkpoint    | \"0x5afc\"   | 0x and 64 hexadecimal digits: write something like",
        "checkpoint    | {\"number\": 1} | it is no text",
        "beacons       | []           | 1 to 16 are named, not 0",
        "beacons       | \"http://x\" | it is no list",
        "beacons       | [\"ws://x\"] | it is not http://host… or https://host…",
        "participation | 0.66         | it is not between 0.67 and 1",
        "participation | 1.001        | it is not between 0.67 and 1",
        "participation | \"0.9\"      | it is no number",
        "checkpointAge | \"15d\"      | it is longer than 14 days",
        "agree         | 2            | 'agree' is not known here; known are network, anchor",
        "network       | \"private-qbft\" | known are network",
      })
  void aBadValueOfASyncCommitteeSaysWhatToWrite(String name, String value, String message)
      throws Exception {
    JsonNode changed = JSON.readTree(value);
    assertMessage(message, () -> mainnet(file -> file.set(name, changed)));
  }

  @Test
  void theCheckpointOfASampleIsNone() throws Exception {
    Path samples = Path.of(System.getProperty("dpk.home"), "docs", "light", "samples");
    assertMessage(
        "it is the one of the sample: take the root of a finalized block that you trust",
        () -> LightConfiguration.read(samples.resolve("mainnet.json")));
  }

  @Test
  void aSampleIsReadOnceTheCheckpointIsTheUsers() throws Exception {
    Path samples = Path.of(System.getProperty("dpk.home"), "docs", "light", "samples");
    String mainnet = Files.readString(samples.resolve("mainnet.json"));
    LightConfiguration read = parse(mainnet.replace("0x00000", "0x5afc0"));
    assertEquals(2, read.nodes().size());
    assertEquals(Path.of("/etc/dpk/light-state"), read.folder());
    assertEquals(
        QuorumSettings.newest(2, 3),
        LightConfiguration.read(samples.resolve("quorum.json")).anchor());
  }

  @Test
  void aSyncCommitteeNeedsItsNetwork() {
    assertMessage(
        "a sync committee is that of a network, and none is named",
        () ->
            mainnet(
                file -> {
                  file.remove("network");
                  file.put("anchor", "sync-committee");
                }));
  }

  private static LightConfiguration mainnet(Consumer<ObjectNode> change) {
    return parse(with(MAINNET, change).toString());
  }

  private static final String QBFT =
      """
      {
        "anchor": "qbft",
        "checkpoint": {
          "number": 120000,
          "hash": "0x8c57000000000000000000000000000000000000000000000000000000000001"
        },
        "nodes": ["http://rpc1.plant.example:8545"]
      }
      """;

  private static final Checkpoint BLOCK = new Checkpoint(120_000, hash());

  private static byte[] hash() {
    return Root.parse("0x8c57000000000000000000000000000000000000000000000000000000000001").bytes();
  }

  @Test
  void validatorsAreThoseOfTheUsersCheckpoint() {
    assertEquals(QbftSettings.of(BftFormat.QBFT, BLOCK), parse(QBFT).anchor());
    assertEquals("the validators of the chain (qbft)", parse(QBFT).voucher());
    assertEquals(
        QbftSettings.of(BftFormat.IBFT2, BLOCK),
        qbft(file -> file.put("anchor", "ibft2")).anchor());
  }

  @Test
  void aNetworkSaysItsConsensusAndItsBlockTime() {
    LightConfiguration read = qbft(file -> file.put("network", "private-qbft").remove("anchor"));
    assertEquals(
        new QbftSettings(BftFormat.QBFT, BLOCK, List.of(), 30_000, Duration.ofSeconds(5)),
        read.anchor());
    assertEquals("the validators of private-qbft (qbft)", read.voucher());
  }

  @Test
  void validatorsThatAContractNamesAndAnEpochAreSaid() {
    String validator = "0x93917cadbace5dfce132b991732c6cda9bcc5b8a";
    LightConfiguration read =
        qbft(file -> file.put("epoch", 100).withArray("validators").add(validator));
    assertEquals(
        new QbftSettings(
            BftFormat.QBFT,
            BLOCK,
            List.of(EthereumAddress.parse(validator)),
            100,
            Duration.ofSeconds(2)),
        read.anchor());
  }

  @Test
  void cliqueHasAPeriod() {
    assertEquals(
        new CliqueSettings(BLOCK, 30_000, Duration.ofSeconds(5)),
        qbft(file -> file.put("anchor", "clique").put("period", 5)).anchor());
    assertMessage(
        "'period' can't be used, it is missing", () -> qbft(file -> file.put("anchor", "clique")));
    assertMessage(
        "only each 7-th block names the signers",
        () -> qbft(file -> file.put("anchor", "clique").put("period", 5).put("epoch", 7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "checkpoint | \"0x8c57\"     | it is no object: write something like {\"number\"",
        "checkpoint | {}             | checkpoint.'number' can't be used, it is missing",
        "checkpoint | {\"number\": -1, \"hash\": \"0x\"} | it is not between 0 and",
        "checkpoint | {\"number\": 1, \"hash\": \"0x12\"} | it is not 0x and 64 hexadecimal digits",
        "checkpoint | {\"block\": 1} | checkpoint.'block' is not known here; known are number, hash",
        "epoch      | 0              | it is not between 1 and",
        "period     | 5              | 'period' is not known here",
        "validators | [\"0x12\"]     | 'validators' can't be used",
      })
  void aBadValueOfValidatorsSaysWhatToWrite(String name, String value, String message)
      throws Exception {
    JsonNode changed = JSON.readTree(value);
    assertMessage(message, () -> qbft(file -> file.set(name, changed)));
  }

  @Test
  void aValidatorThatIsThereTwiceIsRefused() {
    String validator = "0x93917cadbace5dfce132b991732c6cda9bcc5b8a";
    assertMessage(
        "none twice",
        () -> qbft(file -> file.withArray("validators").add(validator).add(validator)));
  }

  @Test
  void theCheckpointOfTheQbftSampleIsNone() throws Exception {
    Path samples = Path.of(System.getProperty("dpk.home"), "docs", "light", "samples");
    assertMessage(
        "it is the one of the sample: take the hash of a block that you trust",
        () -> LightConfiguration.read(samples.resolve("qbft.json")));
    String mine = Files.readString(samples.resolve("qbft.json")).replace("0x0000", "0x8c57");
    assertEquals(Duration.ofMinutes(5), parse(mine).policy().maxAge());
  }

  private static LightConfiguration qbft(Consumer<ObjectNode> change) {
    return parse(with(QBFT, change).toString());
  }

  private static RegistryId registry(long chainId) {
    return new RegistryId(
        chainId, EthereumAddress.parse("0x00000000000000000000000000000000000000aa"));
  }

  private static String network(String name, long chainId) {
    return """
        {"format": "dpk-network/1", "name": "%s", "chainId": %d, "consensus": "qbft", "secondsPerBlock": 2}
        """
        .formatted(name, chainId);
  }

  private static LightConfiguration quorum(Consumer<ObjectNode> change) {
    return parse(with(QUORUM, change).toString());
  }

  static ObjectNode with(String json, Consumer<ObjectNode> change) {
    try {
      ObjectMapper commented =
          new ObjectMapper().enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_COMMENTS);
      ObjectNode file = (ObjectNode) commented.readTree(json);
      change.accept(file);
      return file;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static LightConfiguration parse(String json) {
    return LightConfiguration.parse(FILE, json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Consumer<ObjectNode> change, String message) {
    assertMessage(message, () -> quorum(change));
  }

  private static void assertMessage(String part, Runnable reading) {
    BadConfiguration refused = assertThrows(BadConfiguration.class, reading::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }
}
