package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.dpk.provider.internal.nsl.DishonestInitiator.Lies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What B checks in NS34 behind the boxes: whoever gets so far has the keys of the run. */
@ParameterizedClass
@EnumSource(Suite.class)
class DishonestInitiatorTest {

  private final Suite suite;
  private final TestParty a;
  private final TestParty b;

  DishonestInitiatorTest(Suite suite) {
    this.suite = suite;
    this.a = TestParty.of(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    this.b = TestParty.of(suite, "dns:server.example.org", 2);
  }

  private ResponderStep answer(Consumer<Lies> telling) throws Exception {
    try (Handshake run = new Handshake(a, b, 1)) {
      DishonestInitiator initiator = new DishonestInitiator(a, b);
      byte[] ns2 = run.ns2(initiator.ns1());
      Lies lies = new Lies(a.pair());
      telling.accept(lies);
      return run.responder.receive(initiator.ns34(ns2, lies));
    }
  }

  private void refused(AlertCode code, Consumer<Lies> telling) {
    NslAbort abort = assertThrows(NslAbort.class, () -> answer(telling));
    assertEquals(code, abort.alert().orElseThrow());
    assertEquals(code.code(), abort.reply().orElseThrow()[NslMessage.HEADER_LENGTH]);
  }

  private void notAuthentic(Consumer<Lies> telling) {
    refused(AlertCode.DECRYPT_ERROR, telling);
  }

  @Test
  void anHonestOneIsBelieved() throws Exception {
    assertInstanceOf(ResponderStep.Agreed.class, answer(lies -> {}));
  }

  @Test
  void aWrongNonceIsRefusedInEitherBox() {
    for (int i = 0; i < Plaintext.NONCE_LENGTH; i++) {
      int at = i;
      notAuthentic(lies -> lies.n2InBox3 = n2 -> TamperingTest.flip(n2, at, 1));
      notAuthentic(lies -> lies.n2InBox4 = n2 -> TamperingTest.flip(n2, at, 1));
    }
    notAuthentic(lies -> lies.n2InBox3 = n2 -> Arrays.copyOf(n2, 31));
    notAuthentic(lies -> lies.n2InBox3 = n2 -> Arrays.copyOf(n2, 33));
    notAuthentic(lies -> lies.n2InBox3 = n2 -> new byte[32]);
  }

  @Test
  void aPlaintextOfBox4ThatDoesNotParseIsMalformed() {
    refused(AlertCode.MALFORMED, lies -> lies.box4 = box -> Arrays.copyOf(box, 1));
    refused(AlertCode.MALFORMED, lies -> lies.box4 = box -> Arrays.copyOf(box, box.length + 1));
    refused(AlertCode.MALFORMED, lies -> lies.box4 = box -> Arrays.copyOf(box, 65));
  }

  @Test
  void aSignatureThatIsTooLongOrNone() {
    notAuthentic(lies -> lies.signature = sig -> Arrays.copyOf(sig, sig.length + 1));
    if (suite != Suite.NSL_XWING) {
      notAuthentic(lies -> lies.signature = sig -> new byte[0]);
      notAuthentic(lies -> lies.signature = sig -> Arrays.copyOf(sig, sig.length - 1));
      notAuthentic(lies -> lies.signature = sig -> new byte[sig.length]);
      notAuthentic(lies -> lies.signature = sig -> TamperingTest.flip(sig, 0, 1));
    }
  }

  // in the suite without a signature the KEMs alone authenticate A, and nothing is signed
  @Test
  void aSignatureOfAnythingElseOrByAnybodyElse() {
    if (suite == Suite.NSL_XWING) {
      notAuthentic(lies -> lies.signature = sig -> new byte[64]);
      return;
    }
    notAuthentic(lies -> lies.signer = TestParty.pair(suite, 3));
    notAuthentic(lies -> lies.signer = b.pair());
    byte[] label = "DPK-NSL/1 NS4 initiator".getBytes(StandardCharsets.US_ASCII);
    int transcript = 64 + label.length + 1;
    notAuthentic(lies -> lies.signed = content -> TamperingTest.flip(content, 0, 1));
    notAuthentic(lies -> lies.signed = content -> TamperingTest.flip(content, 64, 1));
    notAuthentic(lies -> lies.signed = content -> TamperingTest.flip(content, transcript, 1));
    notAuthentic(
        lies -> lies.signed = content -> TamperingTest.flip(content, content.length - 1, 1));
    int idA = transcript + suite.hashLength() + 2;
    notAuthentic(lies -> lies.signed = content -> TamperingTest.flip(content, idA, 1));
    int idB = idA + a.identity().bytes().length + 2;
    notAuthentic(lies -> lies.signed = content -> TamperingTest.flip(content, idB, 1));
  }
}
