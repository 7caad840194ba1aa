package org.dpk.consumers.stunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dpk.consumers.Folders;
import org.dpk.consumers.Program;

/** A real stunnel, between TLS keyed by pre-shared keys and plain TCP; it has two keys. */
public final class Stunnel implements AutoCloseable {

  /** In stunnel's form and ours. */
  private static final String KEYS =
      "alice:" + "0f1e2d3c4b5a6978".repeat(4) + "\nbob:" + "8f4d2c1b".repeat(8) + "\n";

  private final Path folder;
  private final Program.Listening server;

  private Stunnel(Path folder, Program.Listening server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * Takes TLS, and passes on what is in it.
   *
   * @param protocol the only one that it speaks: TLSv1.3 or TLSv1.2
   * @param to the port of a plain server
   * @param more lines for the service
   */
  public static Stunnel inFrontOf(int to, String protocol, String... more) throws Exception {
    return start(to, protocol, String.join("\n", more));
  }

  /**
   * Takes plain TCP, and passes it on in TLS as {@code alice}.
   *
   * @param to the port of a TLS server
   */
  public static Stunnel towards(int to, String protocol) throws Exception {
    return start(to, protocol, "client = yes\nPSKidentity = alice");
  }

  private static Stunnel start(int to, String protocol, String more) throws Exception {
    Path folder =
        Files.createTempDirectory(
            "dpk-stunnel",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve("psk.txt"), KEYS);
    Files.setPosixFilePermissions(
        folder.resolve("psk.txt"), PosixFilePermissions.fromString("rw-------"));
    return new Stunnel(
        folder,
        Program.startOnFreePort(
            port -> configure(folder, port, to, protocol, more), "Accepting new connections"));
  }

  private static Program.Start configure(
      Path folder, int port, int to, String protocol, String more) throws IOException {
    Path configuration = folder.resolve("stunnel.conf");
    Files.writeString(
        configuration,
        """
        foreground = yes
        pid =
        debug = debug
        [service]
        accept = 127.0.0.1:PORT
        connect = 127.0.0.1:TARGET
        sslVersionMin = PROTOCOL
        sslVersionMax = PROTOCOL
        ciphers = PSK
        PSKsecrets = FOLDER/psk.txt
        MORE
        """
            .replace("PORT", Integer.toString(port))
            .replace("TARGET", Integer.toString(to))
            .replace("PROTOCOL", protocol)
            .replace("FOLDER", folder.toString())
            .replace("MORE", more));
    return new Program.Start("stunnel4", "stunnel", configuration.toString());
  }

  /** Where it takes connections. */
  public int port() {
    return server.port();
  }

  /** Its {@code PSKsecrets}. */
  public Path keys() {
    return folder.resolve("psk.txt");
  }

  public Program program() {
    return server.program();
  }

  @Override
  public void close() throws Exception {
    server.program().close();
    Folders.delete(folder);
  }
}
