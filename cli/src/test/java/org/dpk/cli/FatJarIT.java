package org.dpk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar that ships, as somebody else's class path. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class FatJarIT {

  private static final Path JAR = Path.of("target", "dpk.jar").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void offersBothProvidersAsServicesAndTheyWork() throws Exception {
    assertTrue(Files.exists(JAR), () -> JAR + " is not there: package it first");
    Path program =
        Files.writeString(
            folder.resolve("Health.java"),
            """
            class Health {
              public static void main(String[] arguments) throws Exception {
                for (var each : java.util.ServiceLoader.load(java.security.Provider.class)) {
                  if (each.getName().startsWith("DPK")) {
                    System.out.println(each.getName());
                  }
                }
                org.dpk.provider.DpkProvider.assertHealthy();
                System.out.println("healthy");
              }
            }
            """);
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR.toString(),
                program.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      assertTrue(java.waitFor(60, TimeUnit.SECONDS), "the program did not end");
    } finally {
      java.destroyForcibly();
    }
    String output = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    assertEquals(0, java.exitValue(), output);
    assertTrue(output.lines().toList().contains("DPK"), output);
    assertTrue(output.lines().toList().contains("DPKJSSE"), output);
    assertTrue(output.endsWith("healthy\n"), output);
  }
}
