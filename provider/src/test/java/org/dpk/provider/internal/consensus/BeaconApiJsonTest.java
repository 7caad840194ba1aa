package org.dpk.provider.internal.consensus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.dpk.provider.internal.consensus.ConsensusException.Rule;
import org.junit.jupiter.api.Test;

/** What a beacon node may answer, and what not. */
class BeaconApiJsonTest {

  private final BeaconChain chain = SignedChain.of("electra").chain;
  private final BeaconApiJson json = new BeaconApiJson(chain);
  private final TestJson writer = new TestJson(ForkStructures.ELECTRA, SignedChain.MEMBERS);
  private final LightClientUpdate update =
      ConsensusDecoders.update(ForkStructures.ELECTRA, new Random(5));
  private final ObjectNode optimistic = writer.optimisticUpdate(update);

  private ConsensusException refused(byte[] answer) {
    return assertThrows(ConsensusException.class, () -> json.optimisticUpdate(answer));
  }

  private void assertMalformed(ObjectNode message) {
    assertEquals(Rule.MALFORMED, refused(TestJson.bytes(message)).rule());
  }

  @Test
  void allKindsSayTheSameInJsonAndInSsz() throws Exception {
    TestSsz ssz = new TestSsz(ForkStructures.ELECTRA, SignedChain.MEMBERS);
    for (int seed = 0; seed < 20; seed++) {
      LightClientUpdate each = ConsensusDecoders.update(ForkStructures.ELECTRA, new Random(seed));
      assertArrayEquals(
          ssz.update(each),
          ssz.update(json.updates(TestJson.bytes(writer.updates(List.of(each))), 1).get(0)));
      assertArrayEquals(
          ssz.finalityUpdate(each),
          ssz.finalityUpdate(json.finalityUpdate(TestJson.bytes(writer.finalityUpdate(each)))));
      assertArrayEquals(
          ssz.optimisticUpdate(each),
          ssz.optimisticUpdate(
              json.optimisticUpdate(TestJson.bytes(writer.optimisticUpdate(each)))));
      LightClientBootstrap bootstrap =
          ConsensusDecoders.bootstrap(ForkStructures.ELECTRA, new Random(seed));
      assertArrayEquals(
          ssz.bootstrap(bootstrap),
          ssz.bootstrap(json.bootstrap(TestJson.bytes(writer.bootstrap(bootstrap)))));
    }
  }

  @Test
  void everyFieldHasToBeThereAndOfItsLength() {
    List<String> tried = new ArrayList<>();
    visit(
        optimistic,
        "",
        (path, change) -> {
          tried.add(path);
          for (JsonNode wrong :
              List.of(
                  TextNode.valueOf(""),
                  TextNode.valueOf("0x"),
                  TextNode.valueOf("0x00"),
                  TextNode.valueOf("-1"),
                  TextNode.valueOf("01"),
                  TextNode.valueOf("1e3"),
                  TextNode.valueOf("0x" + "zz".repeat(32)),
                  TextNode.valueOf("9".repeat(100)),
                  BigIntegerNode.valueOf(BigInteger.ONE),
                  optimistic.arrayNode(),
                  optimistic.objectNode())) {
            if (!isRight(path, wrong.asText())) {
              ConsensusException refused = refused(change.with(wrong));
              assertTrue(
                  refused.rule() == Rule.MALFORMED
                      || path.equals("/version") && refused.rule() == Rule.UNKNOWN_FORK,
                  path + ": " + refused);
            }
          }
        });
    assertEquals(1 + 5 + 17 + 1 + 4 + 2 + 1 + 5, tried.size(), tried.toString());
  }

  private static boolean isRight(String path, String value) {
    return path.endsWith("extra_data") && value.matches("0x(00)?")
        || path.endsWith("bits") && value.equals("0x00");
  }

  @FunctionalInterface
  private interface Change {
    byte[] with(JsonNode value);
  }

  @FunctionalInterface
  private interface Visitor {
    void at(String path, Change change);
  }

  /** Each member and each element, in turn. */
  private void visit(JsonNode node, String path, Visitor visitor) {
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      for (Map.Entry<String, JsonNode> member : members) {
        visitor.at(
            path + "/" + member.getKey(),
            value -> replaced(v -> object.set(member.getKey(), v), value, member.getValue()));
        visit(member.getValue(), path + "/" + member.getKey(), visitor);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        JsonNode was = array.get(i);
        visitor.at(path + "/" + i, value -> replaced(v -> array.set(index, v), value, was));
      }
    }
  }

  private byte[] replaced(Consumer<JsonNode> set, JsonNode value, JsonNode was) {
    set.accept(value);
    byte[] changed = TestJson.bytes(optimistic);
    set.accept(was);
    return changed;
  }

  @Test
  void numbersHaveTheirBounds() throws Exception {
    ObjectNode beacon = (ObjectNode) optimistic.at("/data/attested_header/beacon");
    ObjectNode execution = (ObjectNode) optimistic.at("/data/attested_header/execution");
    beacon.put("proposer_index", "18446744073709551615");
    beacon.put("slot", "281474976710655");
    execution.put("block_number", "9223372036854775807");
    execution.put("base_fee_per_gas", BigInteger.TWO.pow(256).subtract(BigInteger.ONE).toString());
    LightClientHeader header = json.optimisticUpdate(TestJson.bytes(optimistic)).attested();
    assertEquals(-1, header.beacon().proposerIndex());
    assertEquals((1L << 48) - 1, header.beacon().slot());
    assertEquals(Long.MAX_VALUE, header.execution().number());
    assertEquals(256, header.execution().baseFee().bitLength());

    assertMalformed(optimistic.deepCopy(), "beacon", "proposer_index", "18446744073709551616");
    assertMalformed(optimistic.deepCopy(), "beacon", "slot", "281474976710656");
    assertMalformed(optimistic.deepCopy(), "execution", "block_number", "9223372036854775808");
    assertMalformed(
        optimistic.deepCopy(), "execution", "base_fee_per_gas", BigInteger.TWO.pow(256).toString());
    assertMalformed(optimistic.deepCopy(), "execution", "extra_data", "0x" + "00".repeat(33));
  }

  private void assertMalformed(ObjectNode message, String object, String name, String value) {
    ((ObjectNode) message.at("/data/attested_header/" + object)).put(name, value);
    assertMalformed(message);
  }

  @Test
  void forksAreKnownByName() {
    ConsensusException unknown = refused(TestJson.bytes(optimistic.put("version", "gloas")));
    assertEquals(Rule.UNKNOWN_FORK, unknown.rule());
    assertTrue(unknown.getMessage().contains("gloas: update DPK"), unknown.getMessage());
    ConsensusException strange = refused(TestJson.bytes(optimistic.put("version", "\u001b[2J")));
    assertEquals(Rule.UNKNOWN_FORK, strange.rule());
    assertFalse(strange.getMessage().contains("\u001b"), strange.getMessage());
    assertEquals(
        Rule.NO_EXECUTION_DATA,
        refused(TestJson.bytes(optimistic.put("version", "bellatrix"))).rule());
  }

  @Test
  void aBranchOfZerosIsNone() throws Exception {
    LightClientUpdate none =
        new LightClientUpdate(
            update.attested(),
            Optional.empty(),
            Optional.empty(),
            update.aggregate(),
            update.signatureSlot());
    LightClientUpdate read = json.updates(TestJson.bytes(writer.updates(List.of(none))), 1).get(0);
    assertTrue(read.next().isEmpty() && read.finality().isEmpty());
    ObjectNode full = writer.update(update(ForkStructures.ELECTRA));
    ObjectNode empty = writer.update(none);
    for (String name : List.of("next_sync_committee_branch", "finality_branch")) {
      ObjectNode mixed = full.deepCopy();
      ((ObjectNode) mixed.get("data")).set(name, empty.at("/data/" + name));
      byte[] answer = TestJson.bytes(mixed.arrayNode().add(mixed));
      assertEquals(
          Rule.BRANCH,
          assertThrows(ConsensusException.class, () -> json.updates(answer, 1)).rule());
    }
  }

  /** One that has everything. */
  private static LightClientUpdate update(ForkStructures fork) {
    for (int seed = 0; ; seed++) {
      LightClientUpdate update = ConsensusDecoders.update(fork, new Random(seed));
      if (update.next().isPresent()
          && update.finality().filter(each -> each.header().isPresent()).isPresent()) {
        return update;
      }
    }
  }

  @Test
  void answersHaveBounds() throws Exception {
    byte[] two = TestJson.bytes(writer.updates(List.of(update, update)));
    assertEquals(2, json.updates(two, 2).size());
    assertEquals(2, json.updates(two, BeaconApiJson.MAX_UPDATES).size());
    assertEquals(
        Rule.MALFORMED, assertThrows(ConsensusException.class, () -> json.updates(two, 1)).rule());
    assertThrows(IllegalArgumentException.class, () -> json.updates(two, 0));
    assertThrows(IllegalArgumentException.class, () -> json.updates(two, 129));
    assertEquals(0, json.updates("[]".getBytes(StandardCharsets.UTF_8), 1).size());
    for (String wrong :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "7",
            "\u0000",
            "[".repeat(2000),
            "{\"a\":".repeat(2000),
            new String(TestJson.bytes(optimistic), StandardCharsets.UTF_8) + "{}",
            "{\"version\":\"electra\",\"version\":\"deneb\"}",
            "{\"version\":\"" + "a".repeat(2000) + "\"}",
            " ".repeat(json.maxLength() + 1))) {
      ConsensusException refused = refused(wrong.getBytes(StandardCharsets.UTF_8));
      assertEquals(Rule.MALFORMED, refused.rule(), refused.getMessage());
      assertTrue(refused.getMessage().length() < 200, refused.getMessage());
    }
    byte[] padded = TestJson.bytes(optimistic);
    byte[] longest = Arrays.copyOf(padded, json.maxLength());
    Arrays.fill(longest, padded.length, longest.length, (byte) ' ');
    assertEquals(update.signatureSlot(), json.optimisticUpdate(longest).signatureSlot());
  }
}
