package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dpk.provider.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes say, in order and out of it. */
class RpcMessagesTest {

  private static final List<RpcCall> TWO = List.of(RpcCall.of("a"), RpcCall.of("b", 1, "x"));

  @Test
  void aBatchIsMatchedByIdInWhateverOrderItComes() throws IOException {
    RpcMessages messages = new RpcMessages();
    messages.number(TWO);
    RpcMessages.Outgoing batch = messages.number(TWO);
    List<RpcReply> replies =
        batch.match(
            json(
                "[{'id':4,'error':{'code':3,'message':'no','data':'0x12'}},"
                    + "{'id':'x'},{'id':3,'result':'0x1'}]"));
    assertEquals("0x1", replies.get(0).result().asText());
    assertEquals(new RpcReply.RpcError(3, "no", "0x12"), replies.get(1).error());
  }

  @Test
  void anAnswerThatIsMissingIsAnError() {
    RpcMessages.Outgoing batch = new RpcMessages().number(TWO);
    assertThrows(IOException.class, () -> batch.match(json("[{'id':1,'result':'0x1'}]")));
    assertThrows(IOException.class, () -> batch.match(json("{'id':1,'result':'0x1'}")));
  }

  @Test
  void asksAsTheSpecificationHasIt() throws IOException {
    String question = new String(new RpcMessages().number(TWO).encode(), StandardCharsets.UTF_8);
    assertEquals(
        json(
            "[{'jsonrpc':'2.0','id':1,'method':'a','params':[]},"
                + "{'jsonrpc':'2.0','id':2,'method':'b','params':[1,'x']}]"),
        new ObjectMapper().readTree(question));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'0xab'",
        "'Reverted 0xab'",
        "{'data':'0xab'}",
        "{'data':{'data':'0xab'}}",
        "{'result':'0xab'}"
      })
  void whatARevertReturnedIsFoundWhereverANodePutsIt(String data) throws IOException {
    JsonNode envelope = json("{'error':{'code':3,'message':'reverted','data':" + data + "}}");
    assertEquals("0xab", RpcReply.of("eth_call", envelope).error().data());
  }

  @Test
  void aNodesMessageIsCut() throws IOException {
    JsonNode envelope = json("{'error':{'code':3,'message':'" + "x".repeat(10_000) + "'}}");
    assertTrue(RpcReply.of("eth_call", envelope).error().message().length() < 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'0x'", "'1'", "'0x-1'", "'0x+1'", "'0xg'", "7", "null", "{}", "'0x 1'"})
  void whatIsNoNumberIsRefused(String text) throws IOException {
    JsonNode node = json(text);
    assertThrows(RegistryException.class, () -> Answers.quantity(node));
  }

  @Test
  void numbersAreBounded() throws Exception {
    JsonNode large = json("'0x8000000000000000'");
    assertEquals(63, Answers.quantity(large).getLowestSetBit());
    assertThrows(RegistryException.class, () -> Answers.number(large));
    JsonNode larger = json("'0x" + "1".repeat(65) + "'");
    assertThrows(RegistryException.class, () -> Answers.quantity(larger));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "already known | KNOWN",
        "transaction already imported | KNOWN",
        "Known transaction | KNOWN",
        "AlreadyKnown | KNOWN",
        "nonce too low: next nonce 5, tx nonce 4 | NONCE_TAKEN",
        "Nonce too low | NONCE_TAKEN",
        "OldNonce | NONCE_TAKEN",
        "replacement transaction underpriced | FEE_TOO_LOW",
        "transaction underpriced: gas tip cap 0 | FEE_TOO_LOW",
        "max fee per gas less than block base fee | FEE_TOO_LOW",
        "Gas price below configured minimum gas price | FEE_TOO_LOW",
        "insufficient funds for gas * price + value | NO_FUNDS",
        "Upfront cost exceeds account balance | NO_FUNDS",
        "Sender doesn't have enough funds to send tx | NO_FUNDS",
        "exceeds block gas limit | OTHER",
      })
  void whyANodeRefusesIsTold(String message, NodeRefusal refusal) {
    assertEquals(refusal, NodeRefusal.of(new RpcReply.RpcError(-32000, message, "")));
  }

  @Test
  void theEndOfAMessageOnASocketIsFoundWhereverItIsCut() {
    String message = "{\"a\":[\"}]\\\"\\\\\",{\"b\":[]}],\"c\":\"ü{\"}";
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut < bytes.length; cut++) {
      UnixSocketRpc.JsonEnd end = new UnixSocketRpc.JsonEnd();
      byte[] first = java.util.Arrays.copyOf(bytes, cut);
      byte[] second = java.util.Arrays.copyOfRange(bytes, cut, bytes.length);
      assertFalse(end.isReachedBy(first, first.length), "cut at " + cut);
      assertTrue(end.isReachedBy(second, second.length), "cut at " + cut);
    }
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  /** Escapes of one byte (C1) and of two, new lines, text that runs from right to left. */
  @Test
  void whatANodeSaysWhenItRefusesCommandsNoTerminal() {
    ObjectNode error = JsonNodeFactory.instance.objectNode().put("code", -1);
    error.put("message", "a\u001b[2Jb\u009b2Jc\nd\u202ee\u2028f");
    ObjectNode envelope = JsonNodeFactory.instance.objectNode().set("error", error);
    RpcReply reply = RpcReply.of("eth_getProof", envelope);
    RegistryException e = assertThrows(RegistryException.class, reply::require);
    assertEquals("the node refused eth_getProof: a [2Jb 2Jc d e f (-1)", e.getMessage());
  }
}
