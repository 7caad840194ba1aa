package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.nsl.Suite;
import org.jspecify.annotations.Nullable;

/** The initiator in Node.js, which was written from the specification: {@code src/test/node}. */
final class NodeInitiator {

  private static final Path FOLDER =
      Path.of(System.getProperty("dpk.home", ".."), "provider/src/test/node");
  private static final JsonMapper JSON = new JsonMapper();

  private NodeInitiator() {}

  /**
   * A fault that the program can have.
   *
   * @param suite the only one that can have it, if it is not null
   * @param busy whether it needs a responder under load
   * @param ending how a run with it has to end
   */
  record Fault(String name, @Nullable String suite, boolean busy, JsonNode ending) {

    boolean isOf(Suite other) {
      return suite == null || suite.equals(other.name());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fault> faults() throws IOException, InterruptedException {
    List<Fault> faults = new ArrayList<>();
    for (String line : run("", "initiator.mjs", "--list-faults").lines().toList()) {
      JsonNode fault = JSON.readTree(line);
      faults.add(
          new Fault(
              fault.get("name").textValue(),
              fault.get("suite").textValue(),
              fault.get("busy").booleanValue(),
              fault.get("ending")));
    }
    return faults;
  }

  /** Runs without a fault. */
  static JsonNode honest(JsonNode configuration) throws IOException, InterruptedException {
    return JSON.readTree(run(configuration.toString(), "initiator.mjs"));
  }

  static JsonNode faulty(JsonNode configuration, Fault fault)
      throws IOException, InterruptedException {
    return JSON.readTree(run(configuration.toString(), "initiator.mjs", "--fault", fault.name()));
  }

  /** What it says of a file of vectors under {@code docs/protocol/vectors}. */
  static JsonNode vectors(String file) throws IOException, InterruptedException {
    return JSON.readTree(run("", "vectors.mjs", "../../../../docs/protocol/vectors/" + file));
  }

  static ObjectNode object() throws JsonProcessingException {
    return JSON.createObjectNode();
  }

  private static String run(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    Programs.Result result;
    try {
      result = Programs.run(command, Map.of(), input, FOLDER);
    } catch (IOException e) {
      return fail("this test runs Node.js: install Node 20 or newer", e);
    }
    assertEquals(0, result.exit(), () -> command + ": " + result.output());
    return result.output();
  }
}
