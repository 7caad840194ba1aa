package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiIT {

  @TempDir static Path folder;
  private static Town town;

  @BeforeAll
  static void found() throws Exception {
    town = Town.found(folder);
  }

  @AfterAll
  static void leave() throws Exception {
    town.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi"})
  void nobodyIsServedWithoutTheKey(String authorization) throws Exception {
    for (String path : new String[] {"/v1/status", "/v1/registrations", "/v1/nothing"}) {
      HttpResponse<String> response = town.ask("GET", path, "", authorization);
      assertProblem(401, "urn:dpk:problem:unauthorized", response);
      assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
    }
    assertEquals(401, town.ask("POST", "/v1/registrations", "{}", authorization).statusCode());
  }

  @Test
  void healthIsForEverybody() throws Exception {
    assertEquals(200, town.ask("GET", "/healthz", "", "").statusCode());
  }

  @Test
  void theKeyIsInOneFileOfItsOwnerAndNowhereElse() throws Exception {
    Path file = town.pkm().adminKeyFile();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String key = Files.readString(file);
    Town.Registered device = town.register("{}");
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(device.token().token());
    byte[] secret = java.util.Arrays.copyOfRange(device.token().token(), 1, 33);
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path stored : files.filter(f -> !f.equals(file)).toList()) {
        String content = Files.readString(stored, StandardCharsets.ISO_8859_1);
        assertFalse(content.contains(key), stored.toString());
        assertFalse(content.contains(token), stored.toString());
        assertFalse(
            content.contains(new String(secret, StandardCharsets.ISO_8859_1)), stored.toString());
      }
    }
  }

  @Test
  void theTokenIsShownOnce() throws Exception {
    Town.Registered device = town.register("{}");
    String seen = town.admin("GET", "/v1/registrations/" + device.id(), "").body();
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(device.token().token());
    assertFalse(seen.contains(token) || seen.contains("token\""), seen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | the body is no JSON",
        "[] | a JSON object",
        "{} {} | the body is no JSON",
        "{\"colour\":\"red\"} | these fields only",
        "{\"mode\":\"free\"} | sponsored or funded",
        "{\"mode\":1} | 'mode' has to be a text",
        "{\"fees\":\"later\"} | 'fees' is due, paid or waived",
        "{\"unchecked\":\"yes\"} | true or false",
        "{\"validFor\":\"tomorrow\"} | ISO 8601",
        "{\"validFor\":\"-PT1H\"} | longer than nothing",
        "{\"validFor\":\"P31D\"} | at most",
        "{\"identity\":\"dns:device.example\"} | vouch for it yourself",
        "{\"identity\":\"ip:192.0.2.1\"} | vouch for it yourself",
        "{\"identity\":\"uuid:00000000-0000-4000-8000-000000000000\"} | vouch for it yourself",
        "{\"identity\":\"dns:-bad-\",\"unchecked\":true} | a label consists of",
        "{\"identity\":\"mac:00\",\"unchecked\":true} | mac",
      })
  void aBadRequestIsExplained(String body, String expected) throws Exception {
    HttpResponse<String> response = town.admin("POST", "/v1/registrations", body);
    assertProblem(400, "urn:dpk:problem:bad-request", response);
    String detail = Town.JSON.readTree(response.body()).path("detail").asText();
    assertTrue(detail.contains(expected), detail);
  }

  @Test
  void deepJsonIsRefused() throws Exception {
    HttpResponse<String> response =
        town.admin("POST", "/v1/registrations", "[".repeat(4000) + "]".repeat(4000));
    assertEquals(400, response.statusCode(), response.body());
  }

  @Test
  void aLongBodyIsRefusedHoweverItIsSent() throws Exception {
    String body = "{\"mode\":\"" + "x".repeat(20_000) + "\"}";
    assertEquals(413, town.admin("POST", "/v1/registrations", body).statusCode());

    HttpRequest chunked =
        HttpRequest.newBuilder(URI.create(town.pkm().adminUri() + "/v1/registrations"))
            .header("Authorization", "Bearer " + Files.readString(town.pkm().adminKeyFile()))
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertEquals(
        413, HttpClient.newHttpClient().send(chunked, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void longHeadersAreRefused() throws Exception {
    assertEquals(431, town.ask("GET", "/v1/status", "", "Bearer " + "x".repeat(9000)).statusCode());
  }

  @Test
  void anUncheckedNameSaysThatItIs() throws Exception {
    Town.Registered device =
        town.register("{\"identity\":\"dns:Device.Example.\",\"unchecked\":true}");
    JsonNode seen = town.registration(device.id());
    assertEquals("dns:device.example", seen.path("identity").asText());
    assertTrue(seen.path("unchecked").asBoolean());
    assertEquals("unchecked", seen.path("assurance").asText());
    assertEquals("issued", seen.path("stage").asText());
    assertEquals("admin", seen.path("registeredBy").asText());
  }

  @Test
  void anIdentityHasOneOpenRegistration() throws Exception {
    String body = "{\"identity\":\"dns:once.example\",\"unchecked\":true}";
    Town.Registered first = town.register(body);
    HttpResponse<String> second = town.admin("POST", "/v1/registrations", body);
    assertProblem(409, "urn:dpk:problem:registration-conflict", second);
    assertTrue(second.body().contains(first.id()), second.body());

    town.admin("POST", "/v1/registrations/" + first.id() + "/revoke", "");
    assertEquals("revoked", town.registration(first.id()).path("stage").asText());
    assertFalse(town.register(body).id().equals(first.id()));
  }

  @Test
  void listsInPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      town.register("{}");
    }
    JsonNode page = Town.JSON.readTree(town.admin("GET", "/v1/registrations?limit=2", "").body());
    assertEquals(2, page.path("registrations").size());
    assertEquals(2, page.path("nextOffset").asInt());

    Town.Registered one = town.register("{}");
    String identity = one.token().identity().toString();
    JsonNode found =
        Town.JSON.readTree(town.admin("GET", "/v1/registrations?identity=" + identity, "").body());
    assertEquals(1, found.path("registrations").size());
    assertEquals(one.id(), found.path("registrations").path(0).path("id").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "offset=-1", "identity=nobody"})
  void aBadPageIsExplained(String query) throws Exception {
    assertEquals(400, town.admin("GET", "/v1/registrations?" + query, "").statusCode());
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertEquals(404, town.admin("GET", "/v1/registrations/none", "").statusCode());
    assertEquals(404, town.admin("POST", "/v1/registrations/none/revoke", "").statusCode());
    String fees = "{\"fees\":\"paid\"}";
    assertEquals(404, town.admin("POST", "/v1/registrations/none/fees", fees).statusCode());
    assertEquals(404, town.admin("GET", "/v1/nothing", "").statusCode());
    assertEquals(405, town.admin("DELETE", "/v1/registrations", "").statusCode());
  }

  @Test
  void feesAreNoted() throws Exception {
    Town.Registered device = town.register("{\"mode\":\"funded\"}");
    assertEquals("due", town.registration(device.id()).path("fees").asText());
    town.admin("POST", "/v1/registrations/" + device.id() + "/fees", "{\"fees\":\"paid\"}");
    assertEquals("paid", town.registration(device.id()).path("fees").asText());
  }

  @Test
  void saysHowThePkmIs() throws Exception {
    JsonNode status = Town.JSON.readTree(town.admin("GET", "/v1/status", "").body());
    assertEquals(town.pkm().identity().toString(), status.path("identity").asText());
    assertEquals(town.pkm().wallet().toString(), status.path("wallet").asText());
    assertTrue(status.path("balanceWei").asLong() > 0, status.toString());
  }

  private static void assertProblem(int status, String type, HttpResponse<String> response)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    String mediaType = response.headers().firstValue("Content-Type").orElse("");
    assertTrue(mediaType.startsWith("application/problem+json"), mediaType);
    JsonNode problem = Town.JSON.readTree(response.body());
    assertEquals(type, problem.path("type").asText());
    assertEquals(status, problem.path("status").asInt());
    assertFalse(problem.path("detail").asText().isEmpty());
  }
}
