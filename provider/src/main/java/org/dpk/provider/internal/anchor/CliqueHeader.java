package org.dpk.provider.internal.anchor;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.record.Keccak256;

/**
 * A header of a Clique chain (EIP-225 "Specification"), as far as it can be judged by itself.
 *
 * @param signers whom it names; empty but in the first block of an epoch
 */
record CliqueHeader(BlockHeader header, List<EthereumAddress> signers) {

  /** The most signers of a chain that is followed here. */
  static final int MAX_SIGNERS = 256;

  private static final int VANITY = 32;
  private static final int SEAL = Secp256k1.LENGTH;
  private static final byte[] NO_OMMERS =
      HexFormat.of().parseHex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");
  private static final byte[] AUTH = HexFormat.of().parseHex("ffffffffffffffff");

  /**
   * @throws ProofException if it is no such header
   */
  static CliqueHeader read(BlockHeader header, long epoch) throws ProofException {
    CliqueHeader read = new CliqueHeader(header, signers(header.value(Field.EXTRA_DATA)));
    boolean isCheckpoint = header.block().number() % epoch == 0;
    read.check(
        read.signers.isEmpty() != isCheckpoint,
        isCheckpoint ? "names no signers, and is the first of an epoch" : "names signers");
    read.check(isZero(header.value(Field.MIX_HASH)), "has a mixHash");
    read.check(Arrays.equals(header.value(Field.OMMERS_HASH), NO_OMMERS), "has ommers");
    boolean isVote = !isZero(header.value(Field.BENEFICIARY)) || read.isAuth();
    if (header.block().number() > 0) {
      read.check(!isCheckpoint || !isVote, "votes, and is the first of an epoch");
      read.check(read.isAuth() || isZero(header.value(Field.NONCE)), "has a nonce of its own");
    }
    return read;
  }

  private void check(boolean isRight, String otherwise) throws ProofException {
    if (!isRight) {
      throw new ProofException(header.block() + " " + otherwise + ": it is no Clique block");
    }
  }

  /** The addresses between vanity and seal; in ascending order, but maybe in the first block. */
  static List<EthereumAddress> signers(byte[] extraData) throws ProofException {
    int length = extraData.length - VANITY - SEAL;
    if (length < 0 || length % EthereumAddress.LENGTH != 0) {
      throw new ProofException("extraData is 32 bytes, addresses, and a seal of 65 bytes");
    }
    if (length / EthereumAddress.LENGTH > MAX_SIGNERS) {
      throw new ProofException("more than " + MAX_SIGNERS + " signers are not followed");
    }
    List<EthereumAddress> signers = new ArrayList<>();
    for (int at = VANITY; at < VANITY + length; at += EthereumAddress.LENGTH) {
      signers.add(
          EthereumAddress.of(Arrays.copyOfRange(extraData, at, at + EthereumAddress.LENGTH)));
    }
    if (Set.copyOf(signers).size() < signers.size()) {
      throw new ProofException("a signer is named twice");
    }
    return List.copyOf(signers);
  }

  /** What the signer signs: all but the seal (EIP-225 "Authorizing a block"). */
  static byte[] sealHash(BlockHeader header) {
    byte[] extraData = header.value(Field.EXTRA_DATA);
    byte[] unsealed = Arrays.copyOf(extraData, extraData.length - SEAL);
    return Keccak256.hash(HeaderEncoding.with(header, unsealed));
  }

  /** Who sealed it. */
  EthereumAddress signer() throws ProofException {
    byte[] extraData = header.value(Field.EXTRA_DATA);
    byte[] seal = Arrays.copyOfRange(extraData, extraData.length - SEAL, extraData.length);
    return Secp256k1.signer(sealHash(header), seal)
        .orElseThrow(() -> new ProofException(header.block() + " is not sealed"));
  }

  long number() {
    return header.block().number();
  }

  /** Whom it votes about: nobody, if it is nobody's address. */
  EthereumAddress subject() {
    return EthereumAddress.of(header.value(Field.BENEFICIARY));
  }

  /** Whether it votes to take somebody in, and not to drop him. */
  boolean isAuth() {
    return Arrays.equals(header.value(Field.NONCE), AUTH);
  }

  /** 2 from the signer whose turn it is, else 1. */
  int difficulty() {
    BigInteger difficulty = new BigInteger(1, header.value(Field.DIFFICULTY));
    return difficulty.bitLength() < 31 ? difficulty.intValue() : 0;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
