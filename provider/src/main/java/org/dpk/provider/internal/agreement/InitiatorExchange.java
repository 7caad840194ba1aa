package org.dpk.provider.internal.agreement;

import java.time.Duration;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.nsl.AgreedKeys;
import org.dpk.provider.internal.nsl.AlertCode;
import org.dpk.provider.internal.nsl.Initiator;
import org.dpk.provider.internal.nsl.InitiatorStep;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.Validity;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/** A client's run, with the look-ups that it needs. */
final class InitiatorExchange implements Exchange {

  private static final Duration PATIENCE_FOR_PROOF = Duration.ofMillis(500);

  private final Parts parts;
  private final DpkIdentity peer;
  private final @Nullable Enrolment enrolment;
  private @Nullable OwnKeys self;
  private @Nullable Initiator initiator;

  /**
   * @param enrolment null to use this end's record on chain
   */
  InitiatorExchange(Parts parts, DpkIdentity peer, @Nullable Enrolment enrolment) {
    this.parts = parts;
    this.peer = peer;
    this.enrolment = enrolment;
  }

  @Override
  public Step next(byte[] message) throws DpkHandshakeException {
    try {
      return initiator == null ? begin() : proceed(initiator, message);
    } catch (NslAbort e) {
      DpkHandshakeException failure = HandshakeErrors.atInitiator(e, selfIdentity(), peer);
      if (e.alert().filter(AlertCode.RECORD_STALE::equals).isPresent()) {
        lookAtOurselves(failure);
      }
      throw failure;
    }
  }

  // so that the next attempt does not fail for the same reason
  private void lookAtOurselves(DpkHandshakeException failure) {
    try {
      if (parts.own() != null) {
        parts.own().refresh();
      }
    } catch (DpkHandshakeException e) {
      failure.addSuppressed(e);
    }
  }

  private Step begin() throws NslAbort, DpkHandshakeException {
    parts.lookUps().prepare(peer); // both look-ups at once, and the proof of one's own record
    if (parts.staples() && enrolment == null && parts.own() != null) {
      parts.lookUps().stapling().prepare(parts.own().identity());
    }
    self = ownKeys();
    initiator =
        new Initiator(
            parts.registry(),
            self,
            peerRecord(Freshness.RECENT),
            parts.primitives(),
            parts.random(),
            parts.terms(),
            enrolment == null ? null : enrolment.token());
    return new Step.Send(initiator.begin(staple(self)));
  }

  /** It spares the peer a look-up, and is waited for no longer than that would take. */
  private byte @Nullable [] staple(OwnKeys own) {
    return parts.staples() && enrolment == null
        ? parts.lookUps().stapling().make(own.record(), PATIENCE_FOR_PROOF).orElse(null)
        : null;
  }

  private Step proceed(Initiator current, byte[] message) throws NslAbort, DpkHandshakeException {
    InitiatorStep step = current.receive(message);
    if (step instanceof InitiatorStep.Agreed agreed) {
      return agreed(agreed);
    }
    if (step instanceof InitiatorStep.Send send) {
      return new Step.Send(send.message());
    }
    return new Step.Send(current.restart(peerRecord(Freshness.NOW)));
  }

  private Step agreed(InitiatorStep.Agreed step) {
    AgreedKeys keys = step.keys();
    PskPrincipal principal = parts.livePeers().of(keys.peer(), keys.own());
    return new Step.Agreed(
        step.message(),
        new RatchetSeries(keys.keys(), principal),
        principal,
        keys.terms().lifetime(),
        enrolment == null && keys.terms().maxUses() > 1);
  }

  private OwnKeys ownKeys() throws DpkHandshakeException {
    if (enrolment != null) {
      return enrolment.candidate();
    }
    if (parts.own() == null) {
      throw new IllegalStateException("neither an identity nor an enrolment");
    }
    return parts.own().current();
  }

  private DpkIdentity selfIdentity() {
    if (self != null) {
      return self.identity();
    }
    throw new IllegalStateException("nothing was sent yet");
  }

  private EncodedRecord peerRecord(Freshness wanted) throws DpkHandshakeException {
    Lookup lookup;
    try {
      lookup = parts.lookUps().find(peer, wanted);
    } catch (RegistryException.UnusableRecord e) {
      throw new RecordStale(
          "the record of "
              + peer
              + " on chain can't be used; its owner has to replace it: "
              + e.getMessage(),
          peer,
          null,
          e);
    } catch (RegistryException e) {
      throw new LookupUnavailable(
          "could not look up " + peer + ": " + e.getMessage(), peer, null, e);
    }
    if (lookup instanceof Lookup.Active active) {
      return usable(active);
    }
    throw lookup instanceof Lookup.Revoked ? revoked() : unknown();
  }

  private EncodedRecord usable(Lookup.Active active) throws DpkHandshakeException {
    if (!Validity.at(active.block(), active.record())) {
      throw new RecordStale(
          "the record of "
              + peer
              + " is not valid at the time of "
              + active.block()
              + ": its owner has to renew it",
          peer,
          null,
          null);
    }
    EncodedRecord record = EncodedRecord.of(active.record());
    if (enrolment != null && !enrolment.accepts(record.recHash())) {
      throw new RecordStale(
          "the record of "
              + peer
              + " on chain is not the one that the token file pins: get a new"
              + " token file",
          peer,
          null,
          null);
    }
    return record;
  }

  private IdentityRevoked revoked() {
    return new IdentityRevoked(peer + " is revoked: its keys are good no more", peer, null, null);
  }

  private IdentityUnknown unknown() {
    return new IdentityUnknown(
        peer
            + " is not registered in "
            + parts.registry().contract()
            + " on chain "
            + parts.registry().chainId()
            + ": check the host name, or enrol that peer first",
        peer,
        null,
        null);
  }

  @Override
  public void close() {
    if (initiator != null) {
      initiator.close();
    }
  }
}
