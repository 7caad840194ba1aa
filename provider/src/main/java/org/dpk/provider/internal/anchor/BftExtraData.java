package org.dpk.provider.internal.anchor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.EthereumAddress;

/**
 * What Hyperledger Besu's validators write into a header's extraData.
 *
 * @param vanity 32 bytes of no meaning; not copied
 * @param validators who may seal this block, at most {@value #MAX_VALIDATORS}, none twice; empty
 *     where a contract says who
 * @param vote of the block's proposer; often there is none
 * @param round in which the validators agreed, 0 or more; signed, and no part of the block's name
 * @param seals of validators, 65 bytes each (r, s, 0 or 1), at most {@value #MAX_VALIDATORS}; not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record BftExtraData(
    byte[] vanity,
    List<EthereumAddress> validators,
    Optional<Vote> vote,
    int round,
    List<byte[]> seals) {

  /** The most validators of a chain that is followed here. */
  static final int MAX_VALIDATORS = 256;

  /** Length of the vanity in bytes. */
  static final int VANITY = 32;

  /**
   * A proposer's will to change who the validators are.
   *
   * @param subject whom it is about
   * @param add whether to take it in, or to drop it
   */
  record Vote(EthereumAddress subject, boolean add) {}

  /**
   * @throws IllegalArgumentException if a bound is not kept, or a validator stands twice
   */
  BftExtraData {
    if (vanity.length != VANITY || round < 0) {
      throw new IllegalArgumentException("the vanity has 32 bytes, and a round is not negative");
    }
    if (validators.size() > MAX_VALIDATORS || seals.size() > MAX_VALIDATORS) {
      throw new IllegalArgumentException(
          "more than " + MAX_VALIDATORS + " validators or seals are not followed");
    }
    if (Set.copyOf(validators).size() < validators.size()) {
      throw new IllegalArgumentException("a validator is named twice");
    }
    if (seals.stream().anyMatch(seal -> seal.length != Secp256k1.LENGTH)) {
      throw new IllegalArgumentException("a seal has 65 bytes");
    }
    validators = List.copyOf(validators);
    seals = List.copyOf(seals);
  }

  /** The same, sealed by others. */
  BftExtraData withSeals(List<byte[]> seals) {
    return new BftExtraData(vanity, validators, vote, round, seals);
  }

  @Override
  public String toString() {
    return "round %d, %d seals, validators %s, vanity %s"
        .formatted(round, seals.size(), validators, Arrays.toString(vanity));
  }
}
