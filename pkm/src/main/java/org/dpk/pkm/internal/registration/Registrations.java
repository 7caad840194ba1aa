package org.dpk.pkm.internal.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxStore;
import org.dpk.pkm.internal.registration.Registration.Assurance;
import org.dpk.pkm.internal.registration.Registration.Fees;
import org.dpk.pkm.internal.registration.Registration.State;
import org.dpk.pkm.internal.store.Database;
import org.dpk.pkm.internal.token.TokenIssuer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.jdbi.v3.core.Handle;

/** What an operator does: registers devices, notes fees, revokes. Safe for several threads. */
public final class Registrations {

  private final Database database;
  private final RegistrationStore store;
  private final OutboxStore outbox;
  private final RegistryReader registry;
  private final TokenIssuer tokens;
  private final Policy policy;
  private final Clock clock;

  /**
   * What is registered for how long.
   *
   * @param tokenLifetime how long a token waits where the operator does not say
   * @param longestTokenLifetime how long he may say
   * @param recordLifetime how long records hold from the registration on; zero for ever
   */
  public record Policy(
      Duration tokenLifetime, Duration longestTokenLifetime, Duration recordLifetime) {}

  /**
   * A registration and what the device is handed: the token is shown this once.
   *
   * @param tokenFile a secret
   */
  public record Issued(Registration registration, TokenFile tokenFile) {}

  /**
   * @param registry what is on chain already
   * @param tokens makes the tokens
   */
  public Registrations(
      Database database, RegistryReader registry, TokenIssuer tokens, Policy policy, Clock clock) {
    this.database = database;
    this.store = new RegistrationStore(clock);
    this.outbox = new OutboxStore(clock);
    this.registry = registry;
    this.tokens = tokens;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Registers a device.
   *
   * @param by which administrator
   * @throws IllegalArgumentException if the request is not allowed; the message says what to change
   * @throws RegistrationConflict if the identity is registered already
   * @throws RegistryException if the chain can't be asked
   */
  public Issued register(RegistrationRequest request, String by)
      throws RegistrationConflict, RegistryException {
    Registration registration = draft(request, by);
    boolean active = request.identity() != null && isActive(registration.identity());
    EnrolmentToken token = tokens.issue(registration.identity(), registration.tokenNotAfter());
    String conflict =
        database.inTransaction(handle -> addUnlessOpen(handle, registration, active, token));
    if (!conflict.isEmpty()) {
      throw new RegistrationConflict(conflict);
    }
    return new Issued(
        registration, tokens.file(token, registration.mode(), registration.recordNotAfter()));
  }

  private Registration draft(RegistrationRequest request, String by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    DpkIdentity asked = request.identity();
    if (asked != null && !request.unchecked()) {
      throw new IllegalArgumentException(
          "nobody checks yet whether a device may be called "
              + asked
              + ": set \"unchecked\" to vouch for it yourself, or leave the name out for a new uuid");
    }
    return new Registration(
        UUID.randomUUID().toString(),
        asked == null ? DpkIdentity.of(UUID.randomUUID()) : asked,
        asked == null ? Assurance.GENERATED : Assurance.UNCHECKED,
        request.mode(),
        request.fees(),
        policy.recordLifetime().isZero() ? 0 : now.plus(policy.recordLifetime()).getEpochSecond(),
        by,
        now,
        now.plus(lifetime(request)),
        State.ISSUED,
        now);
  }

  private Duration lifetime(RegistrationRequest request) {
    Duration wanted = request.validFor() == null ? policy.tokenLifetime() : request.validFor();
    if (wanted.isNegative() || wanted.isZero()) {
      throw new IllegalArgumentException("a token is valid for longer than nothing, not " + wanted);
    }
    if (wanted.compareTo(policy.longestTokenLifetime()) > 0) {
      throw new IllegalArgumentException(
          "a token is valid for " + policy.longestTokenLifetime() + " at most, not " + wanted);
    }
    return wanted;
  }

  private boolean isActive(DpkIdentity identity) throws RegistryException {
    return registry.find(identity) instanceof Lookup.Active active
        && (active.record().notAfter() == 0
            || active.record().notAfter() >= active.block().timestamp());
  }

  private String addUnlessOpen(
      Handle handle, Registration registration, boolean active, EnrolmentToken token) {
    Optional<Registration> open = store.findOpen(handle, registration.identity());
    open.ifPresent(earlier -> closeIfOver(handle, earlier, active));
    open = store.findOpen(handle, registration.identity());
    if (open.isPresent()) {
      return registration.identity()
          + " has a registration already, "
          + open.get().id()
          + " ("
          + open.get().state()
          + "): revoke that one first";
    }
    if (active) {
      return registration.identity() + " is on chain already: revoke its record first";
    }
    store.add(handle, registration, token.hash());
    return "";
  }

  // what ended without this PKM's doing: a token's date, a record that its owner revoked
  private void closeIfOver(Handle handle, Registration earlier, boolean active) {
    if (earlier.isExpired(clock.instant())) {
      store.move(handle, earlier.id(), State.ISSUED, State.EXPIRED);
    } else if (earlier.state() == State.ADMITTED && !active) {
      store.move(handle, earlier.id(), State.ADMITTED, State.REVOKED);
    }
  }

  /**
   * Notes whether the fees are paid.
   *
   * @return the registration as it is now; empty if there is none of that name
   */
  public Optional<Registration> setFees(String id, Fees fees) {
    return database.inTransaction(
        handle -> {
          store.setFees(handle, id, fees);
          return store.find(handle, id);
        });
  }

  /**
   * Revokes: the token, as long as nothing was signed for it; else the record on chain, by way of
   * the outbox.
   *
   * @return the registration as it is now; empty if there is none of that name
   */
  public Optional<Registration> revoke(String id) {
    return database.inTransaction(
        handle -> {
          store.find(handle, id).ifPresent(registration -> revoke(handle, registration));
          return store.find(handle, id);
        });
  }

  private void revoke(Handle handle, Registration registration) {
    State state = registration.state();
    switch (state) {
      case ISSUED, BOUND -> {
        outbox.cancelUnsigned(handle, registration.id());
        store.move(handle, registration.id(), state, State.REVOKED);
      }
      case SPENT -> {
        if (outbox.cancelUnsigned(handle, registration.id()) > 0) {
          store.move(handle, registration.id(), state, State.REVOKED);
        } else {
          orderRevocation(handle, registration.id());
        }
      }
      case ADMITTED -> orderRevocation(handle, registration.id());
      case EXPIRED, FAILED, REVOKED -> {
        // nothing is left to revoke
      }
    }
  }

  // an earlier one may have been refused, as when the device's owner rotates right before it
  private void orderRevocation(Handle handle, String id) {
    for (int attempt = 1; ; attempt++) {
      String subject = attempt == 1 ? id : id + " " + attempt;
      Optional<OutboxRow> earlier = outbox.find(handle, Kind.REVOKE, subject);
      if (earlier.isEmpty() || !earlier.get().state().isFinal()) {
        outbox.order(handle, Kind.REVOKE, subject, id);
        return;
      }
    }
  }
}
