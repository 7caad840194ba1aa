package org.dpk.pkm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentIT {

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

  @Test
  void aSponsoredDeviceNeedsNoEther() throws Exception {
    Town.Registered device = town.register("{}");

    EnrolmentClient.Enrolled enrolled = town.enrol(device.token(), "sponsored.dpk");

    assertEquals(device.token().identity(), enrolled.identity());
    assertEquals(1, enrolled.version());
    JsonNode seen = town.registration(device.id());
    assertEquals("admitted", seen.path("stage").asText());
    assertEquals("0", seen.path("spentWei").path("funding").asText());
    assertTrue(seen.path("spentWei").path("gas").asLong() > 0, seen.toString());
  }

  @Test
  void aFundedDeviceAddsItself() throws Exception {
    Town.Registered device = town.register("{\"mode\":\"funded\",\"fees\":\"waived\"}");

    EnrolmentClient.Enrolled enrolled = town.enrol(device.token(), "funded.dpk");

    assertEquals(device.token().identity(), enrolled.identity());
    JsonNode seen = town.registration(device.id());
    assertEquals("admitted", seen.path("stage").asText());
    assertTrue(seen.path("spentWei").path("funding").asLong() > 0, seen.toString());
  }
}
