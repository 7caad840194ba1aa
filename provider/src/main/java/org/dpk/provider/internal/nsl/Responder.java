package org.dpk.provider.internal.nsl;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.SuiteKey;
import org.dpk.provider.internal.nsl.NslAbort.Origin;
import org.dpk.provider.internal.nsl.NslMessage.Alert;
import org.dpk.provider.internal.nsl.NslMessage.Ns1;
import org.dpk.provider.internal.nsl.NslMessage.Ns34;
import org.dpk.provider.internal.nsl.Plaintext.Box1;
import org.dpk.provider.internal.nsl.Plaintext.Enrolment;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordFormatException;
import org.jspecify.annotations.Nullable;

/**
 * B: the end that answers, and the server of the TLS that follows (protocol.md). A state machine
 * without I/O and without a clock: bytes in, bytes out; where it needs to know A's record it says
 * so and is resumed. Belongs to one thread at a time.
 */
public final class Responder implements AutoCloseable {

  private enum State {
    WAIT_NS1,
    WAIT_RECORD,
    WAIT_ENROLMENT,
    WAIT_NS34,
    AGREED,
    CLOSED
  }

  /** The first, the one after alert 4, and one that the caller repeats after it looked again. */
  private static final int MAX_UNKNOWN_KIDS = 3;

  private final RegistryId registry;
  private final Function<byte[], Optional<OwnKeys>> ownKeys;
  private final Primitives.Source source;
  private final Randomness random;
  private final Predicate<byte[]> isNew;
  private final boolean servesEnrolment;
  private KeyTerms terms;
  private State state = State.WAIT_NS1;
  private int unknownKids;
  private boolean lookedPastCaches;
  private @Nullable ResponderRun run;
  private byte[] hsId = new byte[NslMessage.HS_ID_LENGTH];
  private @Nullable Box1 claim;
  private @Nullable EncodedRecord recordA;

  /**
   * @param ownKeys one's own keys by the first 8 bytes of {@code rec_hash}; does not block
   * @param terms of the keys
   * @param isNew whether this hash of a {@code ct_b} comes for the first time; does not block
   * @param servesEnrolment whether a device may come that is not on chain yet
   */
  public Responder(
      RegistryId registry,
      Function<byte[], Optional<OwnKeys>> ownKeys,
      Primitives.Source source,
      Randomness random,
      KeyTerms terms,
      Predicate<byte[]> isNew,
      boolean servesEnrolment) {
    this.registry = registry;
    this.ownKeys = ownKeys;
    this.source = source;
    this.random = random;
    this.terms = terms;
    this.isNew = isNew;
    this.servesEnrolment = servesEnrolment;
  }

  /** Who the initiator claims to be, once NS1 was opened; proven only by {@code Agreed}. */
  public Optional<DpkIdentity> claimedIdentity() {
    return Optional.ofNullable(claim).map(Box1::idA);
  }

  /**
   * What the initiator stapled to NS1, from when that was opened until it is answered; not copied,
   * and not looked at.
   */
  public Optional<byte[]> staple() {
    return Optional.ofNullable(claim).map(Box1::staple);
  }

  /**
   * Takes the initiator's next message.
   *
   * @throws NslAbort if the run is over; after {@link AlertCode#UNKNOWN_KID} one more NS1 may come
   * @throws IllegalStateException if no message is due
   */
  public ResponderStep receive(byte[] message) throws NslAbort {
    if (state != State.WAIT_NS1 && state != State.WAIT_NS34) {
      throw new IllegalStateException("no message is due");
    }
    return guarded(() -> dispatch(NslMessage.decode(message)));
  }

  /**
   * Goes on after {@link ResponderStep.LookUp}.
   *
   * @param lookup of the identity that was asked for
   * @throws NslAbort if A is not, or not as it says, on chain
   */
  public ResponderStep found(Lookup lookup) throws NslAbort {
    require(State.WAIT_RECORD);
    if (!lookup.identity().equals(set(claim).idA())) {
      throw new IllegalArgumentException("this is a look-up of " + lookup.identity());
    }
    return guarded(() -> judge(lookup));
  }

  /**
   * Goes on after {@link ResponderStep.CheckEnrolment} with a candidate that may be admitted.
   *
   * @throws NslAbort if the candidate has no usable keys
   */
  public ResponderStep enrolmentChecked() throws NslAbort {
    require(State.WAIT_ENROLMENT);
    terms = terms.once();
    return guarded(() -> answer(set(recordA)));
  }

  /**
   * Ends the run for a reason that this state machine does not know: no look-up, no admission, or,
   * after {@link ResponderStep.Agreed}, policy. The keys of {@code Agreed} stay the caller's.
   *
   * @param reason ASCII, for the initiator to read; cut after 200 characters
   * @return to be thrown; has the alert
   */
  public NslAbort refuse(AlertCode code, String reason) {
    return abort(code, reason);
  }

  /**
   * Ends an enrolment, before or after {@link ResponderStep.Agreed}.
   *
   * @param detail the reason by the PKM's own numbers, 1 to 255
   * @return to be thrown; has the alert
   */
  public NslAbort refuseToken(int detail) {
    byte[] alert = end(AlertCode.TOKEN_REJECTED, new byte[] {(byte) detail});
    return new NslAbort(AlertCode.TOKEN_REJECTED, Origin.HERE, "reason " + detail, alert, detail);
  }

  /** Whether no message can follow. */
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  private interface Work {
    ResponderStep run() throws NslAbort, MalformedMessage, CryptoFailure;
  }

  private ResponderStep guarded(Work work) throws NslAbort {
    try {
      return work.run();
    } catch (MalformedMessage e) {
      throw abort(e.alert(), "its message is malformed: " + e.getMessage());
    } catch (CryptoFailure e) {
      throw abort(AlertCode.DECRYPT_ERROR, "its message is not authentic");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private ResponderStep dispatch(NslMessage message)
      throws NslAbort, MalformedMessage, CryptoFailure {
    if (message instanceof Alert alert) {
      close();
      throw ReceivedAlert.inClear(alert);
    }
    if (state == State.WAIT_NS1 && message instanceof Ns1 ns1) {
      hsId = ns1.hsId();
      return ns1(ns1);
    }
    if (!Arrays.equals(message.hsId(), hsId)) {
      throw new MalformedMessage("it belongs to another handshake");
    }
    if (state == State.WAIT_NS34 && message instanceof Ns34 ns34) {
      return ns34(ns34);
    }
    throw new MalformedMessage("message type " + message.type() + " is not due");
  }

  private ResponderStep ns1(Ns1 ns1) throws NslAbort, MalformedMessage, CryptoFailure {
    OwnKeys own = ownKeys.apply(ns1.kidB()).orElse(null);
    if (own == null) {
      throw unknownKid();
    }
    SuiteKeyPair pair = Suite.byId(ns1.suite()).flatMap(own::pair).orElse(null);
    if (pair == null) {
      throw abort(AlertCode.SUITE, "suite 0x%04x is not in use here".formatted(ns1.suite()));
    }
    ResponderRun current = new ResponderRun(registry, own, pair, source, ns1);
    run = current;
    current.requireLengths(ns1);
    if (!isNew.test(current.replayHash(ns1))) {
      throw new CryptoFailure();
    }
    Box1 box1 = current.open(ns1, servesEnrolment);
    // Selfie, RFC 9257 §4.1
    if (box1.idA().equals(own.identity())) {
      throw new MalformedMessage("an identity does not connect to itself");
    }
    claim = box1;
    if (box1.enrolment() != null) {
      return enrolment(box1, box1.enrolment());
    }
    state = State.WAIT_RECORD;
    return new ResponderStep.LookUp(box1.idA(), box1.recVersionA(), false);
  }

  private ResponderStep enrolment(Box1 box1, Enrolment enrolment) throws MalformedMessage {
    EncodedRecord candidate = decode(enrolment.candidate());
    if (!Arrays.equals(candidate.recHash(), box1.recHashA())
        || !candidate.identity().equals(box1.idA())
        || candidate.record().version() != box1.recVersionA()) {
      throw new MalformedMessage("the candidate record is not the one that NS1 names");
    }
    recordA = candidate;
    state = State.WAIT_ENROLMENT;
    return new ResponderStep.CheckEnrolment(candidate, enrolment.token());
  }

  private static EncodedRecord decode(byte[] candidate) throws MalformedMessage {
    try {
      return EncodedRecord.decode(candidate);
    } catch (RecordFormatException e) {
      throw new MalformedMessage("the candidate is no record: " + e.getMessage());
    }
  }

  private ResponderStep judge(Lookup lookup) throws NslAbort, CryptoFailure {
    if (lookup instanceof Lookup.Revoked) {
      throw abort(AlertCode.IDENTITY_REVOKED, "revoked");
    }
    if (lookup instanceof Lookup.Active active) {
      return judge(active);
    }
    return lookPastCaches().orElseThrow(() -> abort(AlertCode.IDENTITY_UNKNOWN, "not registered"));
  }

  private ResponderStep judge(Lookup.Active active) throws NslAbort, CryptoFailure {
    Box1 box1 = set(claim);
    long version = active.record().version();
    if (version < box1.recVersionA()) {
      return lookPastCaches()
          .orElseThrow(() -> stale("the newest version known here is " + version));
    }
    EncodedRecord record = EncodedRecord.of(active.record());
    if (!Arrays.equals(record.recHash(), box1.recHashA())) {
      throw stale("version " + version + " on chain is another record");
    }
    // by the anchor's clock: a device may have none
    if (!Validity.at(active.block(), active.record())) {
      throw stale("not valid at the time of " + active.block());
    }
    return answer(record);
  }

  private Optional<ResponderStep> lookPastCaches() {
    if (lookedPastCaches) {
      return Optional.empty();
    }
    lookedPastCaches = true;
    Box1 box1 = set(claim);
    return Optional.of(new ResponderStep.LookUp(box1.idA(), box1.recVersionA(), true));
  }

  private ResponderStep answer(EncodedRecord record) throws NslAbort, CryptoFailure {
    ResponderRun current = set(run);
    requireDue(current.suite(), record, current.ownRecord());
    Kem.Encapsulation toA = encapsulate(record, current);
    byte[] ns2 = current.ns2(toA, set(claim), terms, random).encode();
    claim = set(claim).withoutStaple(); // looked at; nothing so long is kept until NS34
    recordA = record;
    state = State.WAIT_NS34;
    return new ResponderStep.Send(ns2);
  }

  // protocol.md "Suites"; "Enrolment": the suite that the run is to prove
  private void requireDue(Suite suite, EncodedRecord recordA, IdentityRecord recordB)
      throws NslAbort {
    boolean due =
        set(claim).enrolment() == null
            ? SuiteChoice.between(recordA.record(), recordB).equals(Optional.of(suite.id()))
            : SuiteChoice.keyOf(recordA.record(), suite.id()).isPresent();
    if (!due) {
      throw abort(AlertCode.SUITE_DOWNGRADE, "not the first suite of both records");
    }
  }

  private Kem.Encapsulation encapsulate(EncodedRecord record, ResponderRun current)
      throws NslAbort {
    try {
      return current.toA(keyOf(record, current.suite()), random);
    } catch (CryptoFailure e) {
      throw stale("the record has no usable key");
    }
  }

  private static SuiteKey keyOf(EncodedRecord record, Suite suite) throws CryptoFailure {
    return SuiteChoice.keyOf(record.record(), suite.id())
        .filter(suite::fits)
        .orElseThrow(CryptoFailure::new);
  }

  private ResponderStep ns34(Ns34 ns34) throws CryptoFailure, MalformedMessage {
    ResponderRun current = set(run);
    EncodedRecord record = set(recordA);
    Enrolment enrolment = set(claim).enrolment();
    byte[] token = enrolment == null ? null : enrolment.token();
    AgreedKeys keys = current.ns34(ns34, record, keyOf(record, current.suite()), terms, token);
    state = State.AGREED;
    return new ResponderStep.Agreed(keys);
  }

  private NslAbort unknownKid() {
    unknownKids++;
    byte[] alert = Alert.clear(hsId, AlertCode.UNKNOWN_KID).encode();
    if (unknownKids == MAX_UNKNOWN_KIDS) {
      close();
    }
    return new NslAbort(
        AlertCode.UNKNOWN_KID, Origin.HERE, "it used another record of this end", alert);
  }

  private NslAbort stale(String reason) {
    return abort(AlertCode.RECORD_STALE, reason);
  }

  private NslAbort abort(AlertCode code, String reason) {
    byte[] alert = end(code, ReceivedAlert.data(reason));
    return new NslAbort(code, Origin.HERE, reason, alert);
  }

  private byte[] end(AlertCode code, byte[] data) {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the run is over already");
    }
    Alert alert = run == null ? Alert.clear(hsId, code) : run.alert(code, data);
    close();
    return alert.encode();
  }

  private void require(State due) {
    if (state != due) {
      throw new IllegalStateException("the responder is in state " + state + ", not " + due);
    }
  }

  private static <T> T set(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("this step of the run is not yet due");
    }
    return value;
  }

  /** Erases the secrets of the run. Keys that were agreed stay. Idempotent. */
  @Override
  public void close() {
    state = State.CLOSED;
    if (run != null) {
      run.close();
    }
  }
}
