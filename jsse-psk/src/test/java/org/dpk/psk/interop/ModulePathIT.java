package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dpk.psk.Psk;
import org.junit.jupiter.api.Test;

/** The module as a named one, without Jetty: found as a service, and complete. */
class ModulePathIT {

  @Test
  void handshakesOnTheModulePathWithoutJetty() throws Exception {
    Path program = Path.of(getClass().getResource("/modulepath/Handshake.java").toURI());
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath(),
                "--add-modules",
                "org.dpk.psk",
                program.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(java.waitFor(60, TimeUnit.SECONDS), output);
      assertEquals(
          List.of("module org.dpk.psk", "read 42", "2 certificates", "served alice"),
          output.lines().toList());
    } finally {
      java.destroyForcibly();
    }
  }

  private static String modulePath() throws Exception {
    String own =
        Path.of(Psk.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    Stream<String> bouncyCastle =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry -> Path.of(entry).getFileName().toString().matches("bc(tls|prov|util).*"));
    return Stream.concat(Stream.of(own), bouncyCastle)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
