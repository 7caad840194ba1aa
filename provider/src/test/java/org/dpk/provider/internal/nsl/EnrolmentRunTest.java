package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.dpk.provider.internal.record.EncodedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Suite.class)
class EnrolmentRunTest {

  private static final byte[] TOKEN = "a token, opaque here".getBytes();

  private final Suite suite;
  private final TestParty device;
  private final TestParty pkm;

  EnrolmentRunTest(Suite suite) {
    this.suite = suite;
    this.device = TestParty.of(suite, "uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
    this.pkm = TestParty.of(suite, "dns:pkm.example.org", 2);
  }

  private Handshake run(long seed) {
    return new Handshake(device, pkm, seed, TOKEN, KeyTerms.DEFAULT);
  }

  @Test
  void aCandidateIsCheckedThenProven() throws NslAbort {
    try (Handshake run = run(1)) {
      ResponderStep.CheckEnrolment check =
          (ResponderStep.CheckEnrolment) run.responder.receive(run.ns1());
      assertEquals(device.record(), check.candidate());
      assertArrayEquals(TOKEN, check.token());

      ResponderStep.Send ns2 = (ResponderStep.Send) run.responder.enrolmentChecked();
      InitiatorStep.Agreed atDevice = run.ns34(ns2.message());
      AgreedKeys atPkm = run.agreed(atDevice.message());

      assertEquals(device.record(), atPkm.peer());
      assertArrayEquals(TOKEN, atPkm.enrolmentToken());
      assertEquals(1, atPkm.terms().maxUses());
      assertEquals(1, atDevice.keys().terms().maxUses());
      HandshakeTest.assertSameKeys(atDevice.keys().keys(), atPkm.keys(), 1);
    }
  }

  @Test
  void aTokenThatIsRefusedIsToldByItsNumber() throws NslAbort {
    try (Handshake run = run(1)) {
      run.responder.receive(run.ns1());
      byte[] alert = run.responder.refuseToken(4).reply().orElseThrow();
      NslAbort atDevice = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
      assertEquals(AlertCode.TOKEN_REJECTED, atDevice.alert().orElseThrow());
      assertEquals(Origin.PEER, atDevice.origin());
      assertEquals(4, atDevice.detail());
    }
  }

  @Test
  void aTokenThatWasSpentMeanwhileIsToldAtTheEnd() throws NslAbort {
    try (Handshake run = run(1)) {
      run.agreed(run.ns34(run.ns2(run.ns1())).message());
      byte[] alert = run.responder.refuseToken(200).reply().orElseThrow();
      NslAbort atDevice = assertThrows(NslAbort.class, () -> run.initiator.receive(alert));
      assertEquals(200, atDevice.detail());
    }
  }

  @Test
  void whereNoEnrolmentIsServedTheExtensionIsNotKnown() throws NslAbort {
    try (Handshake run = run(1);
        Handshake plain = new Handshake(device, pkm, 2)) {
      byte[] ns1 = run.ns1();
      NslAbort abort = assertThrows(NslAbort.class, () -> plain.responder.receive(ns1));
      assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
    }
  }

  @Test
  void whereEnrolmentIsServedOthersMayConnectToo() throws NslAbort {
    try (Handshake run = run(1);
        Handshake plain = new Handshake(device, pkm, 2)) {
      byte[] ns1 = plain.ns1();
      assertEquals(
          new ResponderStep.LookUp(device.identity(), 1, false), run.responder.receive(ns1));
    }
  }

  @Test
  void theCandidateHasToBeTheRecordThatNs1Names() throws NslAbort {
    EncodedRecord other = TestParty.of(suite, device.identity().toString(), 2, 1).record();
    EncodedRecord foreign = TestParty.of(suite, "dns:other.example.org", 1).record();
    for (EncodedRecord candidate : List.of(other, foreign)) {
      assertMalformed(new Plaintext.Enrolment(candidate.bytes(), TOKEN));
    }
    assertMalformed(new Plaintext.Enrolment(new byte[] {1, 2, 3}, TOKEN));
    assertMalformed(new Plaintext.Enrolment(device.record().bytes(), new byte[0]));
  }

  private void assertMalformed(Plaintext.Enrolment enrolment) throws NslAbort {
    try (Handshake run = run(1);
        InitiatorRun forged =
            new InitiatorRun(
                TestParty.REGISTRY,
                device.keys(),
                pkm.record(),
                device.pair(),
                Primitives.Source.standard(),
                new SeededRandomness(1))) {
      byte[] ns1 = forged.ns1(pkm.pair().publicKey(), enrolment).encode();
      NslAbort abort = assertThrows(NslAbort.class, () -> run.responder.receive(ns1));
      assertEquals(AlertCode.MALFORMED, abort.alert().orElseThrow());
    } catch (CryptoFailure e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeviceWithoutTheCandidatesKeysDoesNotComeThrough() throws NslAbort {
    // the record of somebody else, offered as one's own
    SuiteKeyPair own = TestParty.pair(suite, 9);
    try (Handshake run = run(1);
        InitiatorRun thief =
            new InitiatorRun(
                TestParty.REGISTRY,
                device.keys(),
                pkm.record(),
                own,
                Primitives.Source.standard(),
                new SeededRandomness(1))) {
      byte[] ns1 =
          thief
              .ns1(pkm.pair().publicKey(), new Plaintext.Enrolment(device.record().bytes(), TOKEN))
              .encode();
      byte[] ns2 = run.ns2(ns1);
      assertThrows(CryptoFailure.class, () -> thief.open((NslMessage.Ns2) NslMessage.decode(ns2)));
    } catch (CryptoFailure e) {
      throw new AssertionError(e);
    }
  }
}
