package org.dpk.cli.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.output.Json;
import org.dpk.contracts.deployment.DeployedRegistry;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;

/**
 * The network file of a devnet: a network, and how its registry came to be.
 *
 * @param network what every command needs
 * @param deployment what a later start on the same state needs
 */
public record DevnetFile(Network network, DeployedRegistry deployment) {

  /** What a running devnet is reached by. */
  public static DevnetFile of(Devnet devnet) {
    Network network =
        new Network(
            new RegistryId(devnet.chainId(), EthereumAddress.parse(devnet.registryAddress())),
            devnet.uri().toString(),
            Optional.of("0x" + HexFormat.of().formatHex(devnet.deployer().privateKey())));
    return new DevnetFile(network, devnet.registry());
  }

  /**
   * Reads one that an earlier devnet wrote.
   *
   * @return empty if there is no such file, or it is of another kind of network
   */
  public static Optional<DevnetFile> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Network network = Network.read(file);
    return deployment(file, network).map(deployment -> new DevnetFile(network, deployment));
  }

  private static Optional<DeployedRegistry> deployment(Path file, Network network)
      throws IOException {
    try {
      JsonNode json = Json.mapper().readTree(Files.readAllBytes(file)).path("deployment");
      return json.isObject()
          ? Optional.of(
              new DeployedRegistry(
                  network.registry().chainId(),
                  network.registry().contract().toString(),
                  json.path("block").asLong(),
                  json.path("transaction").asText(),
                  json.path("gasUsed").asLong()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What stands in the file. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(network.json());
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("block", deployment.block());
    made.put("transaction", deployment.transaction());
    made.put("gasUsed", deployment.gasUsed());
    json.put("deployment", made);
    return json;
  }

  /** Writes it. */
  public void write(Path file) throws IOException {
    Files.writeString(file, Json.text(json()) + System.lineSeparator());
  }
}
