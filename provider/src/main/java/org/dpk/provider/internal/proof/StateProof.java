package org.dpk.provider.internal.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.ProvenEntry.Present;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Accounts and slots by proofs as {@code eth_getProof} gives them (EIP-1186). Of its answer only
 * the nodes are used: addresses, keys, roots and values are computed here.
 */
public final class StateProof {

  /** Length of a storage slot in bytes. */
  public static final int WORD = 32;

  private StateProof() {}

  /**
   * An account in the state with this root; empty if there provably is none.
   *
   * @param stateRoot 32 bytes, of a header that is trusted
   * @param nodes {@code accountProof}
   * @throws ProofException if the nodes prove neither
   */
  public static Optional<AccountState> account(
      byte[] stateRoot, EthereumAddress address, List<byte[]> nodes) throws ProofException {
    byte[] key = Keccak256.hash(address.bytes());
    if (MerklePatricia.find(stateRoot, key, nodes) instanceof Present present) {
      return Optional.of(AccountState.decode(present.value()));
    }
    return Optional.empty();
  }

  /**
   * What stands in a slot of an account's storage: 32 bytes, zeros if it provably holds nothing.
   *
   * @param slot its number, 32 bytes
   * @param nodes {@code storageProof[].proof}
   * @throws ProofException if the nodes prove nothing
   * @throws IllegalArgumentException if the number has not exactly 32 bytes
   */
  public static byte[] slot(AccountState account, byte[] slot, List<byte[]> nodes)
      throws ProofException {
    if (slot.length != WORD) { // another key, which is always absent
      throw new IllegalArgumentException("a slot's number has 32 bytes, not " + slot.length);
    }
    byte[] word = new byte[WORD];
    if (MerklePatricia.find(account.storageRoot(), Keccak256.hash(slot), nodes)
        instanceof Present present) {
      byte[] value = Rlp.decode(present.value()).scalar(WORD, "a slot");
      if (value.length == 0) {
        throw new ProofException("a slot that holds zero is not in the trie");
      }
      System.arraycopy(value, 0, word, WORD - value.length, value.length);
    }
    return word;
  }

  /**
   * What stands in several slots of an account's storage, by one answer, as {@link #slot} has it.
   *
   * @param slots their numbers, 32 bytes each. Nodes answer in the order of the question, but Besu
   *     in ascending order and each slot once: who asks so, gets it so from all of them
   * @param branches {@code storageProof[].proof} of each slot, in the same order
   * @throws ProofException if there are not as many branches, or one of them proves nothing
   * @throws IllegalArgumentException if a number has not exactly 32 bytes
   */
  public static List<byte[]> slots(
      AccountState account, List<byte[]> slots, List<List<byte[]>> branches) throws ProofException {
    if (slots.size() != branches.size()) {
      throw new ProofException(
          "%d slots have %d branches".formatted(slots.size(), branches.size()));
    }
    List<byte[]> words = new ArrayList<>(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      words.add(slot(account, slots.get(i), branches.get(i)));
    }
    return List.copyOf(words);
  }
}
