package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The security property of the JDK, and the default factories, each in a JVM of its own. */
class DisabledAlgorithmsTest {

  private static final String GCM = "TLS_AES_128_GCM_SHA256";
  private static final String CHACHA = "TLS_CHACHA20_POLY1305_SHA256";

  private static List<String> under(String disabled) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DisabledAlgorithms.class.getName(),
                disabled)
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(jvm.waitFor(60, TimeUnit.SECONDS), output);
      return output.lines().toList();
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void theDefaultFactoriesComeFromTheFirstProviderThatHasThem() throws Exception {
    List<String> lines = under("");
    assertEquals(
        List.of("protocols TLSv1.3 TLSv1.2", "used " + GCM + " 7"),
        List.of(lines.get(0), lines.get(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "'AES_128_GCM, TLSv1.2', TLSv1.3, " + CHACHA,
    "'AES', TLSv1.3 TLSv1.2, " + CHACHA,
    "'ChaCha20-Poly1305, x25519', TLSv1.3 TLSv1.2, " + GCM,
    "'EC keySize < 384, TLS_CHACHA20_POLY1305_SHA256', TLSv1.3 TLSv1.2, " + GCM
  })
  void whatIsDisabledIsNotUsed(String disabled, String protocols, String used) throws Exception {
    List<String> lines = under(disabled);
    assertEquals("protocols " + protocols, lines.get(0));
    assertEquals("used " + used + " 7", lines.get(2));
  }

  @ParameterizedTest
  @CsvSource({"'TLSv1.3, TLSv1.2'", "'x25519, EC keySize < 384'", "'AES, CHACHA20_POLY1305'"})
  void nothingIsLeftWhereAllIsDisabled(String disabled) throws Exception {
    String last = under(disabled).get(2);
    assertTrue(last.startsWith("refused nothing is left to be used"), last);
    assertTrue(last.contains("jdk.tls.disabledAlgorithms"), last);
  }
}
