package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.dpk.cli.internal.output.Json;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.provider.internal.network.LightFiles;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.Staple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proofs that travel as files, on a real chain. */
@Timeout(120)
class ProofIT {

  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private static Path folder;
  private static AdmittedIdentities identities;
  private static DpkIdentity admitted;
  private static Path light;

  private final CommandRun dpk = new CommandRun().wide(200);

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    admitted = RegistryFixture.newIdentity();
    identities.admit(admitted);
    light = LightFiles.quorum(folder, identities.chain().devnet().uri());
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private int runAt(String node, String... command) {
    RegistryFixture chain = identities.chain();
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--node", node, "--chain-id", String.valueOf(chain.id().chainId())));
    args.addAll(List.of("--contract", chain.id().contract().toString()));
    return dpk.run(args.toArray(String[]::new));
  }

  private int run(String... command) {
    return runAt(identities.chain().devnet().uri().toString(), command);
  }

  /** Has to fail with this exit code and this in its error. */
  private void fails(int exit, String words, String... command) {
    assertEquals(exit, run(command), dpk::err);
    assertEquals("", dpk.out());
    assertTrue(dpk.err().contains(words), dpk::err);
    assertTrue(dpk.errLines().get(dpk.errLines().size() - 1).startsWith("  → "), dpk::err);
  }

  private static Path newFile() {
    return folder.resolve(UUID.randomUUID() + ".proof");
  }

  private Path prove(int exit, DpkIdentity identity, String... more) {
    Path file = newFile();
    List<String> args = new ArrayList<>(List.of("prove", identity.toString()));
    args.addAll(List.of("--light", light.toString(), "--out", file.toString()));
    args.addAll(List.of(more));
    assertEquals(exit, run(args.toArray(String[]::new)), dpk::err);
    return file;
  }

  private JsonNode verified(int exit, Path file, String... whom) throws IOException {
    List<String> args = new ArrayList<>(List.of("verify", file.toString(), "--json"));
    args.addAll(List.of(whom));
    assertEquals(exit, runAt(NOWHERE, args.toArray(String[]::new)), dpk::err);
    return Json.mapper().readTree(dpk.out());
  }

  @Test
  void whatIsProvedIsVerifiedByTheAnchorAndByABlockThatIsTrusted() throws Exception {
    Path file = prove(0, admitted);
    String hash = dpk.out().replaceAll("(?s).*hash +(0x[0-9a-f]{64}).*", "$1");

    JsonNode anchored = verified(0, file, "--light", light.toString());
    assertEquals(
        List.of(
            "identity",
            "status",
            "block",
            "blockHash",
            "blockTime",
            "assurance",
            "anchor",
            "version",
            "owner",
            "registrar",
            "notBefore",
            "notAfter",
            "keys"),
        names(anchored));
    assertEquals(admitted.toString(), anchored.path("identity").asText());
    assertEquals("active", anchored.path("status").asText());
    assertEquals(hash, anchored.path("blockHash").asText());
    assertEquals("quorum", anchored.path("assurance").asText());

    JsonNode trusting = verified(0, file, "--trust-block", hash);
    assertEquals("proved", trusting.path("assurance").asText());
    assertEquals("the block that you trust", trusting.path("anchor").asText());
    assertEquals(anchored.path("keys"), trusting.path("keys"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void withoutAFileTheProofIsOnTheStandardOutputAlone() throws Exception {
    assertEquals(0, run("prove", admitted.toString(), "--light", light.toString()), dpk::err);
    Path file = Files.writeString(newFile(), dpk.out());
    assertEquals("active", verified(0, file, "--light", light.toString()).path("status").asText());
  }

  @Test
  void thatAnIdentityIsUnknownAndLaterRevokedIsProven() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    Path unknown = prove(1, identity);
    identities.admit(identity);
    Path active = prove(0, identity);
    identities.revoke(identity);
    Path revoked = prove(1, identity);
    String[] anchor = {"--light", light.toString()};
    assertEquals("unknown", verified(1, unknown, anchor).path("status").asText());
    assertEquals("active", verified(0, active, anchor).path("status").asText());
    assertTrue(dpk.err().contains("it can't show"), dpk::err);
    JsonNode last = verified(1, revoked, anchor);
    assertEquals("revoked", last.path("status").asText());
    assertEquals(last.path("block").asLong(), last.path("changedAtBlock").asLong());
  }

  @Test
  void aStapleIsOneAndOnlyOfAnActiveIdentity() throws Exception {
    Path file = prove(0, admitted);
    byte[] record =
        HexFormat.of()
            .parseHex(Json.mapper().readTree(file.toFile()).path("record").asText().substring(2));
    Path staple = prove(0, admitted, "--staple");
    Staple decoded = Staple.decode(Files.readAllBytes(staple));
    assertArrayEquals(record, decoded.record().bytes());
    assertEquals(EncodedRecord.decode(record).record(), decoded.record().record());
    assertNotNull(decoded.evidence());

    DpkIdentity nobody = RegistryFixture.newIdentity();
    Path none = prove(1, nobody, "--staple");
    assertFalse(Files.exists(none));
    assertTrue(dpk.err().contains("is unknown: there is nothing to staple"), dpk::err);
  }

  @Test
  void whereItIsWritten() throws Exception {
    Path taken = Files.writeString(newFile(), "precious");
    String[] prove = {
      "prove", admitted.toString(), "--light", light.toString(), "--out", taken.toString()
    };
    fails(73, "is there already", prove);
    assertEquals("precious", Files.readString(taken));
    prove[5] = folder.resolve("missing").resolve("a.proof").toString();
    fails(73, "there is no folder", prove);
  }

  @Test
  void whomToTrustHasToBeSaid() {
    fails(64, "whom to trust?", "prove", admitted.toString());
    Path file = prove(0, admitted);
    fails(64, "whom to trust?", "verify", file.toString());
    fails(64, "is no block's hash", "verify", file.toString(), "--trust-block", "0x1234");
    fails(
        65,
        "not to the block that you trust",
        "verify",
        file.toString(),
        "--trust-block",
        "0x" + "12".repeat(32));
  }

  @Test
  void aDeadNodeMakesItUnavailable() throws Exception {
    String dead = LightFiles.quorum(folder, URI.create(NOWHERE)).toString();
    Path file = prove(0, admitted);
    fails(69, "have to agree", "prove", admitted.toString(), "--light", dead);
    fails(69, "have to agree", "verify", file.toString(), "--light", dead);
  }

  @Test
  void whatIsNoProofIsRefused() throws Exception {
    Path file = newFile();
    String[] verify = {"verify", file.toString(), "--light", light.toString()};
    fails(66, "there is no file", verify);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(prove(0, admitted)), 1_000));
    fails(65, file + ": this is no proof: it is cut off, or not JSON", verify);
    Files.writeString(file, "{\"format\":\"dpk-proof/1\",\"headers\":{}}");
    fails(65, "its headers is of another kind", verify);
    Files.writeString(file, "{\"format\":\"dpk-proof/1\",\"more\":1}");
    fails(65, "none has a member more", verify);
    Files.writeString(file, "nonsense");
    fails(65, "it is cut off, or not JSON", verify);
    fails(66, "is a folder", "verify", folder.toString(), "--light", light.toString());
  }

  @Test
  void aProofOfAnotherRegistryIsRefused() throws Exception {
    Path file = prove(0, admitted);
    ObjectNode proof = (ObjectNode) Json.mapper().readTree(file.toFile());
    proof.put("contract", "0x00000000000000000000000000000000000000aa");
    Json.mapper().writeValue(file.toFile(), proof);
    fails(65, "of the registry 0x0", "verify", file.toString(), "--light", light.toString());
  }

  /** A nibble of each part. */
  @Test
  void aProofThatWasTouchedIsRefused() throws Exception {
    Path file = prove(0, admitted);
    byte[] whole = Files.readAllBytes(file);
    for (String part : List.of("headers", "accountProof", "storageProof")) {
      ObjectNode proof = (ObjectNode) Json.mapper().readTree(whole);
      ArrayNode texts = (ArrayNode) proof.path(part);
      texts.set(0, touched(texts.path(0).asText()));
      Json.mapper().writeValue(file.toFile(), proof);
      fails(65, file.toString(), "verify", file.toString(), "--light", light.toString());
    }
    ObjectNode proof = (ObjectNode) Json.mapper().readTree(whole);
    proof.put("record", touched(proof.path("record").asText()));
    Json.mapper().writeValue(file.toFile(), proof);
    fails(65, file.toString(), "verify", file.toString(), "--light", light.toString());
  }

  private static String touched(String hex) {
    char[] digits = hex.toCharArray();
    digits[100] = digits[100] == '0' ? '1' : '0';
    return new String(digits);
  }
}
