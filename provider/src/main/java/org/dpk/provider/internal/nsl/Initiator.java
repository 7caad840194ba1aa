package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.dpk.provider.internal.nsl.NslMessage.Alert;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Ns2;
import org.dpk.provider.internal.nsl.NslMessage.Retry;
import org.dpk.provider.internal.nsl.Plaintext.Box2;
import org.dpk.provider.internal.nsl.Plaintext.Enrolment;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A: the end that begins, and the client of the TLS that follows (protocol.md). A state machine
 * without I/O and without a clock: bytes in, bytes out. Belongs to one thread at a time.
 */
public final class Initiator implements AutoCloseable {

  private enum State {
    START,
    WAIT_NS2,
    WAIT_RECORD,
    AGREED,
    CLOSED
  }

  /** What makes A send a further NS1: each once. */
  private enum Cause {
    RETRY,
    UNKNOWN_KID
  }

  private final RegistryId registry;
  private final OwnKeys own;
  private final Primitives.Source source;
  private final Randomness random;
  private final KeyTerms terms;
  private final byte @Nullable [] enrolmentToken;
  private final Set<Cause> causes = EnumSet.noneOf(Cause.class);
  private byte @Nullable [] staple;
  private State state = State.START;
  private EncodedRecord peer;
  private @Nullable InitiatorRun run;
  private @Nullable Ns1 sent;

  /**
   * @param own whose record is on chain, or, with a token, the candidate of an enrolment: then the
   *     suite is one whose private keys are given here, and the run proves these
   * @param peer B's record; that it is valid now was checked
   * @param terms what the responder allows is cut down to this
   * @param enrolmentToken opaque, at least one byte; null for no enrolment
   */
  public Initiator(
      RegistryId registry,
      OwnKeys own,
      EncodedRecord peer,
      Primitives.Source source,
      Randomness random,
      KeyTerms terms,
      byte @Nullable [] enrolmentToken) {
    this.registry = registry;
    this.own = own;
    this.peer = peer;
    this.source = source;
    this.random = random;
    this.terms = terms;
    this.enrolmentToken = enrolmentToken == null ? null : enrolmentToken.clone();
  }

  /**
   * NS1.
   *
   * @throws NslAbort if the two records have no suite that could be used
   */
  public byte[] begin() throws NslAbort {
    return begin(null);
  }

  /**
   * NS1 with a staple.
   *
   * @param ownStaple of one's own record, at most 32 KiB (nsl.md "Staple"); null for none; not
   *     copied
   * @throws NslAbort if the two records have no suite that could be used
   */
  public byte[] begin(byte @Nullable [] ownStaple) throws NslAbort {
    require(State.START);
    staple = ownStaple;
    return start();
  }

  /**
   * NS1 anew, after {@link InitiatorStep.Refetch}.
   *
   * @param newRecord of the same identity
   * @throws NslAbort if it is the same record as before, or has no suite that could be used
   */
  public byte[] restart(EncodedRecord newRecord) throws NslAbort {
    require(State.WAIT_RECORD);
    if (!newRecord.identity().equals(peer.identity())) {
      throw new IllegalArgumentException("this is a record of " + newRecord.identity());
    }
    if (newRecord.equals(peer)) {
      throw abort(AlertCode.UNKNOWN_KID, "it does not use the record that is on chain");
    }
    peer = newRecord;
    return start();
  }

  /**
   * Takes the responder's next message. After {@link InitiatorStep.Agreed} that may still be an
   * alert: a responder judges its policy last.
   *
   * @throws NslAbort if the run is over
   * @throws IllegalStateException if no message is due
   */
  public InitiatorStep receive(byte[] message) throws NslAbort {
    InitiatorRun current = run;
    if (current == null || state != State.WAIT_NS2 && state != State.AGREED) {
      throw new IllegalStateException("no message is due");
    }
    try {
      return dispatch(NslMessage.decode(message), current);
    } catch (MalformedMessage e) {
      throw answer(e.alert(), "its message is malformed: " + e.getMessage(), current);
    } catch (CryptoFailure e) {
      throw answer(AlertCode.DECRYPT_ERROR, "its message is not authentic", current);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private InitiatorStep dispatch(NslMessage message, InitiatorRun current)
      throws NslAbort, MalformedMessage, CryptoFailure {
    if (message instanceof Alert alert) {
      return alert(alert, current);
    }
    if (!Arrays.equals(message.hsId(), current.hsId())) {
      throw new MalformedMessage("it belongs to another handshake");
    }
    if (state == State.WAIT_NS2 && message instanceof Ns2 ns2) {
      return ns2(ns2, current);
    }
    if (state == State.WAIT_NS2 && message instanceof Retry retry) {
      return retry(retry);
    }
    throw new MalformedMessage("message type " + message.type() + " is not due");
  }

  private InitiatorStep ns2(Ns2 ns2, InitiatorRun current) throws CryptoFailure, MalformedMessage {
    Box2 box2 = current.open(ns2);
    KeyTerms agreed = terms.atMost(box2.pskLifetime(), box2.maxUses());
    InitiatorStep.Agreed step = current.ns34(box2, enrolmentToken == null ? agreed : agreed.once());
    state = State.AGREED;
    return step;
  }

  private InitiatorStep retry(Retry retry) throws MalformedMessage {
    if (sent == null || !causes.add(Cause.RETRY)) {
      throw new MalformedMessage("it asks for a second retry");
    }
    return new InitiatorStep.Send(sent.withCookie(retry.cookie()).encode());
  }

  private InitiatorStep alert(Alert alert, InitiatorRun current)
      throws NslAbort, MalformedMessage, CryptoFailure {
    boolean unknownKid = alert.code() == AlertCode.UNKNOWN_KID.code();
    if (unknownKid && state == State.WAIT_NS2 && causes.add(Cause.UNKNOWN_KID)) {
      current.close();
      state = State.WAIT_RECORD;
      return new InitiatorStep.Refetch();
    }
    NslAbort received = ReceivedAlert.atInitiator(alert, current.schedule());
    close();
    throw received;
  }

  private byte[] start() throws NslAbort {
    if (own.identity().equals(peer.identity())) {
      throw abort(AlertCode.MALFORMED, "an identity does not connect to itself");
    }
    Suite suite = suite();
    SuiteKeyPair pair =
        own.pair(suite).orElseThrow(() -> abort(AlertCode.SUITE, "no private key for " + suite));
    SuiteKey peerKey =
        SuiteChoice.keyOf(peer.record(), suite.id()).filter(suite::fits).orElseThrow(this::noKey);
    try {
      run = new InitiatorRun(registry, own, peer, pair, source, random);
      run.staple(staple);
      sent = run.ns1(peerKey, enrolment());
      state = State.WAIT_NS2;
      return sent.encode();
    } catch (CryptoFailure e) {
      throw noKey();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Suite suite() throws NslAbort {
    return (enrolmentToken == null
            ? SuiteChoice.between(own.record().record(), peer.record()).flatMap(Suite::byId)
            : SuiteChoice.ofKeysAtHand(own, peer.record()))
        .orElseThrow(() -> abort(AlertCode.SUITE, "both records have no suite in common"));
  }

  private @Nullable Enrolment enrolment() {
    return enrolmentToken == null ? null : new Enrolment(own.record().bytes(), enrolmentToken);
  }

  private NslAbort noKey() {
    return abort(AlertCode.SUITE, "its record has no usable key");
  }

  /** Over, and nobody is to be told. */
  private NslAbort abort(AlertCode code, String reason) {
    close();
    return new NslAbort(code, Origin.HERE, reason, null);
  }

  /** Over, and the responder is told. */
  private NslAbort answer(AlertCode code, String reason, InitiatorRun current) {
    byte[] alert = Alert.clear(current.hsId(), code).encode();
    close();
    return new NslAbort(code, Origin.HERE, reason, alert);
  }

  private void require(State due) {
    if (state != due) {
      throw new IllegalStateException("the initiator is in state " + state + ", not " + due);
    }
  }

  /** Erases the secrets of the run. Keys that were agreed stay. Idempotent. */
  @Override
  public void close() {
    state = State.CLOSED;
    if (run != null) {
      run.close();
    }
    if (enrolmentToken != null) {
      Bytes.erase(enrolmentToken);
    }
  }
}
