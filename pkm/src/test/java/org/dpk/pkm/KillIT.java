package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.enrol.EnrolmentStep;
import org.dpk.provider.internal.identity.IdentityDocument;
import org.dpk.provider.internal.identity.IdentityFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PKM and devices are processes that end, as by {@code kill -9}, the first time that they reach a
 * step, at every step, and are started again by the same command. Afterwards each device is
 * admitted, and the chain shows that nothing was done twice.
 */
@Tag("one-jdk")
class KillIT {

  private static final int MOST_ROUNDS = 80;
  private static final int MOST_DEVICES = 6;

  private static final Set<EnrolmentStep> OF_FUNDED_ONLY =
      EnumSet.of(
          EnrolmentStep.FUNDED,
          EnrolmentStep.REQUEST_STORED,
          EnrolmentStep.REQUEST_SENT,
          EnrolmentStep.REQUEST_MINED,
          EnrolmentStep.APPROVAL_ASKED);

  @TempDir Path folder;
  private Town town;
  private String wallet;
  private Child pkm;
  private URI admin;
  private final Set<String> pkmDeaths = new LinkedHashSet<>();
  private final List<Device> devices = new ArrayList<>();

  /** A device that was admitted. */
  private record Device(String registration, Path file, boolean funded) {}

  @BeforeEach
  void found() throws Exception {
    town = Town.foundWithoutPkm(folder);
    wallet = town.createPkmIdentity().toString();
    town.devnet().addPkm(wallet);
    town.devnet().setBalance(wallet, Town.ETHER);
    Files.write(config(), Town.JSON.writeValueAsBytes(configuration()));
  }

  @AfterEach
  void leave() throws Exception {
    try {
      if (pkm != null) {
        pkm.close();
      }
    } finally {
      town.close();
    }
  }

  @Test
  void everyDeathIsSurvivedAndNothingIsDoneTwice() throws Exception {
    Set<EnrolmentStep> ofSponsored = EnumSet.complementOf(EnumSet.copyOf(OF_FUNDED_ONLY));
    enrolUntilAllDied("{}", false, ofSponsored, steps(Kind.ADMIT));
    enrolUntilAllDied(
        "{\"mode\":\"funded\",\"fees\":\"waived\"}",
        true,
        EnumSet.allOf(EnrolmentStep.class),
        Stream.concat(steps(Kind.FUND).stream(), steps(Kind.APPROVE).stream())
            .collect(Collectors.toSet()));

    assertTrue(pkmDeaths.contains("BOUND token"), pkmDeaths.toString());
    assertTrue(pkmDeaths.contains("PREPARED STORE_PKM_KEY"), pkmDeaths.toString());
    ChainHistory chain = ChainHistory.of(town.devnet());
    for (Device device : devices) {
      assertAdmittedOnce(device, chain);
    }
    assertNoMoreThanNeeded(chain);
  }

  // devices one after the other, as one that comes back late finds its record on chain already
  private void enrolUntilAllDied(
      String request, boolean funded, Set<EnrolmentStep> ofDevice, Set<String> ofPkm)
      throws Exception {
    Set<String> wanted = ofDevice.stream().map(Enum::name).collect(Collectors.toSet());
    Set<String> deviceDeaths = new TreeSet<>();
    while (!deviceDeaths.containsAll(wanted) || !pkmDeaths.containsAll(ofPkm)) {
      assertTrue(
          devices.size() < MOST_DEVICES,
          () -> "some steps are never reached: " + deviceDeaths + ", " + pkmDeaths);
      devices.add(enrolThroughDeaths(request, funded, deviceDeaths));
    }
  }

  private static Set<String> steps(Kind kind) {
    return EnumSet.range(Step.ORDERED, Step.SETTLED).stream()
        .map(step -> step + " " + kind)
        .collect(Collectors.toSet());
  }

  private Device enrolThroughDeaths(String request, boolean funded, Set<String> deaths)
      throws Exception {
    ensurePkm();
    JsonNode answer = ask("POST", "/v1/registrations", request);
    String id = answer.path("registration").path("id").asText();
    Path token = folder.resolve(id + ".token");
    Files.write(token, Town.JSON.writeValueAsBytes(answer.path("tokenFile")));
    Path file = folder.resolve(id + ".dpk");
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (isEnrolled(token, file, deaths)) {
        return new Device(id, file, funded);
      }
    }
    throw new AssertionError("no end: " + deaths + ", " + pkmDeaths);
  }

  private boolean isEnrolled(Path token, Path file, Set<String> deaths) throws Exception {
    ensurePkm();
    List<String> arguments = List.of(token.toString(), file.toString());
    try (Child device = Child.start(DeviceProcess.class, arguments, deaths)) {
      while (!device.isEnding()) {
        ensurePkm();
      }
      int status = device.awaitEnd();
      if (status == Crash.STATUS) {
        assertTrue(deaths.add(device.lastStep()), () -> "it died twice at " + device.lastStep());
      } else if (status != 0) {
        assertEquals(DeviceProcess.TOLD, status, () -> "the device said " + device.said());
      }
      return status == 0;
    }
  }

  /** Starts the PKM as often as it takes to have it run. */
  private void ensurePkm() throws Exception {
    for (int round = 0; pkm == null || !pkm.isAlive(); round++) {
      assertTrue(round < MOST_ROUNDS, "the PKM does not start: " + pkmDeaths);
      if (pkm != null) {
        bury();
      }
      pkm = Child.start(PkmProcess.class, List.of(config().toString()), pkmDeaths);
      String ready = pkm.awaitReady();
      if (ready.isEmpty()) {
        pkm.awaitEnd();
      } else {
        admin = URI.create(ready);
      }
    }
  }

  private void bury() throws Exception {
    assertEquals(Crash.STATUS, pkm.awaitEnd(), () -> "the PKM said " + pkm.said());
    assertTrue(pkmDeaths.add(pkm.lastStep()), () -> "it died twice at " + pkm.lastStep());
  }

  private void assertAdmittedOnce(Device device, ChainHistory chain) throws Exception {
    JsonNode seen = ask("GET", "/v1/registrations/" + device.registration(), "");
    DpkIdentity identity = DpkIdentity.parse(seen.path("identity").asText());
    assertEquals("admitted", seen.path("stage").asText());
    assertEquals(1, chain.changes(identity), "admissions of " + identity);

    IdentityDocument document = IdentityFile.read(device.file());
    assertTrue(document.current().isPresent() && document.candidate().isEmpty());
    String own = ownWallet(device.file());
    assertEquals(device.funded() ? 1 : 0, chain.transfers(wallet, own).size(), "transfers");
    assertEquals(device.funded() ? 1 : 0, chain.from(own).size(), "the device's transactions");
  }

  private static String ownWallet(Path file) throws IOException {
    try (IdentityFile opened = IdentityFile.open(file, Town.PASSWORD)) {
      return opened.document().wallet().orElseThrow().address().toString();
    }
  }

  // the PKM's key, an admission for each sponsored device, a transfer and an approval for the rest
  private void assertNoMoreThanNeeded(ChainHistory chain) throws Exception {
    long funded = devices.stream().filter(Device::funded).count();
    long needed = 1 + (devices.size() - funded) + 2 * funded;
    List<ChainHistory.Sent> sent = chain.from(wallet);
    assertEquals(needed, sent.size(), () -> "the PKM sent " + sent);
    assertTrue(sent.stream().allMatch(ChainHistory.Sent::succeeded), sent.toString());
    assertEquals(
        LongStream.range(0, needed).boxed().toList(),
        sent.stream().map(ChainHistory.Sent::nonce).toList());
    assertEquals(0, chain.waiting(wallet), "transactions that wait");
    assertEquals(0, ask("GET", "/v1/status", "").path("outboxOpen").asInt(-1));
  }

  private Path config() {
    return folder.resolve("pkm.json");
  }

  private static ObjectNode configuration() throws IOException {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket two = new ServerSocket(0)) {
      return Town.JSON
          .createObjectNode()
          .put("identityFile", "pkm.dpk")
          .put("dataDirectory", "data")
          .put("admin", "127.0.0.1:" + one.getLocalPort())
          .put("enrolment", "127.0.0.1:" + two.getLocalPort())
          .put("poll", "PT0.05S");
    }
  }

  private JsonNode ask(String method, String path, String body) throws Exception {
    String key = Files.readString(folder.resolve("data/admin.key"));
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve(path))
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return Town.JSON.readTree(
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
