package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.Waiting;

/** A program of Debian's that a key is for. */
record Tool(String debianPackage, Programs.Running running) implements AutoCloseable {

  /** Starts a server, and waits until it says that it is ready. */
  static Tool start(String debianPackage, Path folder, String ready, String... command)
      throws Exception {
    Tool tool = new Tool(debianPackage, start(debianPackage, folder, command));
    try {
      tool.await(ready);
      return tool;
    } catch (Exception | AssertionError e) {
      tool.close();
      throw e;
    }
  }

  private static Programs.Running start(String debianPackage, Path folder, String... command)
      throws Exception {
    try {
      return Programs.start(List.of(command), Map.of(), folder);
    } catch (IOException e) {
      return missing(debianPackage, e);
    }
  }

  /** Runs one to its end. */
  static Programs.Result run(
      String debianPackage, Map<String, String> environment, String input, List<String> command)
      throws Exception {
    try {
      return Programs.run(command, environment, input);
    } catch (IOException e) {
      return missing(debianPackage, e);
    }
  }

  private static <T> T missing(String debianPackage, IOException cause) {
    return fail(
        "install " + debianPackage + " (Debian: apt-get install " + debianPackage + ")", cause);
  }

  void await(String text) throws Exception {
    Waiting.until(
        () -> "it says: " + output(),
        () -> output().contains(text) || !running.process().isAlive());
    if (!output().contains(text)) {
      fail("it ended: " + output());
    }
  }

  String output() throws IOException {
    return Files.readString(running.out());
  }

  long pid() {
    return running.process().pid();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      return socket.getLocalPort();
    }
  }
}
