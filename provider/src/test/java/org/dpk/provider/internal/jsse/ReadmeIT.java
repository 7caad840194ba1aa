package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what README.md and docs print, as they print it: only jar and port are others. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReadmeIT {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final DpkIdentity CLIENT = RegistryFixture.newIdentity();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "DPK_PASSWORD",
          new String(IdentityFixture.PASSWORD),
          "PATH",
          Path.of(Programs.java()).getParent() + File.pathSeparator + System.getenv("PATH"));

  @TempDir static Path folder;
  private static AdmittedIdentities identities;

  @BeforeAll
  static void enrolled() throws Exception {
    identities = AdmittedIdentities.start(folder);
    Path server = identities.admit(DpkIdentity.parse("dns:localhost"));
    Files.move(server, folder.resolve("server.dpk"));
    Files.move(identities.admit(CLIENT), folder.resolve("client.dpk"));
    for (String name : List.of("Server.java", "Client.java")) {
      String source = example("README.md", name);
      assertTrue(source.lines().count() < 30, name + " has 30 lines or more");
      Files.writeString(folder.resolve(name), source);
    }
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  @Test
  void thePlainJavaProgramsTalk() throws Exception {
    int port = freePort();
    List<String> commands =
        example("README.md", "run").replace("8443", Integer.toString(port)).lines().toList();
    try (AutoCloseable server = Programs.start(shell(commands.get(0)), ENVIRONMENT, folder)) {
      Waiting.until("the server listens", () -> isListening(port));
      Programs.Result client = Programs.run(shell(commands.get(1)), ENVIRONMENT, "", folder);
      assertEquals(new Programs.Result(0, "hello " + CLIENT + "\n"), client);
    }
  }

  /** The client of the README over each way to a node, which must not keep it from ending. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "ws", "ipc"})
  void aProgramEndsByItself(String transport) throws Exception {
    URI node =
        switch (transport) {
          case "http" -> identities.chain().http().node();
          case "ws" -> identities.chain().webSocket().node();
          default -> identities.chain().ipc().node();
        };
    try (HelloServer server =
        new HelloServer(AdmittedIdentities.context(folder.resolve("server.dpk")))) {
      String command =
          example("README.md", "run")
              .lines()
              .toList()
              .get(1)
              .replace("8443", Integer.toString(server.port()))
              .replace("java -cp", "java -Dorg.dpk.nodes=" + node + " -cp");
      Programs.Result client = Programs.run(shell(command), ENVIRONMENT, "", folder);
      assertEquals(new Programs.Result(0, "hello " + CLIENT), client);
    }
  }

  @Test
  void keytoolListsAnIdentityFile() throws Exception {
    String command = example("README.md", "keytool").strip() + " -storepass:env DPK_PASSWORD";
    Programs.Result listed = Programs.run(shell(command), ENVIRONMENT, "", folder);
    assertEquals(0, listed.exit(), listed::output);
    assertTrue(listed.output().contains("dns:localhost, "), listed::output);
  }

  @Test
  void noCodeAtAll() throws Exception {
    Files.copy(PROJECT.resolve("docs/dpk.security"), folder.resolve("dpk.security"));
    Files.writeString(folder.resolve("Fetch.java"), example("docs/java.md", "Fetch.java"));
    try (HelloServer server =
        new HelloServer(AdmittedIdentities.context(folder.resolve("server.dpk")))) {
      String command =
          example("docs/java.md", "no code")
              .replace("8443", Integer.toString(server.port()))
              .replace("docs/dpk.security", "dpk.security");
      Programs.Result client = Programs.run(shell(command), ENVIRONMENT, "", folder);
      assertEquals(new Programs.Result(0, "hello " + CLIENT + "\n"), client);
      String wrongPassword = command.replace("\"$DPK_PASSWORD\"", "wrong");
      Programs.Result refused = Programs.run(shell(wrongPassword), ENVIRONMENT, "", folder);
      assertEquals(1, refused.exit());
      assertTrue(refused.output().contains("the password is wrong"), refused::output);
    }
  }

  /** The code block that stands behind this mark. */
  private static String example(String page, String mark) throws IOException {
    String text = Files.readString(PROJECT.resolve(page));
    Pattern block =
        Pattern.compile(
            "<!-- example: " + Pattern.quote(mark) + " -->\n```[a-z]*\n(.*?)```", Pattern.DOTALL);
    Matcher found = block.matcher(text);
    assertTrue(found.find(), () -> page + " has no example " + mark);
    return found.group(1);
  }

  private static List<String> shell(String command) {
    String ours = command.replace("target/dpk/dpk.jar", Programs.classPath());
    assertTrue(!ours.equals(command), command);
    return List.of("sh", "-c", "exec " + ours.strip());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
