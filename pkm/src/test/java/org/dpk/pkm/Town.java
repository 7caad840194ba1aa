package org.dpk.pkm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentObserver;
import org.dpk.provider.internal.enrol.EnrolmentSettings;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.nsl.Suite;

/** A real chain, a real PKM on it, and what tests do with both. */
final class Town implements AutoCloseable {

  static final char[] PASSWORD = "correct horse".toCharArray();
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final ServiceAddress ANY_PORT = new ServiceAddress("127.0.0.1", 0);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Devnet devnet;
  private Pkm pkm;

  private Town(Path folder, Devnet devnet) {
    this.folder = folder;
    this.devnet = devnet;
  }

  /** A town whose PKM runs. */
  static Town found(Path folder) throws IOException {
    Town town = foundWithoutPkm(folder);
    try {
      EthereumAddress wallet = town.createPkmIdentity();
      town.devnet.addPkm(wallet.toString());
      town.devnet.setBalance(wallet.toString(), ETHER);
      town.startPkm(StepObserver.NONE);
      return town;
    } catch (IOException | RuntimeException e) {
      town.close();
      throw e;
    }
  }

  /** A town that has only its chain. */
  static Town foundWithoutPkm(Path folder) throws IOException {
    return new Town(folder, Devnet.start());
  }

  EthereumAddress createPkmIdentity() throws IOException {
    return PkmIdentity.create(
        pkmFile(), DpkIdentity.of(UUID.randomUUID()), registry(), List.of(devnet.uri()), PASSWORD);
  }

  Path pkmFile() {
    return folder.resolve("pkm.dpk");
  }

  RegistryId registry() {
    return new RegistryId(devnet.chainId(), EthereumAddress.parse(devnet.registryAddress()));
  }

  PkmConfig config() {
    PkmConfig defaults = PkmConfig.of(pkmFile(), folder.resolve("data"));
    return new PkmConfig(
        defaults.identityFile(),
        defaults.dataDirectory(),
        List.of(),
        ANY_PORT,
        ANY_PORT,
        List.of(),
        List.of(),
        defaults.tokenLifetime(),
        defaults.longestTokenLifetime(),
        defaults.recordLifetime(),
        defaults.maxFeePerGas(),
        defaults.maxFunding(),
        Duration.ofSeconds(20),
        Duration.ofMillis(50),
        Duration.ofSeconds(30));
  }

  void startPkm(StepObserver observer) throws IOException {
    startPkm(config(), observer, Clock.systemUTC());
  }

  void startPkm(PkmConfig config, StepObserver observer, Clock clock) throws IOException {
    pkm = new PkmStart(config, observer, clock).start(PASSWORD);
  }

  void stopPkm() throws IOException {
    if (pkm != null) {
      pkm.close();
      pkm = null;
    }
  }

  Pkm pkm() {
    return pkm;
  }

  Devnet devnet() {
    return devnet;
  }

  Path folder() {
    return folder;
  }

  /** Asks the administrator's API with the right key. */
  HttpResponse<String> admin(String method, String path, String body) throws Exception {
    return ask(method, path, body, "Bearer " + Files.readString(pkm.adminKeyFile()));
  }

  HttpResponse<String> ask(String method, String path, String body, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pkm.adminUri() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Registers a device. */
  Registered register(String body) throws Exception {
    HttpResponse<String> response = admin("POST", "/v1/registrations", body);
    if (response.statusCode() != 201) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    JsonNode answer = JSON.readTree(response.body());
    TokenFile token = TokenFile.parse(JSON.writeValueAsBytes(answer.path("tokenFile")));
    return new Registered(answer.path("registration").path("id").asText(), token);
  }

  JsonNode registration(String id) throws Exception {
    return JSON.readTree(admin("GET", "/v1/registrations/" + id, "").body());
  }

  EnrolmentClient.Enrolled enrol(TokenFile token, String file) throws IOException {
    return enrol(token, file, List.of());
  }

  EnrolmentClient.Enrolled enrol(TokenFile token, String file, List<Suite> suites)
      throws IOException {
    EnrolmentSettings settings =
        EnrolmentSettings.DEFAULT.withPatience(Duration.ofSeconds(30)).withSuites(suites);
    return new EnrolmentClient(settings, EnrolmentObserver.NONE)
        .enrol(token, folder.resolve(file), PASSWORD);
  }

  static EnrolmentClient client(EnrolmentObserver observer) {
    return new EnrolmentClient(
        EnrolmentSettings.DEFAULT.withPatience(Duration.ofSeconds(30)), observer);
  }

  record Registered(String id, TokenFile token) {}

  @Override
  public void close() throws IOException {
    try {
      stopPkm();
    } finally {
      devnet.close();
    }
  }
}
