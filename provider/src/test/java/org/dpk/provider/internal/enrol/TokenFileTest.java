package org.dpk.provider.internal.enrol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final byte[] TOKEN = {1, 2, 3, (byte) 0xF0};

  private final TokenFile file =
      new TokenFile(
          DpkIdentity.of(new UUID(1, 2)),
          AdmissionMode.FUNDED,
          new RegistryId(
              31337, EthereumAddress.parse("0x00000000000000000000000000000000000000aa")),
          DpkIdentity.of(new UUID(3, 4)),
          new byte[32],
          List.of(new ServiceAddress("pkm.example", 8471), new ServiceAddress("::1", 8471)),
          List.of(URI.create("http://127.0.0.1:8545")),
          1_900_000_000L,
          TOKEN);

  @Test
  void survivesItsEncoding() throws Exception {
    assertEquals(file, TokenFile.parse(file.bytes()));
  }

  @Test
  void everyCutIsRefusedWithoutQuotingTheToken() {
    byte[] good = file.bytes();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      var e = assertThrows(EnrolmentException.BadTokenFile.class, () -> TokenFile.parse(cut));
      assertFalse(String.valueOf(e.getMessage()).contains("AQID8A"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"dpk-token/1\" | \"dpk-token/9\" | its format is 'dpk-token/9'",
        "\"funded\" | \"free\" | either sponsored or funded",
        "31337 | -1 | a chain id is positive",
        "31337 | \"x\" | 'chainId' is missing or no number",
        "\"AQID8A\" | 17 | 'token' is missing or no text",
        "\"pkm.example:8471\" | \"pkm.example\" | write host:port",
        "\"pkm.example:8471\" | \"::1:8471\" | in brackets",
        "\"pkm.example:8471\" | \"a b:8471\" | is no host",
        "\"pkm.example:8471\" | \"pkm:99999\" | not within 0 to 65535",
        "1900000000 | -5 | not negative",
      })
  void aWrongFieldIsNamed(String good, String bad, String expected) {
    byte[] changed = new String(file.bytes(), UTF_8).replace(good, bad).getBytes(UTF_8);
    var e = assertThrows(EnrolmentException.BadTokenFile.class, () -> TokenFile.parse(changed));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "\"x\"", "{}", "{\"format\":{}}"})
  void otherJsonIsRefused(String json) {
    assertThrows(
        EnrolmentException.BadTokenFile.class, () -> TokenFile.parse(json.getBytes(UTF_8)));
  }

  @Test
  void aHugeOrMissingFileIsRefused(@TempDir Path folder) throws IOException {
    Path huge = folder.resolve("huge");
    Files.write(huge, new byte[TokenFile.MAX_LENGTH + 1]);
    assertThrows(EnrolmentException.BadTokenFile.class, () -> TokenFile.read(huge));
    assertThrows(EnrolmentException.BadTokenFile.class, () -> TokenFile.read(folder));
    var e =
        assertThrows(
            EnrolmentException.BadTokenFile.class, () -> TokenFile.read(folder.resolve("missing")));
    assertTrue(String.valueOf(e.getMessage()).contains("missing"), e.getMessage());
  }

  @Test
  void doesNotShowItsToken() {
    assertFalse(file.toString().contains("AQID8A"));
  }
}
