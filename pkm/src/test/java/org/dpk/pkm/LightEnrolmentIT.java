package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentClient.Enrolled;
import org.dpk.provider.internal.enrol.EnrolmentSettings;
import org.dpk.provider.internal.enrol.EnrolmentStep;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.network.BadConfiguration;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.network.LightFiles;
import org.dpk.provider.internal.registry.CountingProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that trusts no node enrols, and can be seen by others who trust none. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LightEnrolmentIT {

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
  @CsvSource(
      delimiter = '|',
      value = {"sponsored | {}", "funded | {\"mode\":\"funded\",\"fees\":\"waived\"}"})
  void aDeviceThatIsEnrolledIsProven(String name, String registration) throws Exception {
    Town.Registered device = town.register(registration);
    try (CountingProxy node = new CountingProxy(town.devnet().uri())) {
      LightConfiguration light = LightConfiguration.read(LightFiles.quorum(folder, node.uri()));
      Set<EnrolmentStep> reached = EnumSet.noneOf(EnrolmentStep.class);
      Enrolled enrolled =
          new EnrolmentClient(settings(light), (step, detail) -> reached.add(step))
              .enrol(device.token(), folder.resolve("light-" + name + ".dpk"), Town.PASSWORD);
      assertEquals(device.token().identity(), enrolled.identity());
      assertTrue(reached.contains(EnrolmentStep.COMPLETED), reached.toString());
      assertTrue(node.count("eth_getProof") >= 2, "the PKM's record and its own");
      try (KeyRegistry registry =
          light
              .access(town.registry(), List.of(), List.of(), ChainEndpoint.Limits.DEFAULT)
              .open()) {
        Lookup seen = registry.find(enrolled.identity(), Freshness.NOW).get(20, TimeUnit.SECONDS);
        assertEquals(1, assertInstanceOf(Lookup.Active.class, seen).record().version());
      }
    }
  }

  @Test
  void aConfigurationOfAnotherChainIsRefusedBeforeAnythingIsMade() throws Exception {
    Town.Registered device = town.register("{}");
    LightConfiguration hoodi =
        LightConfiguration.read(
            LightFiles.quorum(folder, town.devnet().uri(), "\"network\": \"hoodi\","));
    Path file = folder.resolve("never.dpk");
    BadConfiguration refused =
        assertThrows(
            BadConfiguration.class,
            () ->
                new EnrolmentClient(settings(hoodi), (step, detail) -> {})
                    .enrol(device.token(), file, Town.PASSWORD));
    assertTrue(refused.getMessage().contains("is for hoodi"), refused.getMessage());
    assertTrue(!file.toFile().exists());
  }

  private static EnrolmentSettings settings(LightConfiguration light) {
    return EnrolmentSettings.DEFAULT.withPatience(Duration.ofSeconds(30)).withLight(light);
  }
}
