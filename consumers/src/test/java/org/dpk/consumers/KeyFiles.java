package org.dpk.consumers;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;

/** Puts the keys of a server as files where its configuration looks for them. */
public final class KeyFiles {

  private KeyFiles() {}

  /** {@code psk.txt}, or {@code server.dpk} with {@code server.password}. */
  public static void write(KeySource keys, Path folder) throws IOException {
    Files.createDirectories(folder);
    switch (keys) {
      case STATIC -> Files.writeString(folder.resolve("psk.txt"), psk("alice"));
      case AGREED -> {
        identity(ChainForAllTests.chain().server(), folder.resolve("server.dpk"));
        Files.writeString(folder.resolve("server.password"), String.valueOf(PASSWORD));
      }
    }
  }

  /** A line with the key of {@link KeySource#ALICE} for an identity. */
  public static String psk(String identity) {
    return identity + ":" + HexFormat.of().formatHex(KeySource.ALICE) + "\n";
  }

  public static void identity(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
