package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentException;
import org.dpk.provider.internal.enrol.EnrolmentObserver;
import org.dpk.provider.internal.enrol.EnrolmentSettings;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.enrol.TokenRejection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong with an enrolment has its own clear error. */
class BadInputIT {

  @TempDir static Path folder;
  private static Town town;
  private static final FakeClock CLOCK = new FakeClock();

  @BeforeAll
  static void found() throws Exception {
    town = Town.found(folder);
    town.stopPkm();
    town.startPkm(town.config(), StepObserver.NONE, CLOCK);
  }

  @AfterAll
  static void leave() throws Exception {
    town.close();
  }

  @Test
  void aForgedToken() throws Exception {
    TokenFile token = town.register("{}").token();
    byte[] forged = token.token();
    forged[5] ^= 1;

    assertRejected(TokenRejection.UNKNOWN, changed(token, "token", base64(forged)), "forged");
    town.enrol(token, "forged.dpk");
  }

  @Test
  void anExpiredToken() throws Exception {
    TokenFile token = town.register("{\"validFor\":\"PT1H\"}").token();
    CLOCK.setAhead(Duration.ofMinutes(61));
    try {
      assertRejected(TokenRejection.EXPIRED, token, "expired");
    } finally {
      CLOCK.setAhead(Duration.ZERO);
    }
  }

  @Test
  void aRevokedToken() throws Exception {
    Town.Registered device = town.register("{}");
    town.admin("POST", "/v1/registrations/" + device.id() + "/revoke", "");

    assertRejected(TokenRejection.REVOKED, device.token(), "revoked");
  }

  @Test
  void aTokenThatAnotherDeviceUsed() throws Exception {
    Town.Registered device = town.register("{\"mode\":\"funded\"}");
    // the fees are due: the token is bound, and the admission waits
    assertThrows(
        EnrolmentException.AdmissionRefused.class, () -> town.enrol(device.token(), "first.dpk"));

    assertRejected(TokenRejection.USED, device.token(), "second");

    String fees = "/v1/registrations/" + device.id() + "/fees";
    assertEquals(200, town.admin("POST", fees, "{\"fees\":\"paid\"}").statusCode());
    town.enrol(device.token(), "first.dpk");
    assertRejected(TokenRejection.ALREADY_ACTIVE, device.token(), "second");
  }

  @Test
  void aBoundTokenOutlivesItsDate() throws Exception {
    Town.Registered device = town.register("{\"mode\":\"funded\",\"validFor\":\"PT1M\"}");
    assertThrows(
        EnrolmentException.AdmissionRefused.class, () -> town.enrol(device.token(), "late.dpk"));
    String fees = "/v1/registrations/" + device.id() + "/fees";
    town.admin("POST", fees, "{\"fees\":\"waived\"}");
    CLOCK.setAhead(Duration.ofMinutes(5));
    try {
      town.enrol(device.token(), "late.dpk");
    } finally {
      CLOCK.setAhead(Duration.ZERO);
    }
  }

  @Test
  void aModeThatWasNotRegistered() throws Exception {
    TokenFile token = changed(town.register("{}").token(), "mode", "funded");

    var e =
        assertThrows(
            EnrolmentException.AdmissionRefused.class, () -> town.enrol(token, "mode.dpk"));
    assertMessage("registered to be sponsored", e);
  }

  @Test
  void theIdentityFileOfAnother() throws Exception {
    town.enrol(town.register("{}").token(), "mine.dpk");
    TokenFile token = town.register("{}").token();

    var e = assertThrows(EnrolmentException.class, () -> town.enrol(token, "mine.dpk"));
    assertMessage("name another file", e);
  }

  @Test
  void aWrongPassword() throws Exception {
    TokenFile token = town.register("{}").token();
    town.enrol(token, "locked.dpk");

    assertThrows(
        IdentityFileException.WrongPassword.class,
        () ->
            Town.client(EnrolmentObserver.NONE)
                .enrol(token, folder.resolve("locked.dpk"), "wrong".toCharArray()));
  }

  @Test
  void aTruncatedIdentityFile() throws Exception {
    TokenFile token = town.register("{}").token();
    Path file = folder.resolve("cut.dpk");
    Files.writeString(file, "{\"format\":");

    assertThrows(IdentityFileException.Unreadable.class, () -> town.enrol(token, "cut.dpk"));
  }

  @Test
  void aTokenFileWithTheTokenOfAnother() throws Exception {
    TokenFile one = town.register("{}").token();
    TokenFile two = town.register("{}").token();

    assertThrows(
        EnrolmentException.BadTokenFile.class,
        () -> town.enrol(changed(one, "token", base64(two.token())), "mixed.dpk"));
    assertThrows(
        EnrolmentException.BadTokenFile.class,
        () -> town.enrol(changed(one, "token", "AAAA"), "mixed.dpk"));
  }

  @Test
  void anotherChainOrContract() throws Exception {
    TokenFile token = town.register("{}").token();

    assertThrows(
        RegistryException.WrongChain.class,
        () -> town.enrol(changed(token, "chainId", 1), "chain.dpk"));
    String nobody = "0x00000000000000000000000000000000000000aa";
    assertThrows(
        RegistryException.NoContract.class,
        () -> town.enrol(changed(token, "registry", nobody), "contract.dpk"));
    assertFalse(Files.exists(folder.resolve("chain.dpk")));
  }

  @Test
  void aNodeThatIsNotThere() throws Exception {
    TokenFile token = town.register("{}").token();
    EnrolmentSettings settings =
        EnrolmentSettings.DEFAULT.withNodes(List.of(URI.create("http://127.0.0.1:1")));

    assertThrows(
        RegistryException.Unreachable.class,
        () ->
            new EnrolmentClient(settings, EnrolmentObserver.NONE)
                .enrol(token, folder.resolve("node.dpk"), Town.PASSWORD));
  }

  @Test
  void aPkmThatIsNotTheOneInTheTokenFile() throws Exception {
    TokenFile token = town.register("{}").token();
    ObjectNode json = (ObjectNode) Town.JSON.readTree(token.bytes());
    ((ObjectNode) json.path("pkm")).put("recordHash", "ab".repeat(32));

    var e =
        assertThrows(
            EnrolmentException.PkmChanged.class,
            () -> town.enrol(TokenFile.parse(Town.JSON.writeValueAsBytes(json)), "pin.dpk"));
    assertMessage("another record on chain than the token file pins", e);
  }

  @Test
  void aPkmThatIsDown() throws Exception {
    TokenFile token = town.register("{}").token();
    ObjectNode json = (ObjectNode) Town.JSON.readTree(token.bytes());
    ((ObjectNode) json.path("pkm")).putArray("endpoints").add("127.0.0.1:1");
    TokenFile elsewhere = TokenFile.parse(Town.JSON.writeValueAsBytes(json));

    var e =
        assertThrows(
            EnrolmentException.PkmUnreachable.class, () -> town.enrol(elsewhere, "down.dpk"));
    assertMessage("run the same command again", e);
    town.enrol(token, "down.dpk");
  }

  @Test
  void aPkmWithoutEtherGoesOnOnceItHasSome() throws Exception {
    String wallet = town.pkm().wallet().toString();
    Town.Registered device = town.register("{}");
    EnrolmentSettings hasty = EnrolmentSettings.DEFAULT.withPatience(Duration.ofSeconds(2));
    town.devnet().setBalance(wallet, BigInteger.ONE);
    try {
      var e =
          assertThrows(
              EnrolmentException.TookTooLong.class,
              () ->
                  new EnrolmentClient(hasty, EnrolmentObserver.NONE)
                      .enrol(device.token(), folder.resolve("poor.dpk"), Town.PASSWORD));
      assertMessage("has not enough Ether", e);
      assertEquals("admitting", town.registration(device.id()).path("stage").asText());
    } finally {
      town.devnet().setBalance(wallet, Town.ETHER);
    }
    town.enrol(device.token(), "poor.dpk");
  }

  @Test
  void theSameCommandOnceMore() throws Exception {
    Town.Registered device = town.register("{}");
    EnrolmentClient.Enrolled first = town.enrol(device.token(), "again.dpk");
    EnrolmentClient.Enrolled second = town.enrol(device.token(), "again.dpk");

    assertEquals(first.wallet(), second.wallet());
    assertEquals(1, second.version());
  }

  private static void assertRejected(TokenRejection reason, TokenFile token, String file) {
    var e =
        assertThrows(
            EnrolmentException.TokenRejected.class, () -> town.enrol(token, file + ".dpk"));
    assertEquals(reason, e.reason());
    assertEquals(reason.advice(), e.getMessage());
  }

  private static void assertMessage(String part, IOException e) {
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  private static TokenFile changed(TokenFile token, String field, Object value) throws IOException {
    ObjectNode json = (ObjectNode) Town.JSON.readTree(token.bytes());
    json.set(field, Town.JSON.valueToTree(value));
    return TokenFile.parse(Town.JSON.writeValueAsBytes(json));
  }

  private static String base64(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }
}
