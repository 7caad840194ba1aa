package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.ProofException;

/**
 * A header of a chain of Hyperledger Besu's validators.
 *
 * @param validators who may seal this block, as itself claims; not empty
 * @param sealers who of them did; empty where that was not asked
 */
record BftHeader(
    BlockHeader header,
    BftExtraData extra,
    Set<EthereumAddress> validators,
    Set<EthereumAddress> sealers) {

  /** What stands in every header of such a chain as mixHash: "tical byzantine fault tolerance". */
  private static final byte[] MIX_HASH =
      HexFormat.of().parseHex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

  /** Keeps copies. */
  BftHeader {
    validators = Set.copyOf(validators);
    sealers = Set.copyOf(sealers);
  }

  /**
   * Reads a header and asks for no seals.
   *
   * @param configured who the validators are where a contract says so, and not the header
   */
  static BftHeader read(BftFormat format, List<EthereumAddress> configured, BlockHeader header)
      throws ProofException {
    if (!Arrays.equals(header.value(Field.MIX_HASH), MIX_HASH)) {
      throw new ProofException(header.block() + " is of no chain of QBFT or IBFT 2.0 validators");
    }
    BftExtraData extra = format.decode(header.value(Field.EXTRA_DATA));
    List<EthereumAddress> validators =
        extra.validators().isEmpty() ? configured : extra.validators();
    if (validators.isEmpty()) {
      throw new ProofException(
          "%s names no validators, since a contract of this chain does: name them in the settings"
              .formatted(header.block()));
    }
    return new BftHeader(header, extra, new HashSet<>(validators), Set.of());
  }

  /**
   * Reads a header that a quorum of its own validators sealed. Whether these are the chain's is not
   * known by that.
   */
  static BftHeader sealed(BftFormat format, List<EthereumAddress> configured, BlockHeader header)
      throws ProofException {
    BftHeader read = read(format, configured, header);
    int seals = read.extra.seals().size();
    if (seals < read.quorum() || seals > read.validators.size()) {
      throw new ProofException(
          "%s has %d seals, and %d of its %d validators have to seal it"
              .formatted(header.block(), seals, read.quorum(), read.validators.size()));
    }
    return new BftHeader(header, read.extra, read.validators, read.recoverSealers(format));
  }

  private Set<EthereumAddress> recoverSealers(BftFormat format) throws ProofException {
    byte[] hash = format.sealHash(header, extra);
    List<EthereumAddress> sealers = new ArrayList<>();
    for (byte[] seal : extra.seals()) {
      Optional<EthereumAddress> sealer = Secp256k1.signer(hash, seal);
      if (sealer.isEmpty() || !validators.contains(sealer.get())) {
        throw new ProofException(header.block() + " has a seal of none of its validators");
      }
      sealers.add(sealer.get());
    }
    Set<EthereumAddress> distinct = new HashSet<>(sealers);
    if (distinct.size() < sealers.size()) {
      throw new ProofException(header.block() + " has two seals of one validator");
    }
    return distinct;
  }

  long number() {
    return header.block().number();
  }

  /** How many validators have to seal: two thirds, rounded up (Besu's BftHelpers). */
  int quorum() {
    return (2 * validators.size() + 2) / 3;
  }

  /** Whether a quorum of this block's validators sealed that other one. */
  boolean isQuorumOf(BftHeader other) {
    return other.sealers.stream().filter(validators::contains).count() >= quorum();
  }

  boolean isParentOf(BftHeader other) {
    return Arrays.equals(header.block().hash(), other.header.parentHash());
  }

  /** Who proposed the block. */
  EthereumAddress proposer() {
    return EthereumAddress.of(header.value(Field.BENEFICIARY));
  }
}
