package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dpk.contracts.ContractError;
import org.dpk.contracts.DpkRegistry;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  @Test
  void everyErrorOfTheContractHasItsWords() throws IOException {
    Set<String> declared = new TreeSet<>();
    for (JsonNode error : errors()) {
      declared.add(error.path("name").asText());
    }
    assertEquals(declared, new TreeSet<>(Refusals.known()));
  }

  @Test
  void noWordsAskForMoreThanTheErrorCarries() throws IOException {
    for (JsonNode error : errors()) {
      List<String> arguments = new ArrayList<>();
      error.path("inputs").forEach(input -> arguments.add(input.path("name").asText()));
      String words = Refusals.inWords(new ContractError(error.path("name").asText(), arguments));
      assertFalse(words.contains("%"), words);
    }
  }

  @Test
  void anErrorThatIsNotTheContractsIsToldInTheNodesWords() {
    RpcReply.RpcError error = new RpcReply.RpcError(3, "out of gas", "0x08c379a0");
    RegistryException.Refused refused = Refusals.of("addPkm", error);
    assertEquals("the registry refused addPkm: out of gas", refused.getMessage());
    assertEquals("", refused.error());
  }

  private static List<JsonNode> errors() throws IOException {
    try (InputStream abi = DpkRegistry.class.getResourceAsStream("DpkRegistry.abi")) {
      assertTrue(abi != null, "contracts has no DpkRegistry.abi");
      List<JsonNode> errors = new ArrayList<>();
      for (JsonNode entry : new ObjectMapper().readTree(abi)) {
        if (entry.path("type").asText().equals("error")) {
          errors.add(entry);
        }
      }
      return errors;
    }
  }
}
