package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.Optional;
import org.dpk.provider.BlockRef;
import org.dpk.provider.internal.light.ProviderReport.Served;

/**
 * What a beacon node serves of what a light client needs, as far as it was found out in time.
 * Immutable.
 *
 * @param node for messages, without secrets
 * @param objection why it is of no use: it does not answer, or is of another chain; empty if there
 *     is none
 * @param bootstrap of the user's checkpoint, verified
 * @param finality what it says is final; its signature is part of {@code vouched}
 * @param optimistic the newest block that it says was signed; likewise
 * @param fork the one that holds at the newest block
 * @param lag how far the newest block is behind the local clock; negative if it is ahead
 * @param vouched the newest block of the execution chain that follows from checkpoint and
 *     signatures, by what this node served alone; empty if none does
 * @param whyNot why none does, in words; empty if one does
 */
public record BeaconReport(
    String node,
    Optional<String> objection,
    Part bootstrap,
    Part finality,
    Part optimistic,
    Optional<String> fork,
    Optional<Duration> lag,
    Optional<BlockRef> vouched,
    String whyNot) {

  /**
   * One of the things that are served.
   *
   * @param why in words; empty with {@link Served#YES}
   */
  public record Part(Served served, String why) {

    static final Part NOT_ASKED = new Part(Served.NOT_ASKED, "no time was left");
    static final Part YES = new Part(Served.YES, "");
  }

  /** Whether a light client can live on it alone. */
  public boolean isUsable() {
    return objection.isEmpty() && vouched.isPresent();
  }
}
