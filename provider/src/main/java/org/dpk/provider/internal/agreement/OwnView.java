package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.LookupUnavailable;
import org.dpk.provider.DpkHandshakeException.RecordStale;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.nsl.OwnKeys;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.nsl.Validity;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.PskAgreement.Invalidation;
import org.jspecify.annotations.Nullable;

/**
 * This end's own record as the chain has it, with the private keys for it. Notices when it changes,
 * and says so: keys that were agreed with the record before are good no more. Safe for use by
 * several threads.
 */
final class OwnView {

  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);

  private final OwnIdentity own;
  private final LookUps lookUps;
  private final Consumer<Invalidation> invalidations;
  private final Recent<DpkIdentity> refreshes;
  private volatile @Nullable OwnKeys current;

  OwnView(
      OwnIdentity own,
      LookUps lookUps,
      Consumer<Invalidation> invalidations,
      LongSupplier nanoClock) {
    this.own = own;
    this.lookUps = lookUps;
    this.invalidations = invalidations;
    this.refreshes = new Recent<>(1, nanoClock);
  }

  DpkIdentity identity() {
    return own.identity();
  }

  /**
   * The record in force.
   *
   * @throws DpkHandshakeException if there is none that could be used
   */
  OwnKeys current() throws DpkHandshakeException {
    return look(Freshness.RECENT);
  }

  /** Looks past every cache, but not too often. */
  void refresh() throws DpkHandshakeException {
    if (refreshes.isNew(own.identity(), BETWEEN_REFRESHES)) {
      look(Freshness.NOW);
    }
  }

  /** The keys that a peer means, among those that are known; does not block. */
  Optional<OwnKeys> byKid(byte[] kid) {
    return known().filter(keys -> keys.hasKid(kid)).findFirst();
  }

  /** Whether a key may be agreed on with a record of this end: the one in force, or an earlier. */
  boolean isKnown(EncodedRecord record) {
    return known().anyMatch(keys -> keys.record().equals(record));
  }

  /** Whether this is the record in force: a key ends with any change of it. */
  boolean isInForce(EncodedRecord record) {
    OwnKeys inForce = current;
    return inForce != null && inForce.record().equals(record);
  }

  /** The chain says that the record changed. */
  void changed(boolean revoked) {
    current = null;
    invalidations.accept(new Invalidation(null, revoked));
  }

  private Stream<OwnKeys> known() {
    OwnKeys inForce = current;
    // without a record in force the earlier ones are of no use either: it may be revoked
    return inForce == null
        ? Stream.empty()
        : Stream.concat(Stream.of(inForce), own.earlier().stream());
  }

  private OwnKeys look(Freshness wanted) throws DpkHandshakeException {
    Lookup lookup;
    try {
      lookup = lookUps.find(own.identity(), wanted);
    } catch (RegistryException e) {
      throw new LookupUnavailable(
          "could not look up our own identity " + own.identity() + ": " + e.getMessage(),
          own.identity(),
          null,
          e);
    }
    if (lookup instanceof Lookup.Active active) {
      return use(active);
    }
    if (current != null) {
      changed(lookup instanceof Lookup.Revoked);
    }
    throw lookup instanceof Lookup.Revoked ? revoked() : unknown();
  }

  private OwnKeys use(Lookup.Active active) throws DpkHandshakeException {
    IdentityRecord record = active.record();
    if (!Validity.at(active.block(), record)) {
      throw stale("is not valid at the time of " + active.block() + ": enrol again");
    }
    OwnKeys before = current;
    if (before != null && before.record().record().equals(record)) {
      return requireAlive(before);
    }
    OwnKeys now = new OwnKeys(EncodedRecord.of(record), own.pairs());
    if (!now.isUsable()) {
      throw stale("has other keys than the identity file: use the newest file, or enrol again");
    }
    if (before != null) {
      changed(false);
    }
    current = now;
    return requireAlive(now);
  }

  private OwnKeys requireAlive(OwnKeys keys) throws DpkHandshakeException {
    if (own.pairs().stream().allMatch(SuiteKeyPair::isDestroyed)) {
      throw new DpkHandshakeException(
          "the private keys of " + own.identity() + " were destroyed: load the key store again",
          own.identity(),
          0,
          null,
          null);
    }
    return keys;
  }

  private RecordStale stale(String reason) {
    return new RecordStale(
        "our own record of " + own.identity() + " " + reason, own.identity(), null, null);
  }

  private IdentityRevoked revoked() {
    return new IdentityRevoked(
        "our own identity " + own.identity() + " is revoked: enrol again",
        own.identity(),
        null,
        null);
  }

  private IdentityUnknown unknown() {
    return new IdentityUnknown(
        "our own identity "
            + own.identity()
            + " is not registered: enrol it first, or check chain id and registry in the identity"
            + " file",
        own.identity(),
        null,
        null);
  }
}
