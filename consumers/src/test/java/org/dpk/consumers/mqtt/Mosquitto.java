package org.dpk.consumers.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.dpk.consumers.Folders;
import org.dpk.consumers.Guide;
import org.dpk.consumers.Program;

/**
 * A real mosquitto that knows its clients by their pre-shared keys: {@code alice} and {@code bob}
 * write to the topic {@code from/NAME} and read them all.
 */
public final class Mosquitto implements AutoCloseable {

  private static final Guide GUIDE = new Guide("mqtt");
  private static final String READY = " running";

  private final Path folder;
  private Program program;
  private final int port;

  private Mosquitto(Path folder, Program.Listening server) {
    this.folder = folder;
    this.program = server.program();
    this.port = server.port();
  }

  /**
   * @param protocol the only one that it speaks: TLSv1.3 or TLSv1.2
   */
  public static Mosquitto start(String protocol) throws Exception {
    Path folder =
        Files.createTempDirectory(
            "dpk-mosquitto",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve("psk.txt"), GUIDE.example("psk.txt"));
    Files.setPosixFilePermissions(
        folder.resolve("psk.txt"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve("acl"), GUIDE.example("acl"));
    Files.writeString(folder.resolve("openssl.cnf"), openssl(protocol));
    try {
      return new Mosquitto(folder, Program.startOnFreePort(port -> configure(folder, port), READY));
    } catch (Exception | AssertionError e) {
      Folders.delete(folder);
      throw e;
    }
  }

  private static Program.Start configure(Path folder, int port) throws IOException {
    Path configuration = folder.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        GUIDE
                .example("mosquitto.conf")
                .replace("listener 8883", "listener " + port + " 127.0.0.1")
                .replace("/etc/mosquitto", folder.toString())
            + "log_dest stderr\nlog_type all\nuser root\n");
    return command(folder);
  }

  /** Its own tls_version is the lowest one only. */
  private static String openssl(String protocol) {
    return """
    openssl_conf = settings
    [settings]
    ssl_conf = ssl
    [ssl]
    system_default = tls
    [tls]
    MinProtocol = PROTOCOL
    MaxProtocol = PROTOCOL
    """
        .replace("PROTOCOL", protocol);
  }

  private static Program.Start command(Path folder) {
    return new Program.Start(
        "mosquitto",
        Map.of("OPENSSL_CONF", folder.resolve("openssl.cnf").toString()),
        List.of("mosquitto", "-c", folder.resolve("mosquitto.conf").toString()));
  }

  /** Ends it, and starts it again on the same port. */
  public void restart() throws Exception {
    program.close();
    program = Program.start(command(folder));
    program.await(READY);
  }

  public int port() {
    return port;
  }

  /** Its own {@code psk_file}. */
  public Path keys() {
    return folder.resolve("psk.txt");
  }

  public String output() {
    return program.output();
  }

  @Override
  public void close() throws Exception {
    program.close();
    Folders.delete(folder);
  }
}
