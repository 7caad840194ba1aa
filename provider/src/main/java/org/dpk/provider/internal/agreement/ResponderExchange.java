package org.dpk.provider.internal.agreement;

import java.time.Duration;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.EnrolmentPrincipal;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.Verdict;
import org.dpk.provider.internal.admission.Visitor;
import org.dpk.provider.internal.nsl.AgreedKeys;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.provider.internal.nsl.ResponderStep;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.WrongStaple;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPrincipal;

/** A server's run, with the look-ups and the judgement that it needs. */
final class ResponderExchange implements Exchange {

  private final Parts parts;
  private final OwnView own;
  private final Visitor visitor;
  private final ClaimLookUps chain;
  private final Responder responder;
  private StoppedAt stage = StoppedAt.FIRST;
  private boolean replayed;

  ResponderExchange(Parts parts, OwnView own, Visitor visitor) {
    this.parts = parts;
    this.own = own;
    this.visitor = visitor;
    this.chain = new ClaimLookUps(parts, visitor);
    this.responder =
        new Responder(
            parts.registry(),
            own::byKid,
            parts.primitives(),
            parts.random(),
            parts.terms(),
            this::isNew,
            parts.desk() != null);
  }

  private boolean isNew(byte[] hash) {
    replayed = !visitor.isNew(hash);
    return !replayed;
  }

  // protocol.md "What B does before it trusts NS1, cheapest first"
  @Override
  public Step next(byte[] message) throws DpkHandshakeException {
    try {
      if (stage == StoppedAt.FIRST) {
        Verdict verdict = visitor.knock(message);
        if (verdict instanceof Verdict.Repeat repeat) {
          return new Step.Send(repeat.retry());
        } else if (verdict instanceof Verdict.Leave leave) {
          throw responder.refuse(AlertCode.BUSY, leave.reason());
        }
        knowOurselves();
      } else if (!visitor.isAwaited()) {
        throw responder.refuse(AlertCode.BUSY, "the handshake took too long");
      }
      return proceed(message);
    } catch (NslAbort e) {
      return refused(e);
    }
  }

  private Step refused(NslAbort abort) throws DpkHandshakeException {
    boolean here = abort.origin() == NslAbort.Origin.HERE;
    if (here && !replayed) {
      abort.alert().map(stage::by).ifPresent(visitor::count);
    }
    visitor.leave();
    // after alert 4 one more NS1 may come on this connection
    boolean unknownKid = here && abort.alert().filter(AlertCode.UNKNOWN_KID::equals).isPresent();
    if (unknownKid && !responder.isClosed() && abort.reply().isPresent()) {
      return new Step.Send(abort.reply().get());
    }
    throw HandshakeErrors.atResponder(abort, responder.claimedIdentity().orElse(null));
  }

  private void knowOurselves() throws DpkHandshakeException {
    try {
      own.current();
    } catch (DpkHandshakeException e) {
      AlertCode code = e instanceof LookupUnavailable ? AlertCode.BUSY : AlertCode.UNKNOWN_KID;
      byte[] alert = responder.refuse(code, "").reply().orElse(null);
      throw new DpkHandshakeException(
          String.valueOf(e.getMessage()), own.identity(), code.code(), alert, e);
    }
  }

  private Step proceed(byte[] message) throws NslAbort, DpkHandshakeException {
    ResponderStep step = receive(message);
    while (true) {
      if (step instanceof ResponderStep.Send send) {
        stage = StoppedAt.ANSWERED;
        visitor.answered();
        return new Step.Send(send.message());
      } else if (step instanceof ResponderStep.LookUp lookUp) {
        stage = StoppedAt.CLAIMED;
        step = responder.found(lookUp(() -> chain.claimed(lookUp, stapled())));
      } else if (step instanceof ResponderStep.CheckEnrolment check) {
        stage = StoppedAt.CLAIMED;
        step = check(check);
      } else if (step instanceof ResponderStep.Agreed agreed) {
        return agreed(agreed.keys());
      }
    }
  }

  // the client may have noticed a rotation of this end before this end did
  private ResponderStep receive(byte[] message) throws NslAbort, DpkHandshakeException {
    try {
      return responder.receive(message);
    } catch (NslAbort e) {
      if (responder.isClosed() || e.alert().filter(AlertCode.UNKNOWN_KID::equals).isEmpty()) {
        throw e;
      }
      own.refresh();
      return responder.receive(message);
    }
  }

  private CallerStaple stapled() throws WrongStaple {
    return CallerStaple.of(responder.staple().orElse(null));
  }

  private interface Asking {
    Lookup find() throws RegistryException, LookUps.OverBudget, WrongStaple;
  }

  private Lookup lookUp(Asking asking) throws NslAbort {
    try {
      return asking.find();
    } catch (WrongStaple e) {
      throw because(responder.refuse(AlertCode.MALFORMED, "the staple is wrong"), e);
    } catch (LookUps.OverBudget e) {
      throw responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "busy");
    } catch (RegistryException.UnusableRecord e) {
      throw responder.refuse(AlertCode.RECORD_STALE, "the record on chain can't be used");
    } catch (RegistryException e) {
      visitor.count(Rung.LOOKUP_FAILED);
      throw because(responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "look-up failed"), e);
    }
  }

  private ResponderStep check(ResponderStep.CheckEnrolment asked) throws NslAbort {
    EnrolmentDesk desk = desk();
    IdentityRecord candidate = asked.candidate().record();
    try {
      desk.check(candidate, asked.candidate().bytes(), asked.token().clone());
    } catch (EnrolmentDesk.Refused e) {
      throw because(responder.refuseToken(e.code()), e);
    } catch (RuntimeException e) {
      throw because(responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "not able to check"), e);
    }
    return responder.enrolmentChecked();
  }

  private Step agreed(AgreedKeys keys) throws NslAbort {
    boolean done = false;
    try {
      PskPrincipal principal =
          keys.enrolmentToken() == null ? admitted(keys) : enrolling(keys, keys.enrolmentToken());
      visitor.leave();
      visitor.count(Rung.AGREED);
      done = true;
      return new Step.Agreed(
          null,
          new RatchetSeries(keys.keys(), principal),
          principal,
          keys.terms().lifetime(),
          isCacheable(keys));
    } finally {
      if (!done) {
        keys.keys().close();
      }
    }
  }

  /** What was agreed on with an earlier record of this end keys this connection and no other. */
  private boolean isCacheable(AgreedKeys keys) {
    return keys.enrolmentToken() == null && keys.terms().maxUses() > 1 && own.isInForce(keys.own());
  }

  private EnrolmentPrincipal enrolling(AgreedKeys keys, byte[] token) throws NslAbort {
    try {
      int suite = keys.suite().id();
      desk().proven(keys.peer().record(), keys.peer().bytes(), token.clone(), suite);
    } catch (EnrolmentDesk.Refused e) {
      throw because(responder.refuseToken(e.code()), e);
    } catch (RuntimeException e) {
      throw because(responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "not able to check"), e);
    }
    return Certificates.enrolling(keys.peer());
  }

  private DpkPrincipal admitted(AgreedKeys keys) throws NslAbort {
    // known as live before the view is checked: a change is seen by the one or by the other
    DpkPrincipal principal = parts.livePeers().of(keys.peer(), keys.own());
    requireUnchanged(keys);
    requireAllowed(parts.policy().judge(principal));
    parts.acquainted().isNew(principal.identity(), Duration.ZERO);
    return principal;
  }

  private void requireAllowed(Policy.Judgement judgement) throws NslAbort {
    switch (judgement) {
      case ALLOWED -> {
        // the run is good
      }
      case DENIED -> throw responder.refuse(AlertCode.POLICY_DENIED, "not allowed here");
      case WRONG_ROLE -> throw responder.refuse(AlertCode.ROLE_DENIED, "another role here");
    }
  }

  private void requireUnchanged(AgreedKeys keys) throws NslAbort {
    Lookup now = lookUp(() -> chain.proven(keys.peer().identity()));
    if (now instanceof Lookup.Revoked) {
      throw responder.refuse(AlertCode.IDENTITY_REVOKED, "revoked");
    }
    boolean same =
        now instanceof Lookup.Active active && active.record().equals(keys.peer().record());
    if (!same || !isStillOurs(keys.own())) {
      throw responder.refuse(AlertCode.RECORD_STALE, "a record changed meanwhile");
    }
  }

  /** The record in force, or an earlier one whose keys are kept, unless this end was revoked. */
  private boolean isStillOurs(EncodedRecord record) throws NslAbort {
    try {
      own.current();
    } catch (LookupUnavailable e) {
      throw because(responder.refuse(AlertCode.LOOKUP_UNAVAILABLE, "look-up failed"), e);
    } catch (DpkHandshakeException e) {
      return false;
    }
    return own.isKnown(record);
  }

  private EnrolmentDesk desk() {
    EnrolmentDesk desk = parts.desk();
    if (desk == null) {
      throw new IllegalStateException("no enrolment is served here");
    }
    return desk;
  }

  private static NslAbort because(NslAbort abort, Exception cause) {
    abort.initCause(cause);
    return abort;
  }

  @Override
  public void close() {
    visitor.leave();
    responder.close();
  }
}
