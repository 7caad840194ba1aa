package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An anchor that stands on the seals of Clique's signers: {@link CliqueAnchor}.
 *
 * @param checkpoint the first block, or the first one of an epoch: these name the signers
 * @param epoch after how many blocks votes are forgotten, as the chain's genesis file says;
 *     positive
 * @param period the least time between two blocks, as the genesis file says, in whole seconds; zero
 *     where blocks are made when there is something to put into them
 */
public record CliqueSettings(Checkpoint checkpoint, long epoch, Duration period)
    implements AnchorSettings {

  /** What EIP-225 suggests. */
  public static final long DEFAULT_EPOCH = 30_000;

  /**
   * @throws IllegalArgumentException if a value is out of its range, or the checkpoint is not the
   *     first block of an epoch
   */
  public CliqueSettings {
    Objects.requireNonNull(checkpoint, "checkpoint");
    if (epoch < 1 || period.isNegative()) {
      throw new IllegalArgumentException("an epoch is longer than zero, a period not negative");
    }
    if (checkpoint.number() % epoch != 0) {
      throw new IllegalArgumentException(
          "only each %d-th block names the signers, and %s is none".formatted(epoch, checkpoint));
    }
  }

  /** With the epoch and the period that EIP-225 suggests. */
  public static CliqueSettings of(Checkpoint checkpoint) {
    return new CliqueSettings(checkpoint, DEFAULT_EPOCH, Duration.ofSeconds(15));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if no node is named
   */
  @Override
  public CliqueAnchor open(List<HeaderSource> headers, @Nullable Path folder) {
    return new CliqueAnchor(this, headers, folder);
  }
}
