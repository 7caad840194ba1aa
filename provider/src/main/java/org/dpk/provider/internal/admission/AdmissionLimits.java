package org.dpk.provider.internal.admission;

import java.time.Duration;

/**
 * What a responder lets strangers do.
 *
 * @param unfinished how many runs may be between NS1 and NS34; positive
 * @param patience how long a client may take to answer NS2
 * @param load from when on there is load
 * @param networks what one network may do meanwhile
 * @param lookups what may be asked of the chain
 */
public record AdmissionLimits(
    int unfinished,
    Duration patience,
    LoadLimits load,
    NetworkLimits networks,
    LookupLimits lookups) {

  /** 1,024 unfinished runs for 10 s (protocol.md), and the defaults of the parts. */
  public static final AdmissionLimits DEFAULT =
      new AdmissionLimits(
          1_024,
          Duration.ofSeconds(10),
          LoadLimits.DEFAULT,
          NetworkLimits.DEFAULT,
          LookupLimits.DEFAULT);

  /**
   * @throws IllegalArgumentException if a number or a time is not positive
   */
  public AdmissionLimits {
    if (unfinished <= 0 || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("room and patience are positive");
    }
  }

  /** The same with so many unfinished runs. */
  public AdmissionLimits withUnfinished(int other) {
    return new AdmissionLimits(other, patience, load, networks, lookups);
  }

  /** The same with another measure of load. */
  public AdmissionLimits withLoad(LoadLimits other) {
    return new AdmissionLimits(unfinished, patience, other, networks, lookups);
  }

  /** The same with other limits of one network. */
  public AdmissionLimits withNetworks(NetworkLimits other) {
    return new AdmissionLimits(unfinished, patience, load, other, lookups);
  }

  /** The same with other budgets of look-ups. */
  public AdmissionLimits withLookups(LookupLimits other) {
    return new AdmissionLimits(unfinished, patience, load, networks, other);
  }
}
