package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An anchor that stands on nodes which agree: {@link QuorumAnchor}.
 *
 * @param required how many of them have to name the same block; 1 to {@value #MAX_NODES}. More than
 *     half of them, where they are to outvote a liar
 * @param tip which block of theirs is meant
 * @param depth how far below the newest block that enough of them have; 0 to {@value #MAX_DEPTH}, 0
 *     with {@link Tip#FINALIZED}
 * @param interval between two looks; positive
 */
public record QuorumSettings(int required, Tip tip, int depth, Duration interval)
    implements AnchorSettings {

  /** The most nodes that are asked. */
  public static final int MAX_NODES = 16;

  /** The furthest that the block may lie below the newest. */
  public static final int MAX_DEPTH = 10_000;

  /** Which block of a node. */
  public enum Tip {
    /** The one that it calls {@code finalized}. */
    FINALIZED,
    /** The one that it calls {@code latest}. */
    NEWEST
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public QuorumSettings {
    Objects.requireNonNull(tip, "tip");
    if (required < 1 || required > MAX_NODES) {
      throw new IllegalArgumentException("1 to " + MAX_NODES + " nodes agree, not " + required);
    }
    if (depth < 0 || depth > (tip == Tip.FINALIZED ? 0 : MAX_DEPTH)) {
      throw new IllegalArgumentException(
          "a block lies 0 to %d below the newest, and 0 below a final one; not %d"
              .formatted(MAX_DEPTH, depth));
    }
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("an interval is longer than zero");
    }
  }

  /** On the block that so many call final, looked for every minute. */
  public static QuorumSettings finalized(int required) {
    return new QuorumSettings(required, Tip.FINALIZED, 0, Duration.ofMinutes(1));
  }

  /** So far below the newest block that so many have, looked for every four seconds. */
  public static QuorumSettings newest(int required, int depth) {
    return new QuorumSettings(required, Tip.NEWEST, depth, Duration.ofSeconds(4));
  }

  /** The same with another interval between two looks. */
  public QuorumSettings every(Duration interval) {
    return new QuorumSettings(required, tip, depth, interval);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are fewer nodes than have to agree, more than {@value
   *     #MAX_NODES}, or one of them twice
   */
  @Override
  public QuorumAnchor open(List<HeaderSource> headers, @Nullable Path folder) {
    return new QuorumAnchor(this, headers, folder);
  }
}
