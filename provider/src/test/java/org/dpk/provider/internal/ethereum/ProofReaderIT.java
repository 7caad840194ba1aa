package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.dpk.provider.BlockRef;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;

/** Proofs of several slots in one answer. */
class ProofReaderIT {

  private static final EthereumAddress OWNER =
      EthereumAddress.parse("0x1111111111111111111111111111111111111111");

  @Test
  void eachSlotHasItsBranchInWhateverOrderANodeAnswers() throws Exception {
    try (RegistryFixture chain = RegistryFixture.start()) {
      List<IdHash> ids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        IdHash id = RecordCodec.idHash(RegistryFixture.newIdentity());
        if (i % 2 == 0) {
          id = RecordCodec.idHash(chain.admit(RegistryFixture.newIdentity(), OWNER).identity());
        }
        ids.add(id);
      }
      ids.add(ids.get(0)); // asked for twice
      try (InAscendingOrder node = new InAscendingOrder(chain.devnet().uri());
          EthereumNode connection = EthereumNode.connect(chain.endpoint(node.uri().toString()))) {
        everySlot(chain, connection, ids);
      }
      everySlot(chain, chain.node(), ids);
    }
  }

  private static void everySlot(RegistryFixture chain, EthereumNode node, List<IdHash> ids)
      throws Exception {
    JsonNode json = chain.devnet().anvil().rpc("eth_getBlockByNumber", "latest", false);
    BlockHeader header = Headers.parse(json).orElseThrow();
    BlockRef block = header.block();
    RegistryBranches branches = new ProofReader(node).prove(ids, block);
    AccountState account =
        StateProof.account(header.stateRoot(), chain.id().contract(), branches.account())
            .orElseThrow();
    List<byte[]> keys = ids.stream().map(Slot::key).toList();
    List<byte[]> words = StateProof.slots(account, keys, branches.slots());
    for (int i = 0; i < ids.size(); i++) {
      Slot slot = Slot.of(words.get(i)).orElseThrow();
      assertEquals(i % 2 == 0 ? Slot.Status.ACTIVE : Slot.Status.ABSENT, slot.status());
      assertArrayEquals(
          words.get(i), StateProof.slot(account, keys.get(i), branches.slots().get(i)));
    }
    assertThrows(
        ProofException.class, () -> StateProof.slot(account, keys.get(0), branches.slots().get(2)));
  }

  /** Answers as Besu does: slots in ascending order, each once. */
  private static final class InAscendingOrder extends NodeProxy {

    private static final ObjectMapper JSON = new ObjectMapper();

    InAscendingOrder(URI node) throws IOException {
      super(node);
    }

    @Override
    protected void serve(HttpExchange exchange, byte[] question)
        throws IOException, InterruptedException {
      JsonNode answers = JSON.readTree(ask(question));
      for (JsonNode answer : answers.isArray() ? answers : List.of(answers)) {
        if (answer.path("result").has("storageProof")) {
          TreeMap<String, JsonNode> sorted = new TreeMap<>();
          for (JsonNode slot : answer.path("result").path("storageProof")) {
            sorted.put(slot.path("key").asText(), slot);
          }
          ((ObjectNode) answer.path("result")).putArray("storageProof").addAll(sorted.values());
        }
      }
      byte[] answer = JSON.writeValueAsBytes(answers);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
