package org.dpk.cli.internal.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Json;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChainEndpoint;

/**
 * A registry and a node to reach it through, as {@code devnet.json} says it.
 *
 * @param registry the chain and the contract
 * @param node a URL, or the path of a Unix socket
 * @param developmentKey the key of a devnet's owner, which everybody knows: 0x and 64 hexadecimal
 *     digits; empty for any other chain
 */
public record Network(RegistryId registry, String node, Optional<String> developmentKey) {

  private static final int MAX_LENGTH = 64 * 1024;

  /**
   * Reads a network file.
   *
   * @throws Failure if it is none
   * @throws IOException if it can't be read
   */
  public static Network read(Path file) throws IOException {
    if (Files.size(file) > MAX_LENGTH) {
      throw unusable(file, "it is too long");
    }
    try {
      return of(Json.mapper().readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw unusable(file, "it is no JSON");
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static Network of(JsonNode json) {
    return new Network(
        new RegistryId(
            json.path("chainId").asLong(), EthereumAddress.parse(json.path("contract").asText())),
        json.path("node").asText(),
        Optional.ofNullable(json.path("developmentKey").textValue()));
  }

  private static Failure unusable(Path file, String why) {
    return new Failure(
        ExitCode.DATA,
        file + " is no network file: " + why,
        "it is written by dpk devnet, and holds chainId, contract and node");
  }

  /** What stands in a network file. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chainId", registry.chainId());
    json.put("contract", registry.contract().toString());
    json.put("node", node);
    developmentKey.ifPresent(key -> json.put("developmentKey", key));
    return json;
  }

  /** Writes it as a file that {@link #read} reads. */
  public void write(Path file) throws IOException {
    Files.writeString(file, Json.text(json()) + System.lineSeparator());
  }

  /**
   * For the chain adapter, with its usual limits.
   *
   * @throws Failure if the node's address is of no known kind
   */
  public ChainEndpoint endpoint() {
    try {
      return ChainEndpoint.of(node, registry);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "write for example http://127.0.0.1:8545");
    }
  }
}
