package org.dpk.pkm.internal.enrolment;

import java.math.BigInteger;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dpk.pkm.internal.enrolment.EnrolmentConflict.Reason;
import org.dpk.pkm.internal.outbox.Meaning;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxStore;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.pkm.internal.registration.Registration.Fees;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.registration.RegistrationStore;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.identity.OwnRecord;
import org.dpk.provider.internal.nsl.Suite;
import org.jdbi.v3.core.Handle;

/**
 * What a device may ask for, once its handshake has proven which record it holds the keys of. Every
 * question may be asked again, and is answered the same. Safe for use by several threads.
 */
public final class Enrolments {

  private final Database database;
  private final RegistrationStore registrations;
  private final CandidateStore candidates;
  private final OutboxStore outbox;
  private final Chain chain;
  private final Runnable ordered;
  private final StepObserver observer;
  private final Clock clock;

  /**
   * @param ordered is run when there is something new in the outbox
   */
  public Enrolments(
      Database database, Chain chain, Runnable ordered, StepObserver observer, Clock clock) {
    this.database = database;
    this.registrations = new RegistrationStore(clock);
    this.candidates = new CandidateStore(clock);
    this.outbox = new OutboxStore(clock);
    this.chain = chain;
    this.ordered = ordered;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * What each kind of intent means.
   *
   * @param own the PKM's own record
   * @param maxFunding the most that one device's wallet gets, in wei
   */
  public static Map<Kind, Meaning> meanings(
      Database database, Chain chain, OwnRecord own, BigInteger maxFunding, Clock clock) {
    Map<Kind, Meaning> meanings = new EnumMap<>(Kind.class);
    meanings.put(Kind.STORE_PKM_KEY, new StorePkmKey(chain, own));
    meanings.put(Kind.ADMIT, new Admit(database, chain, clock));
    meanings.put(Kind.FUND, new Fund(database, chain, maxFunding, clock));
    meanings.put(Kind.APPROVE, new Approve(database, chain, clock));
    meanings.put(Kind.REVOKE, new Revoke(database, chain, clock));
    return meanings;
  }

  /** The registration whose token is bound to a record; empty if none is. */
  public Optional<String> registrationOf(byte[] record) {
    return database.read(handle -> candidates.registrationOf(handle, record));
  }

  /** How far a registration's enrolment is; empty if there is no such registration. */
  public Optional<EnrolmentStatus> status(String registration) {
    return database.read(
        handle -> registrations.find(handle, registration).map(r -> status(handle, r)));
  }

  /** As {@link #status(String)}, of a registration that was read already. */
  public EnrolmentStatus status(Handle handle, Registration registration) {
    return EnrolmentStatus.of(
        registration,
        registration.isExpired(clock.instant()),
        outbox.of(handle, registration.id()));
  }

  /**
   * Begins the admission, or says how far it is.
   *
   * @param mode as the device understood it
   * @throws EnrolmentConflict if that is not what was registered, the fees are due, or the device
   *     has not yet proven to have every key of its record
   */
  public EnrolmentStatus begin(String id, AdmissionMode mode) throws EnrolmentConflict {
    Registration registration = require(id);
    if (registration.mode() != mode) {
      throw new EnrolmentConflict(
          Reason.OTHER_MODE,
          "this device was registered to be "
              + registration.mode().text()
              + ", not "
              + mode.text()
              + ": use the token file as it was handed out");
    }
    if (mode == AdmissionMode.FUNDED) {
      requirePaid(registration);
    }
    requireProven(id);
    order(registration, mode == AdmissionMode.SPONSORED ? Kind.ADMIT : Kind.FUND);
    return status(id).orElseThrow();
  }

  private static void requirePaid(Registration registration) throws EnrolmentConflict {
    if (registration.fees() == Fees.DUE) {
      throw new EnrolmentConflict(
          Reason.FEES_DUE,
          "the fees of this device are not paid yet: pay them, then run the same command again");
    }
  }

  private void requireProven(String id) throws EnrolmentConflict {
    List<Suite> missing = database.read(handle -> unproven(handle, id));
    if (!missing.isEmpty()) {
      throw new EnrolmentConflict(
          Reason.UNPROVEN_KEYS,
          "the device has not proven yet that it has the keys of "
              + missing
              + ": a connection in each suite of its record has to come first");
    }
  }

  // a record with a suite that is not known here is never bound
  private List<Suite> unproven(Handle handle, String id) {
    Set<Integer> proven = candidates.provenSuites(handle, id);
    return candidates.find(handle, id).orElseThrow().record().keys().stream()
        .filter(key -> !proven.contains(key.suite()))
        .flatMap(key -> Suite.byId(key.suite()).stream())
        .toList();
  }

  /**
   * Approves what the device has asked the contract for.
   *
   * @throws EnrolmentConflict if the chain does not show that it has, the fees are due, or the
   *     device has not yet proven to have every key of its record
   * @throws RegistryException if the chain can't be asked
   */
  public EnrolmentStatus approve(String id) throws EnrolmentConflict, RegistryException {
    Registration registration = require(id);
    if (registration.mode() != AdmissionMode.FUNDED) {
      throw new EnrolmentConflict(
          Reason.OTHER_MODE, "this device is sponsored: it does not add itself");
    }
    if (registration.state() == State.BOUND) {
      // a device with a wallet of its own may come here without having begun
      requirePaid(registration);
      requireProven(id);
      requirePending(registration);
      order(registration, Kind.APPROVE);
    }
    return status(id).orElseThrow();
  }

  private void requirePending(Registration registration)
      throws EnrolmentConflict, RegistryException {
    Candidate candidate =
        database.read(handle -> candidates.find(handle, registration.id())).orElseThrow();
    byte[] tokenHash = database.read(handle -> registrations.tokenHash(handle, registration.id()));
    Optional<byte[]> pending = chain.reader().pending(tokenHash, candidate.record().owner());
    byte[] wanted = Arrays.copyOf(candidate.digest(), Slot.DIGEST_LENGTH);
    if (pending.isEmpty() || !Arrays.equals(pending.get(), wanted)) {
      throw new EnrolmentConflict(
          Reason.NOT_PENDING,
          "the registry does not show yet that this device asked for admission: wait for its"
              + " transaction to be mined");
    }
  }

  // the token is spent in the transaction that orders what it is spent for
  private void order(Registration registration, Kind kind) {
    String id = registration.id();
    boolean isNew =
        database.inTransaction(
            handle -> {
              if (kind == Kind.FUND) {
                return isBound(handle, id) && outbox.order(handle, kind, id, id);
              }
              return registrations.move(handle, id, State.BOUND, State.SPENT)
                  && outbox.order(handle, kind, id, id);
            });
    if (isNew) {
      observer.reached(Step.ORDERED, kind + " " + id);
      ordered.run();
    }
  }

  private boolean isBound(Handle handle, String id) {
    return registrations.find(handle, id).orElseThrow().state() == State.BOUND;
  }

  private Registration require(String id) {
    return database.read(handle -> registrations.find(handle, id)).orElseThrow();
  }

  /** The transaction that stands for an intent: the one that was mined, or the newest. */
  public Optional<String> transaction(OutboxRow row) {
    return database.read(handle -> outbox.newest(handle, row.id())).map(t -> t.hash().toString());
  }
}
