package org.dpk.psk.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL server on a port of its own, with a cluster of its own in a folder for the time. */
public final class PostgresqlDatabase implements TestDatabase {

  private static final long DEADLINE_SECONDS = 60;
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path folder;
  private final int port;
  private Process server;

  private PostgresqlDatabase(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static PostgresqlDatabase start() throws Exception {
    Path folder = Files.createTempDirectory("dpk-postgresql");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PostgresqlDatabase database = new PostgresqlDatabase(folder, free.getLocalPort());
      database.makeCluster();
      free.close();
      database.resume();
      return database;
    }
  }

  private void makeCluster() throws Exception {
    if (isRoot()) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(
        asUser(
            program("initdb"),
            "--pgdata=" + data(),
            "--username=dpk",
            "--auth=trust",
            "--no-sync"));
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** Starts it, also after {@link #halt()}. */
  public void resume() throws Exception {
    List<String> command =
        asUser(
            program("postgres"),
            "-D",
            data().toString(),
            "-c",
            "port=" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=");
    server = builder(command, "server.log").start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!answers()) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("PostgreSQL does not start:\n" + log("server.log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean answers() {
    try (Connection connection = source().getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends it at once; what was committed is there after {@link #resume()}. */
  public void halt() throws Exception {
    run(List.of("kill", "-INT", Long.toString(server.pid()))); // a fast shutdown
    if (!server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("PostgreSQL does not end:\n" + log("server.log"));
    }
  }

  @Override
  public String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/postgres?user=dpk&connectTimeout=5&socketTimeout=10";
  }

  @Override
  public String content() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(data())) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Override
  public void close() throws Exception {
    if (server.isAlive()) {
      halt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  // ---- programs

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL does not run as root. */
  private static List<String> asUser(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static String program(String name) throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return name; // on the path
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      Optional<Path> newest =
          versions
              .map(version -> version.resolve("bin").resolve(name))
              .filter(Files::isExecutable)
              .max(Comparator.naturalOrder());
      return newest.orElseThrow(() -> new AssertionError("install postgresql")).toString();
    }
  }

  private ProcessBuilder builder(List<String> command, String log) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
  }

  private void run(List<String> command) throws Exception {
    Process process = builder(command, "setup.log").start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command + " failed:\n" + log("setup.log"));
    }
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
