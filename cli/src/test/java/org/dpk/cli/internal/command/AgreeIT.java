package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.dpk.cli.internal.output.Json;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.admission.Handshakes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys for programs that know nothing of DPK, and these programs talking by them. */
@Timeout(180)
class AgreeIT {

  private static final String ALICE = "alice:" + "0f1e2d3c".repeat(8);

  @TempDir private static Path folder;

  private static Place place;
  private static Path server;
  private static Path client;
  private static String clientId;

  @BeforeAll
  static void setUp() throws IOException {
    place = Place.open(folder);
    server = place.enrol("server", "dns:localhost", "--unchecked");
    client = place.enrol("client", "uuid");
    clientId = identity(client);
  }

  @AfterAll
  static void tearDown() {
    place.close();
  }

  private static String identity(Path file) throws IOException {
    return Json.mapper().readTree(Files.readAllBytes(file)).path("identity").asText();
  }

  /** The end that answers, and where. */
  private record Answering(BackgroundRun run, int port) implements AutoCloseable {

    static Answering start(String export, Path out, String... more) throws IOException {
      List<String> args =
          new ArrayList<>(
              List.of("agree", "--listen", "0", "-i", server.toString(), "--json", "--export"));
      args.addAll(List.of(export, "--out", out.toString()));
      args.addAll(List.of(more));
      BackgroundRun run =
          BackgroundRun.start(place.dpk(), args.toArray(String[]::new)).awaitOut("}\n");
      return new Answering(run, Json.mapper().readTree(run.run().out()).path("port").asInt());
    }

    String address() {
      return "localhost:" + port;
    }

    @Override
    public void close() {
      run.close();
    }
  }

  private static CommandRun ask(Answering at, String export, Path out, String... more) {
    CommandRun dpk = place.dpk();
    List<String> args =
        new ArrayList<>(List.of("agree", at.address(), "-i", client.toString(), "--export"));
    args.addAll(List.of(export, "--out", out.toString()));
    args.addAll(List.of(more));
    assertEquals(0, dpk.run(args.toArray(String[]::new)), dpk::err);
    return dpk;
  }

  private static Path emptyFolder(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }

  // ---- OpenSSL

  @Test
  void opensslTalksByASessionFileAtBothEnds() throws Exception {
    Path here = emptyFolder("openssl");
    Path atServer = here.resolve("server.pem");
    Path atClient = here.resolve("client.pem");
    String said;
    try (Answering answering = Answering.start("openssl", atServer, "--peer", clientId, "--once")) {
      said = ask(answering, "openssl", atClient).out();
    }
    assertTrue(said.contains("peer          dns:localhost"), said);
    String id = said.lines().filter(line -> line.startsWith("PSK id")).findFirst().orElseThrow();
    id = id.substring(id.lastIndexOf(' ') + 1);
    assertTrue(said.contains("-psk_identity " + id + " -psk_session " + atClient), said);
    assertEquals("rw-------", rights(atServer));
    assertEquals("rw-------", rights(atClient));

    int port = Tool.freePort();
    try (Tool openssl =
        opensslServer(
            here,
            port,
            "-www",
            "-psk_identity",
            id,
            "-psk_session",
            atServer.toString(),
            "-ciphersuites",
            "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256")) {
      Programs.Result page = get(port, "-psk_identity", id, "-psk_session", atClient.toString());
      assertTrue(page.output().contains("200 ok"), page::output);
      assertTrue(page.output().contains("TLSv1.3"), page::output);

      Programs.Result stranger = get(port, "-psk_identity", id, "-psk", "00".repeat(32));
      assertFalse(stranger.output().contains("200 ok"), stranger::output);
      openssl.await("binder does not verify");
    }
  }

  private static Tool opensslServer(Path folder, int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_server", "-accept", "localhost:" + port, "-nocert"));
    command.addAll(List.of(options));
    return Tool.start("openssl", folder, "ACCEPT", command.toArray(new String[0]));
  }

  private static Programs.Result get(int port, String... key) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "localhost:" + port, "-ign_eof", "-tls1_3"));
    command.addAll(List.of(key));
    return Tool.run("openssl", Map.of(), "GET / HTTP/1.0\r\n\r\n", command);
  }

  @Test
  void theArgumentsOfOpensslArePrintedToWhoeverAsksForThem() throws Exception {
    Path here = emptyFolder("arguments");
    String printed;
    String served;
    try (Answering answering =
        Answering.start("stunnel", here.resolve("psk.txt"), "--peer", clientId)) {
      CommandRun dpk = ask(answering, "openssl", Path.of("-"));
      printed = dpk.out().strip();
      served = Files.readString(here.resolve("psk.txt")).strip();
      assertTrue(dpk.err().contains("good until"), dpk::err);
      assertFalse(dpk.err().contains(served.substring(23)), "no key on standard error");
      assertFalse(answering.run().run().err().contains(served.substring(23)));
    }
    String[] arguments = printed.split(" ");
    assertEquals(List.of("-psk_identity", "-psk"), List.of(arguments[0], arguments[2]));
    assertEquals(served, arguments[1] + ":" + arguments[3]);

    int port = Tool.freePort();
    try (Tool openssl =
        opensslServer(here, port, "-www", arguments[0], arguments[1], arguments[2], arguments[3])) {
      Programs.Result page = get(port, arguments);
      assertTrue(page.output().contains("200 ok"), () -> page.output() + openssl);
    }
  }

  // ---- mosquitto

  @Test
  void mosquittoTakesEachNewKeyWhileItRuns() throws Exception {
    Path here = emptyFolder("mosquitto");
    Path keys = Files.writeString(here.resolve("psk.txt"), ALICE + "\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    int port = Tool.freePort();
    Path configuration = here.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        "listener %d 127.0.0.1%npsk_hint dpk%npsk_file %s%n".formatted(port, keys)
            + "use_identity_as_username true\nallow_anonymous false\n"
            + "log_dest stderr\nlog_type all\nuser root\n");
    Path config = Files.createDirectory(here.resolve("config"));
    Path options = config.resolve("mosquitto_pub");
    Files.writeString(options, "-h localhost\n");

    try (Tool mosquitto =
            Tool.start("mosquitto", here, " running", "mosquitto", "-c", configuration.toString());
        Answering answering =
            Answering.start(
                "mosquitto", keys, "--peer", clientId, "--then", "kill -HUP " + mosquitto.pid())) {
      for (int run = 1; run <= 3; run++) {
        String said = ask(answering, "mosquitto", options).out();
        assertTrue(said.contains("mosquitto_pub"), said);
        List<String> lines = Files.readAllLines(options);
        assertEquals("-h localhost", lines.get(0));
        assertEquals(3, lines.size(), "the key before is replaced");
        String id = lines.get(1).substring("--psk-identity ".length());
        Waiting.until(() -> "reloads: " + output(mosquitto), reloads(mosquitto, run));

        Programs.Result sent = publish(config, port);

        assertEquals(0, sent.exit(), sent::output);
        mosquitto.await("u'" + id + "'");
      }
      List<String> lines = Files.readAllLines(keys);
      assertEquals(3, lines.size(), "the newest key, the one before, and alice's");
      assertEquals(ALICE, lines.get(2));
      assertEquals("rw-------", rights(keys));
    }
  }

  private static Callable<Boolean> reloads(Tool mosquitto, int count) {
    return () -> output(mosquitto).split("Reloading config", -1).length > count;
  }

  private static String output(Tool tool) throws IOException {
    return tool.output();
  }

  private static Programs.Result publish(Path config, int port) throws Exception {
    return Tool.run(
        "mosquitto-clients",
        Map.of("XDG_CONFIG_HOME", config.toString()),
        "",
        List.of("mosquitto_pub", "-p", "" + port, "-q", "1", "-t", "t", "-m", "hello"));
  }

  // ---- stunnel

  @Test
  void stunnelTalksToStunnel() throws Exception {
    Path here = emptyFolder("stunnel");
    Path atServer = here.resolve("server.txt");
    Path atClient = here.resolve("client.txt");
    Files.writeString(atClient, ALICE + "\n"); // the new key has to come first
    Files.setPosixFilePermissions(atClient, PosixFilePermissions.fromString("rw-------"));
    HttpServer plain =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plain.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    plain.start();
    try (Answering answering = Answering.start("stunnel", atServer, "--any-peer")) {
      ask(answering, "stunnel", atClient);
      int secure = Tool.freePort();
      int open = Tool.freePort();
      String common = "ciphers = PSK\nsslVersionMin = TLSv1.3\n";
      String front = "accept = 127.0.0.1:%d%nconnect = 127.0.0.1:%d%nPSKsecrets = %s%n";
      try (Tool inFront =
              stunnel(
                  here,
                  "front",
                  front.formatted(secure, plain.getAddress().getPort(), atServer) + common);
          Tool behind =
              stunnel(
                  here,
                  "behind",
                  "client = yes\n" + front.formatted(open, secure, atClient) + common)) {
        HttpResponse<String> answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + open)).build(),
                    HttpResponse.BodyHandlers.ofString());
        assertEquals("hello", answer.body());
        behind.await("TLSv1.3");
        assertTrue(inFront.output().contains("TLSv1.3"), inFront::toString);
      }
    } finally {
      plain.stop(0);
    }
  }

  private static Tool stunnel(Path here, String name, String service) throws Exception {
    Path configuration = here.resolve(name + ".conf");
    Files.writeString(
        configuration, "foreground = yes\npid =\ndebug = debug\n[service]\n" + service);
    return Tool.start(
        "stunnel4", here, "Accepting new connections", "stunnel", configuration.toString());
  }

  // ---- when keys end

  @Test
  void keysGoWhenTheyEndAndWhenTheirPeerIsRevoked() throws Exception {
    Path here = emptyFolder("ends");
    Path keys = here.resolve("psk.txt");
    Path other = place.enrol("soon-revoked", "uuid");
    try (Answering brief = Answering.start("stunnel", keys, "--any-peer", "--lifetime", "4s");
        Answering lasting = Answering.start("stunnel", keys, "--any-peer")) {
      String before = ask(brief, "stunnel", here.resolve("a.txt"), "--json").out();
      assertEquals(4, Json.mapper().readTree(before).path("seconds").asInt());
      Path second = here.resolve("b.txt");
      assertEquals(
          0,
          place
              .dpk()
              .run(
                  "agree",
                  lasting.address(),
                  "-i",
                  other.toString(),
                  "--export",
                  "stunnel",
                  "--out",
                  second.toString()));
      assertTrue(Files.readString(keys).contains(Files.readString(second)));
      Waiting.until("the short one ends", () -> Files.readAllLines(keys).size() == 1);

      place.ok("admin", "revoke", identity(other));

      Waiting.until("the revoked one goes", () -> Files.readString(keys).isEmpty());
      BackgroundRun.await(() -> lasting.run().run().err().contains("is revoked"));
    }
  }

  /** It was agreed on before, and waits while another one's program is told of its key. */
  @Test
  void aKeyIsNotKeptWhosePeerIsRevokedMeanwhile() throws Exception {
    Path here = emptyFolder("meanwhile");
    Path keys = here.resolve("psk.txt");
    Path go = here.resolve("go");
    Path peer = place.enrol("revoked-meanwhile", "uuid");
    String then = "while [ ! -e " + go + " ]; do sleep 0.05; done";
    String[] ask = {"-i", peer.toString(), "--export", "stunnel", "--out", here + "/p.txt"};
    try (Answering answering = Answering.start("stunnel", keys, "--any-peer", "--then", then)) {
      List<String> args = new ArrayList<>(List.of("agree", answering.address()));
      args.addAll(List.of(ask));
      Files.createFile(go);
      assertEquals(0, place.dpk().run(args.toArray(String[]::new)));
      Files.delete(go);

      long agreed = agreedSoFar();
      Path first = here.resolve("first.txt");
      try (BackgroundRun slow =
          BackgroundRun.start(
              place.dpk(),
              "agree",
              answering.address(),
              "-i",
              client.toString(),
              "--export",
              "stunnel",
              "--out",
              first.toString())) {
        Waiting.until("its program is told", () -> Files.readAllLines(keys).size() == 2);
        try (BackgroundRun late = BackgroundRun.start(place.dpk(), args.toArray(String[]::new))) {
          Waiting.until("both have agreed", () -> agreedSoFar() == agreed + 2);
          place.ok("admin", "revoke", identity(peer));
          Waiting.until("its first key goes", () -> Files.readAllLines(keys).size() == 1);
          Files.createFile(go);
          BackgroundRun.await(() -> late.run().err().contains("did not keep the key"));
        }
        BackgroundRun.await(() -> Files.exists(first));
      }
      assertEquals(Files.readString(first), Files.readString(keys));
    }
  }

  private static long agreedSoFar() {
    return Handshakes.of(DpkIdentity.parse("dns:localhost")).getCounts().get("AGREED");
  }

  // ---- refused

  private static void fails(int exit, String pattern, String... args) {
    CommandRun dpk = place.dpk();
    List<String> all = new ArrayList<>(List.of("agree"));
    all.addAll(Arrays.asList(args));
    all.addAll(List.of("--export", "stunnel", "--out", folder.resolve("none.txt").toString()));
    assertEquals(exit, dpk.run(all.toArray(String[]::new)), dpk::err);
    assertTrue(Pattern.compile(pattern).matcher(dpk.err()).find(), dpk::err);
    assertFalse(dpk.err().contains("\tat "), dpk::err);
    assertFalse(Files.exists(folder.resolve("none.txt")));
  }

  @Test
  void whoIsNotOnTheListIsRefused() throws Exception {
    Path other = place.enrol("other", "uuid");
    Path keys = emptyFolder("list").resolve("psk.txt");
    try (Answering answering = Answering.start("stunnel", keys, "--peer", clientId, "--once")) {
      fails(77, "does not admit", answering.address(), "-i", other.toString());
      BackgroundRun.await(() -> answering.run().run().err().contains("not allowed here"));
      assertFalse(Files.exists(keys));
    }
  }

  @Test
  void aKeyThatTheOtherProgramDoesNotGetIsNone() throws Exception {
    Path keys = emptyFolder("then").resolve("psk.txt");
    try (Answering answering = Answering.start("stunnel", keys, "--any-peer", "--then", "exit 3")) {
      fails(76, "did not keep the key", answering.address(), "-i", client.toString());
      BackgroundRun.await(() -> answering.run().run().err().contains("ended with 3"));
    }
  }

  @Test
  void revokedPeersAndStrangersAreRefused() throws Exception {
    Path revoked = place.enrol("revoked", "uuid");
    String stranger = "uuid:" + UUID.randomUUID();
    String own = client.toString();
    place.ok("admin", "revoke", identity(revoked));
    try (Answering answering =
        Answering.start("stunnel", emptyFolder("refused").resolve("psk.txt"), "--any-peer")) {
      String at = answering.address();
      fails(77, "revoked", at, "-i", revoked.toString());
      fails(77, "revoked", identity(revoked), "--at", at, "-i", own);
      fails(77, "not registered", stranger, "--at", at, "-i", own);
      // somebody who is on the chain, but does not answer there
      Path absent = place.enrol("absent", "uuid");
      fails(77, "does not use the record", identity(absent), "--at", at, "-i", own);
    }
  }

  @Test
  void whateverElseAnswersIsNoPeer() throws Exception {
    String own = client.toString();
    fails(69, "nobody answers", "localhost:" + Tool.freePort(), "-i", own);
    try (MisbehavingListener silent = MisbehavingListener.start(socket -> {})) {
      fails(69, "took too long", silent.address(), "-i", own, "--timeout", "1s");
    }
    try (MisbehavingListener closing = MisbehavingListener.start(Socket::close)) {
      fails(76, "broke off", closing.address(), "-i", own);
    }
    try (MisbehavingListener web =
        MisbehavingListener.start(
            socket ->
                socket
                    .getOutputStream()
                    .write(
                        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      fails(76, "does not speak TLS", web.address(), "-i", own);
    }
    int port = Tool.freePort();
    try (Tool openssl = opensslServer(folder, port, "-psk", "00".repeat(32))) {
      // its alert, or the reset that follows it
      fails(76, "does not speak DPK|broke off", "localhost:" + port, "-i", own);
      assertNotEquals("", openssl.output());
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
