package org.dpk.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.provider.internal.identity.IdentityFixture;

/** Key files that a server is not to start with, and what it is to say. */
public enum WrongFiles {
  NO_SUCH_PSK_FILE("PSK", "missing.txt", "missing.txt"),
  MALFORMED_PSK_FILE("PSK", "malformed.txt", "line 2: the key is not in hexadecimal"),
  NO_SUCH_IDENTITY_FILE("DPK", "missing.dpk", "missing.dpk"),
  WRONG_PASSWORD("DPK", "server.dpk", "the password is wrong"),
  NOT_ADMITTED("DPK", "pretender.dpk", "");

  public final String type;
  public final String message;
  private final String file;

  WrongFiles(String type, String file, String message) {
    this.type = type;
    this.file = file;
    this.message = message;
  }

  public String password() {
    return this == NOT_ADMITTED ? String.valueOf(IdentityFixture.PASSWORD) : "wrong";
  }

  /** The file in a folder, written if it is one that is there but wrong. */
  public Path in(Path folder) throws Exception {
    Path path = folder.resolve(file);
    switch (this) {
      case MALFORMED_PSK_FILE -> Files.writeString(path, KeyFiles.psk("alice") + "bob:secret\n");
      case WRONG_PASSWORD -> KeyFiles.identity(ChainForAllTests.chain().server(), path);
      case NOT_ADMITTED -> writeCandidate(path);
      default -> {}
    }
    return path;
  }

  private static void writeCandidate(Path path) throws IOException {
    ChainSettings nowhere =
        new ChainSettings(IdentityFixture.REGISTRY, List.of(URI.create("http://127.0.0.1:1")));
    IdentityFixture.onDisk(path, IdentityFixture.document("dns:localhost", nowhere, edit -> {}))
        .close();
  }

  /** All that an exception and its causes say has this in it, and no secret. */
  public static void assertSays(String expected, Throwable thrown) {
    String said =
        Stream.iterate(thrown, e -> e != null, Throwable::getCause)
            .map(Throwable::toString)
            .collect(Collectors.joining("\n"));
    assertTrue(said.contains(expected), said);
    assertTrue(!said.contains("secret"), said);
  }
}
