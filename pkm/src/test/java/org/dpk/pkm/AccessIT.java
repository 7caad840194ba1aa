package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.OwnIdentity;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.identity.IdentityFile;
import org.dpk.provider.internal.identity.LocalIdentity;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The enrolment service is for devices with a token, and for nobody else. */
class AccessIT {

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
  @CsvSource({"GET, /v1/enrolment", "POST, /v1/enrolment", "POST, /v1/enrolment/approval"})
  void anEnrolledDeviceIsRefused(String method, String path) throws Exception {
    String name = path.length() + method + ".dpk";
    town.enrol(town.register("{}").token(), name);
    try (IdentityFile file = IdentityFile.open(folder.resolve(name), Town.PASSWORD);
        LocalIdentity local = file.document().local();
        KeyRegistry registry =
            Registries.open(ChainEndpoint.of(town.devnet().uri().toString(), town.registry()));
        NslAgreement agreement =
            NslAgreement.of(
                    registry,
                    OwnIdentity.of(local.identity(), local.current().orElseThrow().keys()))
                .hosts(server -> town.pkm().identity())
                .build()) {
      HttpResponse<String> response = ask(agreement, method, path);
      assertEquals(403, response.statusCode(), response.body());
      assertTrue(response.body().contains("only a device with an enrolment token"));
    }
  }

  @Test
  void aStaticKeyOpensNothing() {
    PskKeyManager keys =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            return Optional.of(Psk.of("device", new byte[32]));
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            return Optional.empty();
          }
        };
    assertThrows(IOException.class, () -> ask(keys, "GET", "/v1/enrolment"));
  }

  @Test
  void plainHttpIsNotAnswered() {
    URI uri = URI.create("http://" + town.pkm().endpoints().get(0) + "/v1/enrolment");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    assertThrows(
        IOException.class, () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
  }

  private static HttpResponse<String> ask(KeyManager keys, String method, String path)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + town.pkm().endpoints().get(0) + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newBuilder()
        .sslContext(context)
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, BodyHandlers.ofString());
  }
}
