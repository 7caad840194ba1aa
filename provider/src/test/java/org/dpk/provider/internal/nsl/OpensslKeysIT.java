package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that OpenSSL makes. */
class OpensslKeysIT {

  private static final byte[] NO_KEY = {};

  @TempDir Path folder;

  @Test
  void anRsaKeyIsTakenAsItIs() throws Exception {
    byte[] pkcs8 = key("RSA", "rsa_keygen_bits:2048");
    SuiteKeyPair pair = SuiteKeyPair.ofPkcs8(Suite.NSL_RSA2048, pkcs8, NO_KEY);

    assertArrayEquals(pkcs8, pair.kemPkcs8());
    openssl(
        List.of(
            "pkey", "-inform", "DER", "-in", "key", "-pubout", "-outform", "DER", "-out", "spki"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("spki")), Suite.shownBy(pair.publicKey()).orElseThrow());
    TestParty a = TestParty.of("dns:a.example.org", 1, pair);
    TestParty b = TestParty.of(Suite.NSL_RSA2048, "dns:b.example.org", 1);
    try (Handshake run = new Handshake(a, b, 1)) {
      InitiatorStep.Agreed atA = run.ns34(run.ns2(run.ns1()));
      HandshakeTest.assertSameKeys(atA.keys().keys(), run.agreed(atA.message()).keys(), 64);
    }
  }

  @Test
  void curveKeysAreTakenAsTheyAre() throws Exception {
    byte[] kem = key("X25519");
    byte[] signature = key("ED25519");
    SuiteKeyPair pair = SuiteKeyPair.ofPkcs8(Suite.NSL_X25519, kem, signature);

    assertArrayEquals(kem, pair.kemPkcs8());
    assertArrayEquals(signature, pair.signaturePkcs8());
  }

  @ParameterizedTest
  @CsvSource({"1024, 65537", "2047, 65537", "2048, 3", "3072, 65537", "4096, 65537"})
  void otherRsaKeysAreRefusedByTheirName(int bits, long exponent) throws Exception {
    byte[] pkcs8 = key("RSA", "rsa_keygen_bits:" + bits, "rsa_keygen_pubexp:" + exponent);
    String message = refused(pkcs8);
    assertTrue(message.endsWith("not one of " + bits + " bits with " + exponent), message);
  }

  @Test
  void keysOfThreePrimesAndOfPssAloneAreRefused() throws Exception {
    assertEquals(
        "this is no RSA private key with its primes in PKCS#8",
        refused(key("RSA", "rsa_keygen_bits:2048", "rsa_keygen_primes:3")));
    assertEquals(
        "this is no RSA private key in PKCS#8", refused(key("RSA-PSS", "rsa_keygen_bits:2048")));
  }

  private static String refused(byte[] pkcs8) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SuiteKeyPair.ofPkcs8(Suite.NSL_RSA2048, pkcs8, NO_KEY));
    return String.valueOf(e.getMessage());
  }

  private byte[] key(String algorithm, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("genpkey", "-algorithm", algorithm));
    for (String option : options) {
      arguments.addAll(List.of("-pkeyopt", option));
    }
    arguments.addAll(List.of("-out", "pem"));
    openssl(arguments);
    openssl(List.of("pkcs8", "-topk8", "-nocrypt", "-in", "pem", "-outform", "DER", "-out", "key"));
    return Files.readAllBytes(folder.resolve("key"));
  }

  private void openssl(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    try {
      Programs.Result result = Programs.run(command, Map.of(), "", folder);
      assertEquals(0, result.exit(), result::output);
    } catch (IOException e) {
      fail("this test makes keys with OpenSSL: install it (apt-get install openssl)", e);
    }
  }
}
