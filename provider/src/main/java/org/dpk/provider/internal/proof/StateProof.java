package org.dpk.provider.internal.proof;

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
   */
  public static byte[] slot(AccountState account, byte[] slot, List<byte[]> nodes)
      throws ProofException {
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
}
