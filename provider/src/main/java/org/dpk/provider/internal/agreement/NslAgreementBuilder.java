package org.dpk.provider.internal.agreement;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.dpk.provider.HostIdentity;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.admission.Admission;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.admission.Counters;
import org.dpk.provider.internal.admission.Handshakes;
import org.dpk.provider.internal.nsl.HedgedRandomness;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.nsl.Primitives;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.jspecify.annotations.Nullable;

/** What may be set of an agreement. Each setting has a default. */
public final class NslAgreementBuilder {

  private static final int REFETCHED_KEPT = 4_096;
  private static final int ACQUAINTED_KEPT = 1 << 16;

  final KeyRegistry registry;
  final @Nullable OwnIdentity own;
  final @Nullable Enrolment enrolment;
  HostIdentity hosts = HostIdentity.byName();
  private KeyTerms terms = KeyTerms.DEFAULT;
  private Policy policy = Policy.EVERYBODY;
  private @Nullable EnrolmentDesk desk;
  private boolean staples = true;
  Duration lookupDeadline = Duration.ofSeconds(15);
  private AdmissionLimits limits = AdmissionLimits.DEFAULT;
  private boolean shown;
  SecureRandom generator = new SecureRandom();
  private Primitives.Source primitives = Primitives.Source.standard();
  Clock clock = Clock.systemUTC();
  LongSupplier nanoClock = System::nanoTime;

  NslAgreementBuilder(
      KeyRegistry registry, @Nullable OwnIdentity own, @Nullable Enrolment enrolment) {
    this.registry = registry;
    this.own = own;
    this.enrolment = enrolment;
  }

  /** Whom hosts stand for; by default each for itself. */
  public NslAgreementBuilder hosts(HostIdentity mapping) {
    hosts = mapping;
    return this;
  }

  /** How long and how often a key may be used; {@link KeyTerms#DEFAULT} if not set. */
  public NslAgreementBuilder terms(KeyTerms keyTerms) {
    terms = keyTerms;
    return this;
  }

  /** Who may connect to this end; by default everybody. */
  public NslAgreementBuilder policy(Policy admission) {
    policy = admission;
    return this;
  }

  /** Serves enrolment; by default that is not done. */
  public NslAgreementBuilder enrolmentDesk(EnrolmentDesk enrolmentDesk) {
    desk = enrolmentDesk;
    return this;
  }

  /**
   * Whether this end staples its record to what it sends first, with a proof where its node serves
   * one, so that servers need not look it up. True if not set: it costs one question to the node in
   * 16 blocks, and some kilobytes with each new key.
   */
  public NslAgreementBuilder staples(boolean stapling) {
    staples = stapling;
    return this;
  }

  /** How long one look-up is waited for; 15 s if not set. */
  public NslAgreementBuilder lookupDeadline(Duration deadline) {
    lookupDeadline = deadline;
    return this;
  }

  /** What strangers may do to this end; {@link AdmissionLimits#DEFAULT} if not set. */
  public NslAgreementBuilder limits(AdmissionLimits admissionLimits) {
    limits = admissionLimits;
    return this;
  }

  /** Lets JMX show what becomes of the clients of this identity; by default it does not. */
  public NslAgreementBuilder shown() {
    shown = true;
    return this;
  }

  /** The generator behind the hedged randomness. */
  public NslAgreementBuilder generator(SecureRandom secureRandom) {
    generator = secureRandom;
    return this;
  }

  NslAgreementBuilder primitives(Primitives.Source source) {
    primitives = source;
    return this;
  }

  NslAgreementBuilder nanoClock(LongSupplier monotonic) {
    nanoClock = monotonic;
    return this;
  }

  /** Made. */
  public NslAgreement build() {
    return new NslAgreement(this);
  }

  SuiteKeyPair firstPair() {
    if (own != null) {
      return own.pairs().get(0);
    }
    if (enrolment == null) {
      throw new IllegalStateException("neither an identity nor an enrolment");
    }
    return enrolment.candidate().anyPair();
  }

  // look-ups of this end and of the caller, each perhaps past the cache
  private Duration longestWork() {
    return lookupDeadline.multipliedBy(4);
  }

  @Nullable Handshakes handshakes() {
    return own == null || !shown ? null : Handshakes.of(own.identity());
  }

  Admission admission(@Nullable Handshakes all) {
    Counters counters = new Counters(all == null ? null : all.counters());
    Admission admission = new Admission(limits, longestWork(), generator, nanoClock, counters);
    if (all != null) {
      all.add(admission);
    }
    return admission;
  }

  Parts parts(
      Admission admission, LookUps lookUps, @Nullable OwnView view, HedgedRandomness random) {
    return new Parts(
        registry.id(),
        lookUps,
        view,
        new LivePeers(),
        primitives,
        random,
        terms,
        policy,
        desk,
        staples,
        admission,
        new Recent<>(REFETCHED_KEPT, nanoClock),
        new Recent<>(ACQUAINTED_KEPT, nanoClock));
  }
}
