package org.dpk.provider.internal.anchor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.BftExtraData.Vote;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.ProofException;

/**
 * Whether validators voted for a change among them: more than half of them, each by its last word
 * on it, in blocks that lead to the trusted one without a gap (Besu's VoteTally). Needed where the
 * seals of the changed set can't hold a quorum of the one before, as when one of four goes and
 * three are left of whom two are a quorum.
 *
 * <p>Counts no votes before the set was what it is, nor before an epoch: Besu forgets these, but
 * for votes on one validator while another one came or went, which are not counted here either. So
 * this may refuse what Besu takes, and never the other way round.
 */
final class BftVotes {

  /** How far back votes are looked for, in blocks. */
  static final int MAX_BLOCKS = 1024;

  /** Votes for one change mostly stand close together. */
  private static final int AT_ONCE = 16;

  private final BftFormat format;
  private final long epoch;

  /**
   * @param epoch after how many blocks votes are forgotten, as the chain's genesis file says
   */
  BftVotes(BftFormat format, long epoch) {
    this.format = format;
    this.epoch = epoch;
  }

  /**
   * Checks that the change from a trusted block to its child was voted for.
   *
   * @throws ProofException if it was not
   */
  void require(BftHeader trusted, BftHeader child, HeaderRange headers)
      throws ProofException, RegistryException {
    Vote change = change(trusted, child);
    boolean isDecidedHere = trusted.extra().vote().filter(change::equals).isPresent();
    if (!isDecidedHere || child.number() % epoch == 0) {
      throw new ProofException(
          "%s changes the validators, and the block before it holds no vote for that"
              .formatted(child.header().block()));
    }
    int needed = trusted.validators().size() / 2 + 1;
    int votes = count(trusted, change, needed, headers);
    if (votes < needed) {
      throw new ProofException(
          "%s changes the validators, and %d of the %d votes for that are found: begin at a checkpoint after it"
              .formatted(child.header().block(), votes, needed));
    }
  }

  private static Vote change(BftHeader trusted, BftHeader child) throws ProofException {
    Set<EthereumAddress> added = new HashSet<>(child.validators());
    added.removeAll(trusted.validators());
    Set<EthereumAddress> dropped = new HashSet<>(trusted.validators());
    dropped.removeAll(child.validators());
    if (added.size() + dropped.size() != 1) {
      throw new ProofException(
          "%s is not sealed by a quorum of the validators before it, %d of whom it replaces: a vote changes one at a time"
              .formatted(child.header().block(), dropped.size()));
    }
    return added.isEmpty()
        ? new Vote(dropped.iterator().next(), false)
        : new Vote(added.iterator().next(), true);
  }

  private int count(BftHeader trusted, Vote change, int needed, HeaderRange headers)
      throws ProofException, RegistryException {
    Map<EthereumAddress, Boolean> lastWords = new HashMap<>();
    BftHeader at = trusted;
    long lowest = Math.max(1, trusted.number() - MAX_BLOCKS);
    List<BlockHeader> batch = List.of();
    while (at.validators().equals(trusted.validators()) && at.number() % epoch != 0) {
      note(at, change.subject(), trusted.validators(), lastWords);
      if (votes(change, lastWords) >= needed || at.number() <= lowest) {
        break;
      }
      if (batch.isEmpty()) {
        int count = (int) Math.min(AT_ONCE, at.number() - lowest);
        batch = headers.from(at.number() - count, count);
      }
      BftHeader parent = BftHeader.read(format, List.of(), batch.get(batch.size() - 1));
      batch = batch.subList(0, batch.size() - 1);
      if (!parent.isParentOf(at)) {
        throw new ProofException(parent.header().block() + " is not of this chain");
      }
      at = parent;
    }
    return votes(change, lastWords);
  }

  private static void note(
      BftHeader header,
      EthereumAddress subject,
      Set<EthereumAddress> voters,
      Map<EthereumAddress, Boolean> lastWords) {
    header
        .extra()
        .vote()
        .filter(vote -> vote.subject().equals(subject) && voters.contains(header.proposer()))
        .ifPresent(vote -> lastWords.putIfAbsent(header.proposer(), vote.add()));
  }

  private static int votes(Vote change, Map<EthereumAddress, Boolean> lastWords) {
    return (int) lastWords.values().stream().filter(add -> add == change.add()).count();
  }
}
