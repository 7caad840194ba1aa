package org.dpk.provider.internal.anchor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.dpk.provider.EthereumAddress;
import org.jspecify.annotations.Nullable;

/**
 * An anchor that stands on the seals of Hyperledger Besu's validators: {@link QbftAnchor}.
 *
 * @param format QBFT or IBFT 2.0, as the chain's genesis file says
 * @param checkpoint the block to begin with; the first block is one, too
 * @param validators who they are where a contract of the chain says so, and its headers do not;
 *     else empty. At most {@value BftExtraData#MAX_VALIDATORS}, none twice
 * @param epoch after how many blocks votes are forgotten ({@code epochlength} in the genesis file);
 *     positive
 * @param interval between two looks, such as {@code blockperiodseconds}; positive
 */
public record QbftSettings(
    BftFormat format,
    Checkpoint checkpoint,
    List<EthereumAddress> validators,
    long epoch,
    Duration interval)
    implements AnchorSettings {

  /** Besu's, where the genesis file says nothing. */
  public static final long DEFAULT_EPOCH = 30_000;

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public QbftSettings {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(checkpoint, "checkpoint");
    validators = List.copyOf(validators);
    if (validators.size() > BftExtraData.MAX_VALIDATORS
        || validators.stream().distinct().count() < validators.size()) {
      throw new IllegalArgumentException(
          "at most %d validators are named, and none twice".formatted(BftExtraData.MAX_VALIDATORS));
    }
    if (epoch < 1 || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("an epoch and an interval are longer than zero");
    }
  }

  /** With the validators in the headers, Besu's default epoch, and a look every two seconds. */
  public static QbftSettings of(BftFormat format, Checkpoint checkpoint) {
    return new QbftSettings(format, checkpoint, List.of(), DEFAULT_EPOCH, Duration.ofSeconds(2));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if no node is named
   */
  @Override
  public QbftAnchor open(List<HeaderSource> headers, @Nullable Path folder) {
    return new QbftAnchor(this, headers, folder);
  }
}
