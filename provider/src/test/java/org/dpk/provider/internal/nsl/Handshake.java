package org.dpk.provider.internal.nsl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both ends of a run, message by message, without anything in between. */
final class Handshake implements AutoCloseable {

  final TestParty a;
  final TestParty b;
  final Initiator initiator;
  final Responder responder;

  Handshake(TestParty a, TestParty b, long seed) {
    this(a, b, seed, null, KeyTerms.DEFAULT);
  }

  Handshake(TestParty a, TestParty b, long seed, byte @Nullable [] token, KeyTerms terms) {
    this.a = a;
    this.b = b;
    this.initiator =
        new Initiator(
            TestParty.REGISTRY,
            a.keys(),
            b.record(),
            Primitives.Source.standard(),
            new SeededRandomness(seed),
            terms,
            token);
    this.responder =
        new Responder(
            TestParty.REGISTRY,
            kid -> Optional.of(b.keys()).filter(keys -> keys.hasKid(kid)),
            Primitives.Source.standard(),
            new SeededRandomness(seed + 1),
            KeyTerms.DEFAULT,
            hash -> true,
            token != null);
  }

  byte[] ns1() throws NslAbort {
    return initiator.begin();
  }

  /** What the responder answers, who finds A on chain as it is. */
  byte[] ns2(byte[] ns1) throws NslAbort {
    ResponderStep step = responder.receive(ns1);
    if (step instanceof ResponderStep.LookUp) {
      step = responder.found(a.onChain());
    } else if (step instanceof ResponderStep.CheckEnrolment) {
      step = responder.enrolmentChecked();
    }
    return ((ResponderStep.Send) step).message();
  }

  InitiatorStep.Agreed ns34(byte[] ns2) throws NslAbort {
    return (InitiatorStep.Agreed) initiator.receive(ns2);
  }

  AgreedKeys agreed(byte[] ns34) throws NslAbort {
    return ((ResponderStep.Agreed) responder.receive(ns34)).keys();
  }

  @Override
  public void close() {
    initiator.close();
    responder.close();
  }
}
