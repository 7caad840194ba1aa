package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.dpk.cli.internal.output.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong: one clear error, one exit code, and afterwards the same command goes on. */
@Timeout(180)
class BadInputIT {

  @TempDir private static Path folder;

  private static Place place;
  private static Path client;
  private static BackgroundRun server;
  private static String url;

  @BeforeAll
  static void setUp() throws IOException {
    place = Place.open(folder);
    Path serverFile = place.enrol("server", "dns:localhost", "--unchecked");
    client = place.enrol("client", "uuid");
    server =
        BackgroundRun.start(
                place.dpk(), "serve", "-i", serverFile.toString(), "--port", "0", "--json")
            .awaitOut("}\n");
    url = Json.mapper().readTree(server.run().out()).path("url").asText();
  }

  @AfterAll
  static void tearDown() {
    try (Place last = place) {
      server.close();
    }
  }

  /** Runs a command that has to fail with this exit code and this word in its one error. */
  private static void fails(int exit, String word, CommandRun dpk, String... args) {
    assertEquals(exit, dpk.run(args), dpk::err);
    assertEquals("", dpk.out());
    String[] error =
        dpk.err().lines().filter(line -> !line.startsWith("  ")).toArray(String[]::new);
    assertEquals(1, error.length, dpk::err);
    assertTrue(error[0].startsWith("dpk " + args[0]), dpk::err);
    assertTrue(error[0].contains(word), dpk::err);
    assertTrue(dpk.errLines().get(dpk.errLines().size() - 1).startsWith("  → "), dpk::err);
    assertFalse(dpk.err().contains("\tat "), dpk::err);
  }

  private static void fails(int exit, String word, String... args) {
    fails(exit, word, place.dpk(), args);
  }

  @Test
  void wrongPassword() {
    String[] get = {"get", url, "-i", client.toString()};
    fails(77, "password", place.dpk().with("DPK_PASSWORD", "wrong"), get);
    assertTrue(place.ok(get).startsWith("Hello uuid:"));
  }

  @Test
  void truncatedAndForeignIdentityFiles() throws IOException {
    byte[] whole = Files.readAllBytes(client);
    Path file = place.file("broken.dpk");
    String[] get = {"get", url, "-i", file.toString()};
    fails(66, "no", get);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    fails(65, "broken.dpk", get);
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n");
    fails(65, "broken.dpk", get);
    Files.write(file, whole);
    assertTrue(place.ok(get).startsWith("Hello uuid:"));
  }

  @Test
  void unknownPeer() {
    String stranger = "uuid:" + UUID.randomUUID();
    fails(77, stranger, "get", url, "-i", client.toString(), "--peer", stranger);
    assertTrue(place.ok("get", url, "-i", client.toString()).startsWith("Hello uuid:"));
  }

  @Test
  void revokedPeer() throws IOException {
    Path other = place.enrol("revoked", "uuid");
    String identity = Json.mapper().readTree(Files.readAllBytes(other)).path("identity").asText();
    place.ok("admin", "revoke", identity);

    fails(77, "revoked", "get", url, "-i", client.toString(), "--peer", identity);
    fails(77, "revoked", "get", url, "-i", other.toString());

    CommandRun lookup = place.dpk();
    assertEquals(1, lookup.run("lookup", identity));
    assertTrue(lookup.out().contains(identity + "  revoked"), lookup::out);
    assertTrue(place.ok("get", url, "-i", client.toString()).startsWith("Hello uuid:"));
  }

  @Test
  void peerThatIsNoDpkSpeaker() throws Exception {
    HttpsServer stranger =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.setHttpsConfigurator(new HttpsConfigurator(SSLContext.getDefault()));
    stranger.start();
    try {
      String there = "https://localhost:" + stranger.getAddress().getPort() + "/";
      fails(76, "does not speak DPK", "get", there, "-i", client.toString());
    } finally {
      stranger.stop(0);
    }
    assertTrue(place.ok("get", url, "-i", client.toString()).startsWith("Hello uuid:"));
  }

  @Test
  void nobodyListens() {
    fails(69, "", "get", "https://localhost:1/", "-i", client.toString());
  }

  @Test
  void chainUnreachableWrongOrWithoutContract() throws IOException {
    JsonNode network = Json.mapper().readTree(place.file("devnet.json").toFile());
    String node = network.path("node").asText();
    String contract = network.path("contract").asText();
    String nowhere = "0x00000000000000000000000000000000000000aa";

    fails(69, "does not answer", lookup("http://127.0.0.1:1", "31337", contract));
    fails(78, "chain 31337", lookup(node, "1", contract));
    fails(78, nowhere, lookup(node, "31337", nowhere));

    assertTrue(place.ok(lookup(node, "31337", contract)).contains("dns:localhost  active"));
  }

  private static String[] lookup(String node, String chain, String contract) {
    return new String[] {
      "lookup", "dns:localhost", "--node", node, "--chain-id", chain, "--contract", contract
    };
  }

  /** It is the chain's clock that is moved: which of the two is wrong can't be told from here. */
  @Test
  void clockWrongByAYear() throws Exception {
    String before = rpc("evm_snapshot", "");
    rpc("evm_increaseTime", "\"0x" + Long.toHexString(Duration.ofDays(365).toSeconds()) + "\"");
    rpc("evm_mine", "");
    fails(78, "clock", "lookup", "dns:localhost");
    rpc("evm_revert", "\"" + before + "\"");
    assertTrue(place.ok("lookup", "dns:localhost").contains("dns:localhost  active"));
  }

  private static String rpc(String method, String parameter) throws Exception {
    JsonNode network = Json.mapper().readTree(place.file("devnet.json").toFile());
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
            .formatted(method, parameter);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(network.path("node").asText()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Json.mapper().readTree(answer).path("result").asText();
  }

  @Test
  void pkmUnreachableInTheMiddleOfAnEnrolment() throws IOException {
    Path token = place.register("late", "uuid", "--funded", "--fees", "waived");
    String[] enrol = {"enrol", token.toString(), "--out", place.file("late.dpk").toString()};
    place.stopPkm();
    try {
      fails(69, "", enrol);
      assertTrue(Files.exists(place.file("late.dpk")));
      fails(69, "no PKM answers", "admin", "list");
    } finally {
      place.restartPkm();
    }
    assertTrue(place.ok(enrol).contains("version 1"));
    assertTrue(place.ok(enrol).contains("version 1"), "enrolled already: nothing is left to do");
  }

  @Test
  void tokenUsedTwice() {
    Path token = place.register("once", "uuid");
    place.ok("enrol", token.toString(), "--out", place.file("once.dpk").toString());
    fails(77, "already", "enrol", token.toString(), "--out", place.file("twice.dpk").toString());
  }

  @Test
  void tokenExpired() {
    Path token = place.register("slow", "uuid", "--valid-for", "1s");
    String identity = tokenIdentity(token);
    BackgroundRun.await(
        () -> place.ok("admin", "list", "--identity", identity).contains("  expired"));
    fails(77, "expired", "enrol", token.toString(), "--out", place.file("slow.dpk").toString());
  }

  private static String tokenIdentity(Path token) {
    try {
      return Json.mapper().readTree(token.toFile()).path("identity").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tokenForged() throws IOException {
    Path token = place.register("forged", "uuid");
    byte[] genuine = Files.readAllBytes(token);
    ObjectNode forged = (ObjectNode) Json.mapper().readTree(genuine);
    char[] text = forged.path("token").asText().toCharArray();
    text[text.length - 2] = text[text.length - 2] == 'A' ? 'B' : 'A';
    forged.put("token", new String(text));
    String[] enrol = {"enrol", token.toString(), "--out", place.file("forged.dpk").toString()};

    Files.write(token, Json.mapper().writeValueAsBytes(forged));
    fails(77, "did not issue", enrol);
    Files.write(token, Arrays.copyOf(genuine, genuine.length / 2));
    fails(65, "forged.token", enrol);
    Files.write(token, genuine);
    assertTrue(place.ok(enrol).contains("version 1"));
  }

  @Test
  void wrongAdministratorsKey() throws IOException {
    Path key = Files.writeString(place.file("wrong.key"), "guessed");
    fails(77, "key", "admin", "list", "--admin-key-file", key.toString());
    assertTrue(place.ok("admin", "list").contains("dns:localhost"));
  }

  @Test
  void unvouchedName() {
    Path token = place.file("www.token");
    String[] register = {"admin", "register", "dns:www.example.org", "--out", token.toString()};
    fails(64, "dns:www.example.org", register);
    assertFalse(Files.exists(token));
  }

  @Test
  void aTokenFileIsNotOverwritten() throws IOException {
    Path taken = Files.writeString(place.file("taken.token"), "precious");
    fails(73, "is there already", "admin", "register", "uuid", "--out", taken.toString());
    assertEquals("precious", Files.readString(taken));
  }

  @Test
  void fullDiskWhileTheIdentityFileIsWritten() throws Exception {
    Path token = place.register("full", "uuid");
    Path small = Files.createDirectory(place.file("small"));
    FullDisk disk = FullDisk.of(small);

    FullDisk.Outcome outcome =
        disk.enrolBeforeAndAfterRoomIsMade(token, place.file("full.dpk"), Place.PASSWORD);

    assertEquals(73, outcome.exitWhileFull(), outcome::output);
    assertTrue(outcome.output().contains("No space left on device"), outcome::output);
    assertEquals(0, outcome.exitAfterwards(), outcome::output);
    assertTrue(Files.size(place.file("full.dpk")) > 0);
  }
}
