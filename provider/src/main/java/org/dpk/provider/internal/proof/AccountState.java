package org.dpk.provider.internal.proof;

import org.dpk.provider.internal.record.Keccak256;

/**
 * An account (Yellow Paper §4.1), as far as its code and storage go.
 *
 * @param storageRoot of the trie that holds its storage, 32 bytes; not copied
 * @param codeHash Keccak-256 of its code, 32 bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record AccountState(byte[] storageRoot, byte[] codeHash) {

  private static final int ITEMS = 4;
  private static final int MAX_NONCE = 8;
  private static final int MAX_BALANCE = 32;

  static AccountState decode(byte[] encoded) throws ProofException {
    if (!(Rlp.decode(encoded) instanceof RlpItem.Sequence account)
        || account.items().size() != ITEMS) {
      throw new ProofException("an account has four fields");
    }
    account.items().get(0).scalar(MAX_NONCE, "an account's nonce");
    account.items().get(1).scalar(MAX_BALANCE, "an account's balance");
    return new AccountState(
        account.items().get(2).fixed(Keccak256.LENGTH, "a storage root"),
        account.items().get(3).fixed(Keccak256.LENGTH, "a code hash"));
  }
}
