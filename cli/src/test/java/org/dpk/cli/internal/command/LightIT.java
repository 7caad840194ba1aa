package org.dpk.cli.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import org.dpk.cli.internal.output.Json;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.provider.internal.network.LightFiles;
import org.dpk.provider.internal.registry.CountingProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that trust no node, on a real chain. */
@Timeout(120)
class LightIT {

  @TempDir private static Path folder;
  private static AdmittedIdentities identities;

  private final CommandRun dpk = new CommandRun().wide(200).with("DPK_PASSWORD", PASSWORD);

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private int lookup(DpkIdentity identity, Path light, String... more) {
    RegistryFixture chain = identities.chain();
    String[] args = {
      "lookup",
      identity.toString(),
      "--node",
      chain.devnet().uri().toString(),
      "--chain-id",
      String.valueOf(chain.id().chainId()),
      "--contract",
      chain.id().contract().toString(),
      "--light",
      light.toString(),
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return dpk.run(all);
  }

  @Test
  void aLookUpSaysWhereItIsProvedAndWhoVouchesForIt() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    identities.admit(identity);
    try (CountingProxy node = new CountingProxy(identities.chain().devnet().uri())) {
      Path light = LightFiles.quorum(folder, node.uri());
      assertEquals(0, lookup(identity, light), dpk.err());
      assertTrue(
          dpk.out().matches("(?s).*proved at block \\d+, which is vouched for by 1 of 1 nodes.*"),
          dpk.out());
      assertEquals(0, lookup(identity, light, "--json"), dpk.err());
      JsonNode shown = Json.mapper().readTree(dpk.out());
      assertEquals("quorum", shown.path("assurance").asText());
      assertEquals("1 of 1 nodes that agree", shown.path("anchor").asText());
      assertTrue(node.count("eth_getProof") >= 2, "the quorum's node is asked, not --node");
      identities.revoke(identity);
      assertEquals(1, lookup(identity, light), dpk.err());
    }
  }

  @Test
  void theDoctorAsksTheNodesOfTheConfiguration() throws Exception {
    RegistryFixture chain = identities.chain();
    try (CountingProxy node = new CountingProxy(chain.devnet().uri())) {
      int exit =
          dpk.run(
              "doctor",
              "--light",
              LightFiles.quorum(folder, node.uri()).toString(),
              "--node",
              chain.devnet().uri().toString(),
              "--chain-id",
              String.valueOf(chain.id().chainId()),
              "--contract",
              chain.id().contract().toString());
      assertTrue(exit == 0 || exit == 1, exit + ": " + dpk.err());
      assertTrue(dpk.out().contains(String.valueOf(node.uri().getPort())), dpk.out());
      assertTrue(node.count("eth_getProof") > 0, "it is the one that is asked");
    }
  }

  @Test
  void aNodeWithoutAnswersEndsItAsUnavailable() throws Exception {
    Path light = LightFiles.quorum(folder, URI.create("http://127.0.0.1:1"));
    assertEquals(69, lookup(RegistryFixture.newIdentity(), light), dpk.err());
    assertTrue(dpk.err().contains("1 of 1 nodes have to agree"), dpk.err());
  }

  @Test
  void aPageIsFetchedInLightMode() throws Exception {
    Path server = identities.admit(DpkIdentity.parse("dns:localhost"));
    Path client = identities.admit(RegistryFixture.newIdentity());
    try (CountingProxy node = new CountingProxy(identities.chain().devnet().uri())) {
      String light = LightFiles.quorum(folder, node.uri()).toString();
      CommandRun serving = new CommandRun().with("DPK_PASSWORD", PASSWORD);
      try (BackgroundRun running =
          BackgroundRun.start(
                  serving,
                  "serve",
                  "-i",
                  server.toString(),
                  "--port",
                  "0",
                  "--light",
                  light,
                  "--json")
              .awaitOut("}\n")) {
        int port = Json.mapper().readTree(serving.out()).path("port").asInt();
        assertEquals(
            0,
            dpk.run(
                "get",
                "https://localhost:" + port + "/",
                "-i",
                client.toString(),
                "--light",
                light),
            dpk.err());
        assertTrue(dpk.out().startsWith("Hello uuid:"), dpk.out());
        running.stop();
      }
      assertTrue(node.count("eth_getProof") >= 2, "each end looks the other up");
    }
  }

  private static final String PASSWORD =
      new String(org.dpk.provider.internal.identity.IdentityFixture.PASSWORD);
}
