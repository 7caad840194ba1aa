package org.dpk.provider.internal.anchor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.ProofException;

/** Votes that are not settled yet (EIP-225 "Voting on signers"). For one thread. */
final class CliqueVotes {

  /** The most that are kept: signers may cast one in each block, on anybody. */
  static final int MAX = 512;

  /**
   * One vote.
   *
   * @param signer whose it is
   * @param subject whom it is about
   */
  record Ballot(EthereumAddress signer, EthereumAddress subject) {}

  private final Map<Ballot, Boolean> ballots;

  CliqueVotes() {
    ballots = new LinkedHashMap<>();
  }

  CliqueVotes(CliqueVotes other) {
    ballots = new LinkedHashMap<>(other.ballots);
  }

  /** All of them in their order, and whether each is for taking in. */
  Map<Ballot, Boolean> all() {
    return new LinkedHashMap<>(ballots);
  }

  void clear() {
    ballots.clear();
  }

  /** The latest word of a signer on somebody counts. */
  void withdraw(EthereumAddress signer, EthereumAddress subject) {
    ballots.remove(new Ballot(signer, subject));
  }

  void cast(EthereumAddress signer, EthereumAddress subject, boolean auth) throws ProofException {
    ballots.put(new Ballot(signer, subject), auth);
    if (ballots.size() > MAX) {
      throw new ProofException(
          "more than " + MAX + " open votes are not followed: begin at the next epoch");
    }
  }

  /** How many are about somebody. All of them want the same: the opposite of what is. */
  int on(EthereumAddress subject) {
    return (int) ballots.keySet().stream().filter(each -> each.subject.equals(subject)).count();
  }

  /** Forgets what was decided, and with a dropped signer its votes. */
  void settle(EthereumAddress subject, boolean dropped) {
    ballots
        .keySet()
        .removeIf(each -> each.subject.equals(subject) || (dropped && each.signer.equals(subject)));
  }
}
