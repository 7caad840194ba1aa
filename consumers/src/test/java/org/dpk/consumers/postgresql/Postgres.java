package org.dpk.consumers.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dpk.consumers.Folders;
import org.dpk.consumers.Program;

/** A real PostgreSQL with a cluster of its own; it never runs as root. */
final class Postgres implements AutoCloseable {

  static final String USER = "tester";
  static final String PASSWORD = "a password beside the key";

  private static final String ACCOUNT = "postgres";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path folder;
  private final Program.Listening server;

  private Postgres(Path folder, Program.Listening server) {
    this.folder = folder;
    this.server = server;
  }

  static Postgres start() throws Exception {
    Path folder = Files.createTempDirectory("dpk-postgresql");
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      own(folder);
      own(password);
    }
    try {
      initialize(folder, password);
      return new Postgres(
          folder,
          Program.startOnFreePort(
              port -> command(folder, port), "database system is ready to accept connections"));
    } catch (Exception | AssertionError e) {
      Folders.delete(folder);
      throw e;
    }
  }

  private static void initialize(Path folder, Path password) throws Exception {
    Path output = folder.resolve("initdb.out");
    List<String> command =
        command(
            "initdb",
            "--pgdata=" + folder.resolve("data"),
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-sync");
    Process initdb =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(initdb.waitFor(60, TimeUnit.SECONDS), "initdb does not end");
    assertEquals(0, initdb.exitValue(), Files.readString(output));
  }

  private static Program.Start command(Path folder, int port) {
    return new Program.Start(
        "postgresql",
        command(
                "postgres",
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off")
            .toArray(String[]::new));
  }

  /** As another user where this runs as root; the process stays the same. */
  private static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT, "--init-groups"));
    }
    command.add(binaries().resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void own(Path path) throws IOException {
    Files.setOwner(
        path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ACCOUNT));
  }

  /** Of the newest version that is installed. */
  private static Path binaries() {
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .max(Comparator.comparingInt(path -> Integer.parseInt(path.getFileName().toString())))
          .orElseThrow()
          .resolve("bin");
    } catch (IOException e) {
      return Program.missing("postgresql", e);
    }
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws Exception {
    server.program().close();
    Folders.delete(folder);
  }
}
