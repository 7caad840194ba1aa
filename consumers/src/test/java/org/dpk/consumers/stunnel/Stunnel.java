package org.dpk.consumers.stunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dpk.consumers.Folders;
import org.dpk.consumers.Guide;
import org.dpk.consumers.Program;

/** A real stunnel, between TLS keyed by pre-shared keys and plain TCP; it has two keys. */
public final class Stunnel implements AutoCloseable {

  private static final Guide GUIDE = new Guide("stunnel-openssl");
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
    return start("stunnel in front", to, protocol, String.join("\n", more));
  }

  /**
   * Takes plain TCP, and passes it on in TLS as {@code alice}.
   *
   * @param to the port of a TLS server
   */
  public static Stunnel towards(int to, String protocol) throws Exception {
    return start("stunnel behind", to, protocol, "");
  }

  private static Stunnel start(String example, int to, String protocol, String more)
      throws Exception {
    String service = GUIDE.example(example) + more;
    Path folder =
        Files.createTempDirectory(
            "dpk-stunnel",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve("psk.txt"), GUIDE.example("psk.txt"));
    Files.setPosixFilePermissions(
        folder.resolve("psk.txt"), PosixFilePermissions.fromString("rw-------"));
    try {
      return new Stunnel(
          folder,
          Program.startOnFreePort(
              port -> configure(folder, service, port, to, protocol), "Accepting new connections"));
    } catch (Exception | AssertionError e) {
      Folders.delete(folder);
      throw e;
    }
  }

  private static Program.Start configure(
      Path folder, String service, int port, int to, String protocol) throws IOException {
    Path configuration = folder.resolve("stunnel.conf");
    Files.writeString(
        configuration,
        "foreground = yes\npid =\ndebug = debug\n"
            + service
                .replaceAll("accept = .*", "accept = 127.0.0.1:" + port)
                .replaceAll("connect = .*", "connect = 127.0.0.1:" + to)
                .replace("/etc/stunnel", folder.toString())
            + "\nsslVersionMin = "
            + protocol
            + "\nsslVersionMax = "
            + protocol
            + "\n");
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
