package org.dpk.consumers.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.dpk.provider.internal.Programs;

/** A Kafka broker in a process of its own, and its own controller. */
final class Broker implements AutoCloseable {

  private static final Path DPK_SECURITY = Path.of("../docs/dpk.security").toAbsolutePath();

  private final Programs.Running process;

  private Broker(Programs.Running process) {
    this.process = process;
  }

  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param folder for its data
   * @param settings what there is beside the one node and its controller
   */
  static Broker start(Path folder, Map<String, String> settings) throws Exception {
    Properties all = new Properties();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.listener.names", "CONTROLLER");
    all.put("log.dirs", folder.resolve("data").toString());
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.putAll(settings);
    Path file = folder.resolve("server.properties");
    try (var out = Files.newOutputStream(file)) {
      all.store(out, null);
    }
    Programs.Result formatted =
        Programs.run(
            java(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid() + "",
                "-c",
                "" + file));
    if (formatted.exit() != 0) {
      throw new AssertionError(formatted.output());
    }
    return new Broker(Programs.start(java("kafka.Kafka", "" + file), Map.of(), folder));
  }

  private static List<String> java(String... program) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Djava.security.properties=" + DPK_SECURITY,
                "-cp",
                Programs.classPath()));
    command.addAll(List.of(program));
    return command;
  }

  /** What it has said, for a test that fails. */
  String output() throws IOException {
    return Files.readString(process.out()) + (process.process().isAlive() ? "" : "(it has ended)");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
