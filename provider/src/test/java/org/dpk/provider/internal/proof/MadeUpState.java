package org.dpk.provider.internal.proof;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;

/** A state of no chain: one contract among some accounts, and what a test puts into its slots. */
public final class MadeUpState {

  private static final int OTHERS = 40;

  private final EthereumAddress contract;
  private final TrieBuilder storage = new TrieBuilder();

  public MadeUpState(EthereumAddress contract) {
    this.contract = contract;
    for (int i = 0; i < OTHERS; i++) {
      put(Keccak256.hash(new byte[] {(byte) i}), new byte[] {1});
    }
  }

  /** Puts a word into a slot. */
  public MadeUpState put(byte[] slot, byte[] word) {
    byte[] value = new BigInteger(1, word).toByteArray();
    byte[] scalar = value[0] == 0 ? Arrays.copyOfRange(value, 1, value.length) : value;
    storage.put(Keccak256.hash(slot), TrieBuilder.string(scalar));
    return this;
  }

  public byte[] root() {
    return accounts().root();
  }

  /** From the root to the contract. */
  public List<byte[]> accountProof() {
    return accounts().proof(Keccak256.hash(contract.bytes()));
  }

  /** From the contract to a slot. */
  public List<byte[]> storageProof(byte[] slot) {
    return storage.proof(Keccak256.hash(slot));
  }

  private TrieBuilder accounts() {
    TrieBuilder accounts = new TrieBuilder();
    for (int i = 0; i < OTHERS; i++) {
      accounts.put(Keccak256.hash(new byte[] {(byte) i, 1}), account(new byte[32]));
    }
    return accounts.put(Keccak256.hash(contract.bytes()), account(storage.root()));
  }

  private static byte[] account(byte[] storageRoot) {
    return TrieBuilder.list(
        TrieBuilder.string(new byte[] {1}),
        TrieBuilder.string(new byte[0]),
        TrieBuilder.string(storageRoot),
        TrieBuilder.string(new byte[32]));
  }
}
