package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.dpk.cli.internal.output.Json;

/** A chain and a PKM that run, set up by the commands themselves. */
final class Place implements AutoCloseable {

  static final String PASSWORD = "correct horse";

  private final Path folder;
  private final BackgroundRun devnet;
  private BackgroundRun pkm;
  private String admin = "";

  private Place(Path folder) throws IOException {
    this.folder = folder;
    this.devnet =
        BackgroundRun.start(
                new CommandRun(),
                "devnet",
                "--json",
                "--port",
                "0",
                "--network",
                file("devnet.json").toString())
            .awaitOut("}\n");
    String listen = "localhost:" + freePort();
    ok(
        "pkm",
        "--init",
        "--dir",
        file("pkm").toString(),
        "--listen",
        listen,
        "--admin",
        "127.0.0.1:0");
    this.pkm = startPkm();
  }

  /** Makes everything in an empty folder. */
  static Place open(Path folder) throws IOException {
    return new Place(folder);
  }

  /** The PKM has to keep its port over a restart, as its token files name it. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      return socket.getLocalPort();
    }
  }

  private BackgroundRun startPkm() throws IOException {
    BackgroundRun started =
        BackgroundRun.start(dpk(), "pkm", "--dir", file("pkm").toString(), "--json")
            .awaitOut("}\n");
    admin = Json.mapper().readTree(started.run().out()).path("admin").asText();
    return started;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A command line that knows this place. */
  CommandRun dpk() {
    return new CommandRun()
        .with("DPK_NETWORK", file("devnet.json").toString())
        .with("DPK_PASSWORD", PASSWORD)
        .with("DPK_PKM", admin)
        .with("DPK_ADMIN_KEY_FILE", file("pkm/data/admin.key").toString());
  }

  /** Runs a command that has to succeed, and gives what it printed. */
  String ok(String... args) {
    CommandRun run = dpk();
    assertEquals(0, run.run(args), run::err);
    return run.out();
  }

  /** Registers a device and gives its token file. */
  Path register(String name, String identity, String... more) {
    Path token = file(name + ".token");
    String[] args = new String[5 + more.length];
    args[0] = "admin";
    args[1] = "register";
    args[2] = identity;
    args[3] = "--out";
    args[4] = token.toString();
    System.arraycopy(more, 0, args, 5, more.length);
    ok(args);
    return token;
  }

  /** Registers and enrols a device, and gives its identity file. */
  Path enrol(String name, String identity, String... more) {
    Path out = file(name + ".dpk");
    ok("enrol", register(name, identity, more).toString(), "--out", out.toString());
    return out;
  }

  void stopPkm() {
    pkm.stop();
  }

  void restartPkm() throws IOException {
    pkm = startPkm();
  }

  @Override
  public void close() {
    pkm.close();
    devnet.close();
  }
}
