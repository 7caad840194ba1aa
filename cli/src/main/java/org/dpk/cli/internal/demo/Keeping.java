package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dpk.cli.internal.admin.NewFile;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.provider.internal.identity.IdentityFile;

/** Leaves the demo's files so that one can go on with them by hand. */
final class Keeping {

  private final Script script;
  private final Path folder;

  /**
   * @param folder where the files are, as the user named it
   */
  Keeping(Script script, Path folder) {
    this.script = script;
    this.folder = folder;
  }

  /**
   * Makes sure that nothing is in the way.
   *
   * @throws Failure if the folder is not empty
   */
  static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new Failure(
              ExitCode.CANNOT_CREATE, folder + " is not empty", "name a new folder: --keep DIR");
        }
      }
    }
  }

  /** Puts the files into the state in which the commands find them. */
  void prepare(Setting setting, List<Device> devices, char[] password) throws IOException {
    setting.network().write(folder.resolve("devnet.json"));
    setting
        .folder()
        .configure(
            setting.pkm().adminUri().getAuthority(), setting.pkm().endpoints().get(0).toString());
    writePassword(password);
    for (Device device : devices) {
      try (IdentityFile file = IdentityFile.open(device.file(), password)) {
        URI node = setting.stage().devnet().anvil().webSocketUri();
        file.edit(edit -> edit.nodes(List.of(node)));
      }
    }
  }

  private void writePassword(char[] password) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] content = Arrays.copyOf(bytes.array(), bytes.limit());
    try (NewFile file = NewFile.create(folder.resolve("password"))) {
      file.write(content);
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(bytes.array(), (byte) 0);
    }
  }

  /** Says how to go on. */
  void explain(Setting setting) {
    String pkm = setting.pkm().adminUri().toString();
    List.of(
            "",
            "All files are in " + folder + ". To go on by hand, each in a terminal of its own:",
            "  export DPK_PASSWORD=$(cat " + folder + "/password)",
            "  dpk devnet --port "
                + setting.stage().devnet().anvil().port()
                + " --state "
                + folder
                + "/chain.json --network "
                + folder
                + "/devnet.json",
            "  dpk pkm --dir " + folder + "/pkm",
            "  dpk serve -i " + folder + "/server.dpk",
            "and, since the client is revoked, with a new one:",
            "  dpk admin register uuid --out " + folder + "/new.token \\",
            "    --pkm " + pkm + " --admin-key-file " + folder + "/pkm/data/admin.key",
            "  dpk enrol " + folder + "/new.token --out " + folder + "/new.dpk",
            "  dpk get https://localhost:8443/ -i " + folder + "/new.dpk")
        .forEach(script::say);
  }
}
