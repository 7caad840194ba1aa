package org.dpk.provider.internal.light;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Objects;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryException.NoContract;
import org.dpk.provider.RegistryException.RecordUnavailable;
import org.dpk.provider.RegistryException.Unproven;
import org.dpk.provider.RegistryException.Unreachable;
import org.dpk.provider.RegistryException.WrongChain;
import org.jspecify.annotations.Nullable;

/** What a hostile node does, and what a look-up through it alone ends in. */
public enum Trick {
  // of the whole chain
  FREEZES(
      "answers everything with the state of one block, for ever",
      Lies::frozen,
      Unproven.class,
      "does not commit to"),
  ROLLS_BACK(
      "shows an older head than before, and knows no later block",
      Lies::rolledBack,
      RegistryException.class,
      "refused eth_getProof: header not found"),
  OTHER_CHAIN(
      "is of another chain",
      Lies.result("eth_chainId", TextNode.valueOf("0x7")),
      WrongChain.class,
      "serves chain 7"),
  NO_CONTRACT(
      "has no contract where the registry is",
      Lies.result("eth_call", TextNode.valueOf("0x")),
      NoContract.class,
      "there is no contract at"),
  FAR_FUTURE(
      "says that its blocks are of the year 292277026596",
      Lies.time("0x7fffffffffffffff"),
      null,
      ""),
  LONG_PAST("says that its blocks are of 1970", Lies.time("0x1"), null, ""),
  FORGES_HEADERS(
      "makes up headers of the year 292277026596, with their right hashes",
      Lies.forgedTime("0x7fffffffffffffff"),
      null,
      ""),
  // of proofs
  NO_PROOFS(
      "serves no proofs",
      (call, honest) ->
          call.is("eth_getProof")
              ? call.error(-32601, "the method eth_getProof does not exist")
              : honest,
      RegistryException.class,
      "refused eth_getProof: the method eth_getProof does not exist"),
  EMPTY_PROOFS(
      "gives proofs without a node",
      Lies.slotProof(proof -> Lies.slotNodes(proof).removeAll()),
      Unproven.class,
      "the proof ends too early"),
  DROPS_SLOT_NODE(
      "leaves out the last node of the slot's branch",
      Lies.slotProof(proof -> Lies.dropLast(Lies.slotNodes(proof))),
      Unproven.class,
      "the proof ends too early"),
  DROPS_ACCOUNT_NODE(
      "leaves out the last node of the account's branch",
      Lies.proof(proof -> Lies.dropLast(Lies.accountNodes(proof))),
      Unproven.class,
      "the proof ends too early"),
  DOUBLES_NODE(
      "gives the last node of the slot's branch twice",
      Lies.slotProof(proof -> Lies.doubleLast(Lies.slotNodes(proof))),
      Unproven.class,
      "nodes follow that do not belong to the proof"),
  SWAPS_NODES(
      "gives the nodes of the account's branch in another order",
      Lies.proof(proof -> Lies.swap(Lies.accountNodes(proof))),
      Unproven.class,
      "a node is not the one that is referred to"),
  BENDS_PROOF(
      "changes one byte of a node of the slot's branch",
      Lies.slotProof(proof -> Lies.bend(Lies.slotNodes(proof))),
      Unproven.class,
      "a node is not the one that is referred to"),
  BENDS_ACCOUNT(
      "changes one byte of a node of the account's branch",
      Lies.proof(proof -> Lies.bend(Lies.accountNodes(proof))),
      Unproven.class,
      "a node is not the one that is referred to"),
  OTHERS_SLOT(
      "answers with the proof of another identity",
      Lies.proofOf(call -> Lies.slotOf(call, call.scene().other())),
      Unproven.class,
      "does not commit to"),
  NOBODYS_SLOT(
      "answers with the proof that somebody else is absent",
      Lies.proofOf(call -> Lies.slotOf(call, call.scene().nobody())),
      Unproven.class,
      "does not commit to"),
  OTHER_BLOCK(
      "answers with the proof of the block before",
      Lies.proofOf(Lies::blockBefore),
      Unproven.class,
      "does not commit to"),
  OTHER_CONTRACT(
      "answers with the proof of another contract",
      Lies.proofOf(call -> call.with(0, TextNode.valueOf(call.scene().otherContract().toString()))),
      Unproven.class,
      "does not commit to"),
  CLAIMS_VALUES(
      "gives the right nodes and wrong values beside them", Lies.slotProof(Lies::claim), null, ""),
  // of records
  OMITS_LOGS(
      "leaves out all logs",
      Lies.result("eth_getLogs", HostileProxy.JSON.createArrayNode()),
      RecordUnavailable.class,
      "has not the log of block"),
  OTHERS_LOGS(
      "gives the log of another identity under the name of this one",
      Lies::othersLogs,
      Unproven.class,
      "is not what its slot names"),
  BENDS_RECORD(
      "changes one byte of the record",
      Lies.data(Lies::bendRecord),
      Unproven.class,
      "is not what its slot names"),
  CUTS_LOGS(
      "gives logs without data",
      Lies.data(data -> "0x"),
      RegistryException.class,
      "log of ClientChanged does not parse"),
  PROMISES_MUCH(
      "gives a log whose record claims to have 2 GiB",
      Lies.data(Lies::promiseMuch),
      RegistryException.class,
      "log of ClientChanged does not parse"),
  // of JSON-RPC
  NULL(
      "answers null to everything",
      (call, honest) -> call.result(NullNode.getInstance()),
      RegistryException.class,
      "answered nothing to"),
  ERROR(
      "answers everything with an error",
      (call, honest) -> call.error(-32000, "no\nway"),
      RegistryException.class,
      "no way (-32000)"),
  WRONG_ID(
      "answers under another id",
      (call, honest) -> call.wrongId(honest),
      Unreachable.class,
      "answered another question than"),
  HUGE_NUMBERS(
      "gives numbers of 4,000 digits",
      Lies.header(block -> block.put("number", "0x" + "f".repeat(4000))),
      RegistryException.class,
      "where a number belongs"),
  INVALID_JSON(
      "answers with something that is no JSON",
      Wires.text("{\"jsonrpc\":\"2.0\",\"id\":1,"),
      Unreachable.class,
      "something that is not JSON"),
  DEEP_JSON(
      "answers with 100,000 arrays in one another",
      Wires.text("[".repeat(100_000)),
      Unreachable.class,
      "nested too deep"),
  MANY_TOKENS(
      "answers with an array of two million zeros",
      Wires.text("[" + "0,".repeat(2_000_000) + "0]"),
      Unreachable.class,
      "too many or too long parts"),
  // of HTTP
  HTTP_500("answers with the status 500", Wires.status(500), Unreachable.class, "HTTP status 500"),
  HTTP_429(
      "answers that it was asked too often",
      Wires.status(429),
      Unreachable.class,
      "was asked too often"),
  REDIRECTS(
      "leads elsewhere", Wires::redirect, Unreachable.class, "leads elsewhere and is not followed"),
  STALLS("takes the question and never answers", Wires::stall, Unreachable.class, "within"),
  DRIPS("answers one byte a second", Wires::drip, Unreachable.class, "within"),
  GIGABYTE(
      "answers with a gigabyte", Wires::gigabyte, Unreachable.class, "more than 4194304 bytes"),
  BOMB(
      "answers with a gigabyte that is compressed to a few megabytes",
      Wires::bomb,
      Unreachable.class,
      "more than 4194304 bytes"),
  CLOSES(
      "hangs up in the middle of the answer",
      Wires::close,
      Unreachable.class,
      "unexpected end of stream");

  private final String sentence;
  private final Lies.@Nullable Lie lie;
  private final Wires.@Nullable Wire wire;
  private final @Nullable Class<? extends RegistryException> error;
  private final String text;

  Trick(
      String sentence,
      Lies.Lie lie,
      @Nullable Class<? extends RegistryException> error,
      String text) {
    this(sentence, lie, null, error, text);
  }

  Trick(
      String sentence,
      Wires.Wire wire,
      @Nullable Class<? extends RegistryException> error,
      String text) {
    this(sentence, null, wire, error, text);
  }

  Trick(
      String sentence,
      Lies.@Nullable Lie lie,
      Wires.@Nullable Wire wire,
      @Nullable Class<? extends RegistryException> error,
      String text) {
    this.sentence = sentence;
    this.lie = lie;
    this.wire = wire;
    this.error = error;
    this.text = text;
  }

  /** What it does: the rest of a sentence that begins with "the node". */
  public String sentence() {
    return sentence;
  }

  /** What a look-up through such a node alone ends in; null if it can't be misled and answers. */
  public @Nullable Class<? extends RegistryException> error() {
    return error;
  }

  /** What the error's message says. */
  public String text() {
    return text;
  }

  Lies.Lie lie() {
    return Objects.requireNonNull(lie);
  }

  Wires.@Nullable Wire wire() {
    return wire;
  }
}
