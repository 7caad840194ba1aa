package org.dpk.provider.internal.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.admission.Counters;
import org.dpk.provider.internal.admission.LookupBudget;
import org.dpk.provider.internal.admission.LookupBudget.Kind;
import org.dpk.provider.internal.admission.LookupLimits;
import org.dpk.provider.internal.agreement.LookUps;
import org.dpk.provider.internal.agreement.Recent;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key is a signature key that the chain has for an identity. Blocks for a look-up, within
 * a deadline. Safe for use by several threads.
 */
final class KeyOnChain {

  private static final int REMEMBERED = 4_096;
  private static final LookupLimits LIMITS =
      new LookupLimits(
          64, 16, 0, LookupLimits.DEFAULT.strangersRate(), LookupLimits.DEFAULT.refetchesRate());

  /** An answer of the cache that refuses somebody is checked, but not for whoever asks often. */
  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);

  private final RegistryId registry;
  private final LookUps lookUps;
  private final Recent<DpkIdentity> refreshes = new Recent<>(REMEMBERED, System::nanoTime);

  /** Keys that were right once, with the version of the record that had them. */
  private final Cache<Held, Long> accepted =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  /**
   * @param registry stays its owner's
   * @param deadline of one look-up
   */
  KeyOnChain(KeyRegistry registry, Duration deadline) {
    this.registry = registry.id();
    Counters counters = new Counters();
    LookupBudget budget = new LookupBudget(LIMITS, System::nanoTime, counters);
    this.lookUps = new LookUps(registry, deadline, budget, counters);
  }

  /** Who holds which key, by its DER SubjectPublicKeyInfo. */
  private record Held(DpkIdentity identity, ByteBuffer spki) {}

  /**
   * For an identity that this end wants to reach.
   *
   * @throws CertificateException if it is not its key, or that can't be found out; the cause says
   *     which
   */
  void requireOfServer(DpkIdentity identity, PublicKey key) throws CertificateException {
    require(held(identity, key), wanted -> lookUps.find(identity, wanted));
  }

  /** The same for an identity that somebody claims who came by himself: within a budget. */
  void requireOfCaller(DpkIdentity identity, PublicKey key) throws CertificateException {
    Held held = held(identity, key);
    Kind kind = accepted.getIfPresent(held) == null ? Kind.STRANGER : Kind.KNOWN;
    require(
        held, wanted -> lookUps.findCaller(identity, wanted, kind, Duration.ZERO, null).lookup());
  }

  private void require(Held held, Asking chain) throws CertificateException {
    DpkIdentity identity = held.identity();
    Lookup answer = ask(identity, chain, Freshness.RECENT);
    if (!isRight(answer, held) && refreshes.isNew(identity, BETWEEN_REFRESHES)) {
      answer = ask(identity, chain, Freshness.NOW);
    }
    if (!isRight(answer, held)) {
      throw refused(answer, held);
    }
    accepted.put(held, ((Lookup.Active) answer).record().version());
  }

  private static boolean isRight(Lookup answer, Held held) {
    return answer instanceof Lookup.Active active
        && Validity.at(active.block(), active.record())
        && has(active.record(), held);
  }

  private static boolean has(IdentityRecord record, Held held) {
    return record.keys().stream()
        .flatMap(key -> Suite.shownBy(key).stream())
        .anyMatch(spki -> Arrays.equals(spki, held.spki().array()));
  }

  private static Held held(DpkIdentity identity, PublicKey key) throws CertificateException {
    byte[] spki = key.getEncoded();
    if (spki == null) {
      throw new CertificateException("the certificate's key of " + identity + " has no encoding");
    }
    return new Held(identity, ByteBuffer.wrap(spki));
  }

  private static Lookup ask(DpkIdentity identity, Asking chain, Freshness wanted)
      throws CertificateException {
    try {
      return chain.find(wanted);
    } catch (RegistryException.UnusableRecord e) {
      throw stale(identity, "can't be used; its owner has to replace it: " + e.getMessage(), e);
    } catch (RegistryException e) {
      String message = "could not look up " + identity + ": " + e.getMessage();
      throw refused(new DpkHandshakeException.LookupUnavailable(message, identity, null, e));
    } catch (LookUps.OverBudget e) {
      String message = "could not look up " + identity + ": " + e.getMessage() + ", try again";
      throw refused(new DpkHandshakeException.Busy(message, identity, null, e));
    }
  }

  private CertificateException refused(Lookup answer, Held held) {
    DpkIdentity identity = answer.identity();
    if (answer instanceof Lookup.Active active) {
      return refused(active, held);
    }
    if (answer instanceof Lookup.Revoked revoked) {
      String message =
          identity
              + " is revoked since block "
              + revoked.changed()
              + ": whoever has its key must not be trusted; it has to be enrolled again";
      return refused(new DpkHandshakeException.IdentityRevoked(message, identity, null, null));
    }
    String message =
        identity
            + " is not registered in "
            + registry.contract()
            + " on chain "
            + registry.chainId()
            + ": enrol it first, or check chain id and registry in the settings";
    return refused(new DpkHandshakeException.IdentityUnknown(message, identity, null, null));
  }

  private CertificateException refused(Lookup.Active active, Held held) {
    DpkIdentity identity = active.identity();
    IdentityRecord record = active.record();
    if (!Validity.at(active.block(), record)) {
      return stale(
          identity,
          "is not valid at the time of " + active.block() + ": its owner has to renew it",
          null);
    }
    if (record.keys().stream().allMatch(key -> Suite.shownBy(key).isEmpty())) {
      return stale(identity, "has no key of a suite that is known here: update this end", null);
    }
    return refused(
        new DpkHandshakeException.NotAuthentic(
            otherKey(record, active, held), identity, null, null));
  }

  private String otherKey(IdentityRecord record, Lookup.Active active, Held held) {
    String now = "version " + record.version() + ", read at " + active.block();
    return Optional.ofNullable(accepted.getIfPresent(held))
        .map(
            version ->
                "the certificate's key was that of %s in version %d and was replaced (%s): make a certificate with the key in force"
                    .formatted(record.identity(), version, now))
        .orElseGet(
            () ->
                "the certificate's key is not the one on chain for %s (%s): whoever answers there is somebody else, or the certificate was made with another key"
                    .formatted(record.identity(), now));
  }

  private static CertificateException stale(
      DpkIdentity identity, String reason, @Nullable Throwable cause) {
    String message = "the record of " + identity + " on chain " + reason;
    return refused(new DpkHandshakeException.RecordStale(message, identity, null, cause));
  }

  private static CertificateException refused(DpkHandshakeException reason) {
    return new CertificateException(reason.getMessage(), reason);
  }

  /** One way to ask the chain. */
  private interface Asking {
    Lookup find(Freshness wanted) throws RegistryException, LookUps.OverBudget;
  }
}
