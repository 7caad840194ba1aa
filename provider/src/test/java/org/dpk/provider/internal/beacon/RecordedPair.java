package org.dpk.provider.internal.beacon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.dpk.provider.internal.consensus.BeaconChain;
import org.dpk.provider.internal.consensus.Root;

/** What a real proof-of-stake chain said once ({@code src/test/resources/pair}). */
public final class RecordedPair {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedPair() {}

  /**
   * The bytes of a file.
   *
   * @param name without its ending
   */
  public static byte[] bytes(String name) {
    try (InputStream in = RecordedPair.class.getResourceAsStream("/pair/" + name + ".json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String name) {
    try {
      return JSON.readTree(bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When it was recorded. */
  public static Instant time() {
    return Instant.ofEpochSecond(json("about").path("recordedAt").asLong());
  }

  public static Root checkpoint() {
    return Root.parse(json("about").path("checkpoint").asText());
  }

  /** As its beacon node described it. */
  public static BeaconChain chain() {
    try (ScriptedBeacon beacon = new ScriptedBeacon()) {
      describe(beacon);
      return ChainDescription.of(beacon.uri(), "recorded", java.time.Duration.ofSeconds(20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it say which chain this is. */
  public static void describe(ScriptedBeacon beacon) {
    beacon.on(
        "/eth/v1/beacon/genesis", exchange -> ScriptedBeacon.send(exchange, 200, bytes("genesis")));
    beacon.on("/eth/v1/config/spec", exchange -> ScriptedBeacon.send(exchange, 200, bytes("spec")));
  }

  /** A node that has all of it, up to the moment of the recording. */
  public static ScriptedBeacon beacon() throws IOException {
    ScriptedBeacon beacon = new ScriptedBeacon();
    describe(beacon);
    beacon.serve("bootstrap/" + checkpoint(), bytes("bootstrap"));
    beacon.serve("finality_update", bytes("finality_update"));
    beacon.serve("optimistic_update", bytes("optimistic_update"));
    beacon.on(
        "/eth/v1/beacon/light_client/updates",
        exchange ->
            ScriptedBeacon.send(exchange, 200, updates(exchange.getRequestURI().getQuery())));
    return beacon;
  }

  /** What comes ten slots later. */
  public static void moveOn(ScriptedBeacon beacon) {
    beacon.serve("finality_update", bytes("finality_update_later"));
    beacon.serve("optimistic_update", bytes("optimistic_update_later"));
  }

  private static byte[] updates(String query) throws IOException {
    String[] numbers = query.replaceAll("[^0-9&]", "").split("&", -1);
    int start = Integer.parseInt(numbers[0]);
    int count = Integer.parseInt(numbers[1]);
    ArrayNode some = JSON.createArrayNode();
    JsonNode all = json("updates");
    for (int i = start; i < Math.min(all.size(), start + count); i++) {
      some.add(all.get(i));
    }
    return JSON.writeValueAsBytes(some);
  }
}
