package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.tls.TlsClient;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program for static keys as README.md prints it, against OpenSSL's server. */
class ReadmeStaticPskIT {

  private static final String KEY = "8f4d2c1b".repeat(8);
  @TempDir Path folder;

  @Test
  void theProgramPrintsWhatThePageSays() throws Exception {
    Files.writeString(folder.resolve("StaticPsk.java"), example("StaticPsk.java"));
    Files.writeString(folder.resolve("psk.txt"), "alice:" + KEY + "\n");
    try (Openssl server =
        Openssl.run(
            ("s_server -accept 0 -psk " + KEY + " -psk_identity alice -nocert -tls1_3 -rev")
                .split(" "))) {
      assertEquals(example("static output"), runProgram(server.awaitPort()));
    }
  }

  private String runProgram(int port) throws Exception {
    Path output = folder.resolve("out");
    Process client =
        new ProcessBuilder(java(), "-cp", classPath(), "StaticPsk.java", Integer.toString(port))
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(client.waitFor(60, TimeUnit.SECONDS), "the client does not end");
    } finally {
      client.destroyForcibly();
    }
    assertEquals(0, client.exitValue(), Files.readString(folder.resolve("err")));
    return Files.readString(output);
  }

  /** The code block of README.md behind this mark. */
  private static String example(String mark) throws IOException {
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(mark) + " -->\n```[a-z]*\n(.*?)```",
                Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../README.md")));
    assertTrue(block.find(), () -> "README.md has no example " + mark);
    return block.group(1);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What a user has: this module and what it stands on. */
  private static String classPath() {
    return Stream.of(
            PskKeyManager.class, TlsClient.class, ASN1Object.class, OIWObjectIdentifiers.class)
        .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
