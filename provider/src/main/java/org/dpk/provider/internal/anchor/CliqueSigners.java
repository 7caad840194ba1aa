package org.dpk.provider.internal.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;

/**
 * Who may sign after a block, and what is being voted on (EIP-225; the rules of go-ethereum's
 * snapshots, which the cases of the EIP describe). A block is applied to a copy. For one thread.
 */
final class CliqueSigners {

  private static final Comparator<EthereumAddress> ASCENDING =
      Comparator.comparing(EthereumAddress::bytes, Arrays::compareUnsigned);

  private final BlockHeader header;
  private final NavigableSet<EthereumAddress> signers = new TreeSet<>(ASCENDING);
  private final NavigableMap<Long, EthereumAddress> recent;
  private final CliqueVotes votes;

  private CliqueSigners(
      BlockHeader header,
      Iterable<EthereumAddress> signers,
      Map<Long, EthereumAddress> recent,
      CliqueVotes votes) {
    this.header = header;
    this.recent = new TreeMap<>(recent);
    this.votes = votes;
    signers.forEach(this.signers::add);
  }

  /** After the first block of an epoch, whose hash is trusted. */
  static CliqueSigners at(BlockHeader checkpoint, long epoch) throws ProofException {
    List<EthereumAddress> named = CliqueHeader.read(checkpoint, epoch).signers();
    return new CliqueSigners(checkpoint, named, Map.of(), new CliqueVotes());
  }

  /** As it was remembered. */
  static CliqueSigners resumed(
      BlockHeader header,
      List<EthereumAddress> signers,
      Map<Long, EthereumAddress> recent,
      CliqueVotes votes) {
    return new CliqueSigners(header, signers, recent, votes);
  }

  BlockHeader header() {
    return header;
  }

  /** Ascending. */
  List<EthereumAddress> signers() {
    return List.copyOf(signers);
  }

  /** Who signed which of the last blocks. */
  NavigableMap<Long, EthereumAddress> recent() {
    return new TreeMap<>(recent);
  }

  CliqueVotes votes() {
    return new CliqueVotes(votes);
  }

  /** Of so many blocks in a row a signer signs one, and so many votes decide. */
  int limit() {
    return signers.size() / 2 + 1;
  }

  /** Who signed this block; nobody known for the one that it began with. */
  EthereumAddress signer() {
    return recent.getOrDefault(header.block().number(), EthereumAddress.ZERO);
  }

  /**
   * After the next block, too.
   *
   * @throws ProofException if the block breaks a rule
   */
  CliqueSigners after(BlockHeader child, long epoch, long period) throws ProofException {
    CliqueHeader next = CliqueHeader.read(child, epoch);
    if (!Arrays.equals(header.block().hash(), child.parentHash())
        || next.number() != header.block().number() + 1) {
      throw new ProofException(child.block() + " does not follow on " + header.block());
    }
    if (child.block().timestamp() - header.block().timestamp() < period) {
      throw new ProofException(child.block() + " comes too soon after the block before it");
    }
    EthereumAddress signer = next.signer();
    CliqueSigners after = new CliqueSigners(child, signers, recent, new CliqueVotes(votes));
    after.forgetSignersUpTo(next.number() - limit());
    requireTurn(next, signer, after.recent);
    after.recent.put(next.number(), signer);
    after.count(next, signer, epoch);
    return after;
  }

  private void forgetSignersUpTo(long number) {
    recent.headMap(number, true).clear();
  }

  private void requireTurn(
      CliqueHeader next, EthereumAddress signer, Map<Long, EthereumAddress> recent)
      throws ProofException {
    if (!signers.contains(signer)) {
      throw new ProofException(
          "%s is sealed by %s, who is no signer".formatted(next.header().block(), signer));
    }
    if (recent.containsValue(signer)) {
      throw new ProofException(
          "%s is sealed by %s, who sealed one just before"
              .formatted(next.header().block(), signer));
    }
    boolean isInTurn = next.number() % signers.size() == signers.headSet(signer).size();
    if (next.difficulty() != (isInTurn ? 2 : 1)) {
      throw new ProofException(
          next.header().block() + " has the difficulty of another signer's turn");
    }
    if (!next.signers().isEmpty() && !next.signers().equals(signers())) {
      throw new ProofException(next.header().block() + " names other signers than there are");
    }
  }

  private void count(CliqueHeader next, EthereumAddress signer, long epoch) throws ProofException {
    if (next.number() % epoch == 0) {
      votes.clear();
    }
    EthereumAddress subject = next.subject();
    votes.withdraw(signer, subject);
    if (signers.contains(subject) != next.isAuth()) {
      votes.cast(signer, subject, next.isAuth());
    }
    if (votes.on(subject) >= limit()) {
      decide(subject, next.isAuth(), next.number());
    }
  }

  private void decide(EthereumAddress subject, boolean auth, long number) throws ProofException {
    if (signers.contains(subject)) {
      signers.remove(subject);
      forgetSignersUpTo(number - limit());
      votes.settle(subject, true);
    } else {
      signers.add(subject);
      votes.settle(subject, false);
      if (signers.size() > CliqueHeader.MAX_SIGNERS) {
        throw new ProofException(
            "more than " + CliqueHeader.MAX_SIGNERS + " signers are not followed");
      }
    }
  }

  /** Whether so many signers built on the first of these blocks that no fewer can replace it. */
  static boolean isConfirmed(List<CliqueSigners> fromBlock) {
    TreeSet<EthereumAddress> builders = new TreeSet<>(ASCENDING);
    int needed = 0;
    for (CliqueSigners each : fromBlock) {
      builders.add(each.signer());
      needed = Math.max(needed, each.limit());
    }
    return builders.size() >= needed;
  }

  /** The last of these blocks, ascending, that is confirmed by those after it; -1 for none. */
  static int lastConfirmed(List<CliqueSigners> blocks) {
    for (int from = blocks.size() - 1; from >= 0; from--) {
      if (isConfirmed(new ArrayList<>(blocks.subList(from, blocks.size())))) {
        return from;
      }
    }
    return -1;
  }
}
