package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentException;
import org.dpk.provider.internal.enrol.EnrolmentObserver;
import org.dpk.provider.internal.enrol.EnrolmentStep;
import org.dpk.provider.internal.enrol.TokenFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox does when the chain is slow, busy, or changes its mind. */
@Tag("one-jdk")
class OutboxIT {

  @TempDir Path folder;
  private Town town;
  private final FakeClock clock = new FakeClock();
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService devices = Executors.newCachedThreadPool();

  @BeforeEach
  void found() throws Exception {
    town = Town.found(folder);
    town.stopPkm();
    town.startPkm(town.config(), this::heard, clock);
  }

  private void heard(Step step, String subject) {
    steps.add(step + " " + subject.split(" ")[0]);
  }

  @AfterEach
  void leave() throws Exception {
    devices.shutdownNow();
    assertTrue(devices.awaitTermination(30, TimeUnit.SECONDS));
    town.close();
  }

  @Test
  void aStuckTransactionIsReplacedWithTheSameNonce() throws Exception {
    town.devnet().anvil().rpc("evm_setAutomine", false);
    var enrolled = enrol(town.register("{}").token(), "stuck.dpk");
    Waiting.until("it was sent", () -> steps.contains("BROADCAST ADMIT"));

    clock.setAhead(Duration.ofMinutes(2)); // longer than a transaction may be stuck
    Waiting.until(
        "another one was sent", () -> Collections.frequency(steps, "BROADCAST ADMIT") == 2);
    clock.setAhead(Duration.ZERO);
    town.devnet().mine(1);
    town.devnet().anvil().rpc("evm_setAutomine", true);

    assertEquals(1, enrolled.get(60, TimeUnit.SECONDS).version());
    assertEquals(2, ChainHistory.of(town.devnet()).from(wallet()).size());
  }

  @Test
  void aVoucherThatEndedIsSignedAnewWithTheSameNonce() throws Exception {
    town.devnet().anvil().rpc("evm_setAutomine", false);
    Town.Registered device = town.register("{}");
    var enrolled = enrol(device.token(), "voucher.dpk");
    Waiting.until("it was sent", () -> steps.contains("BROADCAST ADMIT"));
    String first = town.registration(device.id()).path("transaction").asText();

    Duration hour = Duration.ofHours(1);
    town.devnet().anvil().rpc("evm_increaseTime", "0x" + Long.toHexString(hour.toSeconds()));
    clock.setAhead(hour);
    Waiting.until(
        "another one was sent", () -> Collections.frequency(steps, "BROADCAST ADMIT") == 2);
    town.devnet().mine(1);
    town.devnet().anvil().rpc("evm_setAutomine", true);

    assertEquals(1, enrolled.get(60, TimeUnit.SECONDS).version());
    assertFalse(first.equals(town.registration(device.id()).path("transaction").asText()));
    List<ChainHistory.Sent> sent = ChainHistory.of(town.devnet()).from(wallet());
    assertEquals(2, sent.size());
    assertTrue(sent.stream().allMatch(ChainHistory.Sent::succeeded), sent.toString());
  }

  @Test
  void twentyDevicesAtOnceAreAdmittedOnceEach() throws Exception {
    List<CompletableFuture<EnrolmentClient.Enrolled>> enrolments = new ArrayList<>();
    List<Town.Registered> registered = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String mode = i % 4 == 0 ? "{\"mode\":\"funded\",\"fees\":\"paid\"}" : "{}";
      registered.add(town.register(mode));
    }
    // scrypt takes 128 MiB: two at a time make their files, then all twenty go on together
    Semaphore makingFiles = new Semaphore(2);
    CyclicBarrier start = new CyclicBarrier(registered.size());
    for (Town.Registered device : registered) {
      enrolments.add(
          enrol(
              device.token(),
              device.id() + ".dpk",
              step -> {
                if (step == EnrolmentStep.CHAIN_REACHED) {
                  makingFiles.acquire();
                } else if (step == EnrolmentStep.IDENTITY_STORED) {
                  makingFiles.release();
                  start.await(120, TimeUnit.SECONDS);
                }
              }));
    }
    for (CompletableFuture<EnrolmentClient.Enrolled> enrolment : enrolments) {
      assertEquals(1, enrolment.get(120, TimeUnit.SECONDS).version());
    }
    ChainHistory chain = ChainHistory.of(town.devnet());
    for (Town.Registered device : registered) {
      assertEquals(1, chain.changes(device.token().identity()));
    }
    assertEquals(1 + 15 + 2 * 5, chain.from(wallet()).size());
    assertEquals(0, chain.waiting(wallet()));
  }

  @Test
  void aRevokedDeviceCanBeAdmittedAgain() throws Exception {
    String body = "{\"identity\":\"dns:again.example\",\"unchecked\":true}";
    Town.Registered first = town.register(body);
    town.enrol(first.token(), "first.dpk");
    assertEquals(409, town.admin("POST", "/v1/registrations", body).statusCode());

    String path = "/v1/registrations/" + first.id();
    assertEquals(202, town.admin("POST", path + "/revoke", "").statusCode());
    Waiting.until("it is revoked", () -> stage(first.id()).equals("revoked"));
    assertEquals(202, town.admin("POST", path + "/revoke", "").statusCode());

    Town.Registered second = town.register(body);
    EnrolmentClient.Enrolled enrolled = town.enrol(second.token(), "first.dpk");
    assertEquals(2, enrolled.version());
    assertEquals("admitted", stage(second.id()));
    assertEquals("revoked", stage(first.id()));
  }

  @Test
  void aRevocationThatWasRefusedCanBeOrderedAgain() throws Exception {
    Town.Registered device = town.register("{}");
    town.enrol(device.token(), "stolen.dpk");
    String revoke = "/v1/registrations/" + device.id() + "/revoke";

    town.devnet().owner().removePkm(wallet());
    assertEquals(202, town.admin("POST", revoke, "").statusCode());
    Waiting.until("it is refused", () -> steps.contains("SETTLED REVOKE"));
    assertEquals("admitted", stage(device.id()));

    town.devnet().owner().addPkm(wallet());
    assertEquals(202, town.admin("POST", revoke, "").statusCode());
    Waiting.until("it is revoked", () -> stage(device.id()).equals("revoked"));
  }

  @Test
  void aPausedRegistryIsWaitedFor() throws Exception {
    town.devnet().owner().pause();
    Town.Registered device = town.register("{}");
    var enrolled = enrol(device.token(), "paused.dpk");
    Waiting.until(
        "it says why it waits",
        () -> !town.registration(device.id()).path("detail").asText().isEmpty());
    assertEquals("admitting", stage(device.id()));
    town.devnet().owner().unpause();

    assertEquals(1, enrolled.get(120, TimeUnit.SECONDS).version());
  }

  @Test
  void anAdmissionThatIsRefusedForGoodSaysWhy() throws Exception {
    town.devnet().owner().pause();
    Town.Registered device = town.register("{}");
    var enrolled = enrol(device.token(), "refused.dpk");
    Waiting.until("it is ordered", () -> steps.contains("ORDERED ADMIT"));
    town.devnet().owner().removePkm(wallet());
    town.devnet().owner().unpause();

    Throwable failure =
        assertThrows(ExecutionException.class, () -> enrolled.get(60, TimeUnit.SECONDS)).getCause();
    assertTrue(
        failure.getCause() instanceof EnrolmentException.AdmissionRefused, failure::toString);
    assertTrue(String.valueOf(failure.getMessage()).contains("PKM"), failure::toString);
    assertEquals("failed", stage(device.id()));
  }

  /** What a device does at a step. */
  private interface AtStep {
    void reached(EnrolmentStep step) throws Exception;
  }

  private CompletableFuture<EnrolmentClient.Enrolled> enrol(TokenFile token, String file) {
    return enrol(token, file, step -> {});
  }

  private CompletableFuture<EnrolmentClient.Enrolled> enrol(
      TokenFile token, String file, AtStep atStep) {
    EnrolmentObserver observer =
        (step, detail) -> {
          try {
            atStep.reached(step);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Town.client(observer).enrol(token, folder.resolve(file), Town.PASSWORD);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        devices);
  }

  private String stage(String id) throws Exception {
    JsonNode registration = town.registration(id);
    return registration.path("stage").asText();
  }

  private String wallet() {
    return town.pkm().wallet().toString();
  }
}
