package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;

/** EIP-1186, of made-up tries. What real nodes prove is in {@link RecordedProofsTest}. */
class StateProofTest {

  /** The deposit contract of the beacon chain. */
  private static final EthereumAddress DEPOSITS =
      EthereumAddress.parse("0x00000000219ab540356cbb839cbe05303d7705fa");

  @Test
  void accountsAndSlotsAreReadStrictly() throws Exception {
    byte[] key = Keccak256.hash(DEPOSITS.bytes());
    byte[] hash = TrieBuilder.string(new byte[32]);
    byte[] one = {1};
    byte[] account = TrieBuilder.list(one, TrieBuilder.string(new byte[0]), hash, hash);
    assertTrue(account(key, account).isPresent());
    for (byte[] wrong :
        List.of(
            TrieBuilder.list(one, one, hash),
            TrieBuilder.list(one, one, hash, hash, hash),
            TrieBuilder.list(new byte[] {0}, one, hash, hash),
            TrieBuilder.list(
                TrieBuilder.string(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}), one, hash, hash),
            TrieBuilder.list(one, TrieBuilder.list(), hash, hash),
            TrieBuilder.list(one, one, one, hash),
            TrieBuilder.list(one, one, hash, TrieBuilder.list()),
            TrieBuilder.string(new byte[40]))) {
      assertThrows(ProofException.class, () -> account(key, wrong));
    }

    byte[] slot = new byte[32];
    byte[] word = new byte[32];
    word[31] = 9;
    assertArrayEquals(word, slot(slot, new byte[] {9}));
    byte[] full = new byte[32];
    Arrays.fill(full, (byte) 0xEE);
    assertArrayEquals(full, slot(slot, TrieBuilder.string(full)));
    for (byte[] wrong :
        List.of(
            TrieBuilder.string(new byte[0]), // zero is not stored
            new byte[] {0}, // a leading zero
            TrieBuilder.string(new byte[] {0, 9}),
            TrieBuilder.string(Arrays.copyOf(full, 33)),
            TrieBuilder.list(),
            new byte[] {(byte) 0x81})) {
      assertThrows(ProofException.class, () -> slot(slot, wrong));
    }
  }

  @Test
  void aSlotIsNamedBy32Bytes() throws Exception {
    TrieBuilder storage = new TrieBuilder().put(Keccak256.hash(new byte[32]), new byte[] {9});
    AccountState account = new AccountState(storage.root(), new byte[32]);
    for (int length : new int[] {0, 31, 33}) {
      byte[] slot = new byte[length];
      List<byte[]> nodes = storage.proof(Keccak256.hash(slot));
      // and yet it proves that such a key is not there, as no contract has one
      assertInstanceOf(
          ProvenEntry.Absent.class,
          MerklePatricia.find(storage.root(), Keccak256.hash(slot), nodes));
      assertThrows(IllegalArgumentException.class, () -> StateProof.slot(account, slot, nodes));
    }
  }

  @Test
  void severalSlotsOfOneAccount() throws Exception {
    TrieBuilder storage = new TrieBuilder();
    List<byte[]> slots = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slots.add(word(i));
      if (i % 3 != 0) {
        storage.put(Keccak256.hash(word(i)), new byte[] {(byte) i});
      }
    }
    AccountState account = new AccountState(storage.root(), new byte[32]);
    List<List<byte[]>> branches = new ArrayList<>();
    slots.forEach(slot -> branches.add(storage.proof(Keccak256.hash(slot))));
    List<byte[]> words = StateProof.slots(account, slots, branches);
    assertEquals(20, words.size());
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(word(i % 3 == 0 ? 0 : i), words.get(i));
    }
    assertEquals(List.of(), StateProof.slots(account, List.of(), List.of()));
    ProofException fewer =
        assertThrows(
            ProofException.class, () -> StateProof.slots(account, slots, branches.subList(0, 19)));
    assertEquals("20 slots have 19 branches", fewer.getMessage());
    assertThrows(
        ProofException.class, () -> StateProof.slots(account, slots.subList(0, 19), branches));
    Collections.swap(branches, 1, 2);
    assertThrows(ProofException.class, () -> StateProof.slots(account, slots, branches));
  }

  private static byte[] word(int number) {
    byte[] word = new byte[32];
    word[31] = (byte) number;
    return word;
  }

  @Test
  void whatIsNotThereIsProvablyNotThere() throws Exception {
    TrieBuilder state = new TrieBuilder();
    for (int i = 0; i < 50; i++) {
      state.put(Keccak256.hash(new byte[] {(byte) i}), new byte[] {1});
    }
    List<byte[]> proof = state.proof(Keccak256.hash(DEPOSITS.bytes()));
    assertTrue(StateProof.account(state.root(), DEPOSITS, proof).isEmpty());
    AccountState account = new AccountState(state.root(), new byte[32]);
    byte[] slot = new byte[32];
    assertArrayEquals(
        new byte[32], StateProof.slot(account, slot, state.proof(Keccak256.hash(slot))));
  }

  private static Optional<AccountState> account(byte[] key, byte[] value) throws ProofException {
    TrieBuilder state = new TrieBuilder().put(key, value);
    return StateProof.account(state.root(), DEPOSITS, state.proof(key));
  }

  private static byte[] slot(byte[] slot, byte[] value) throws ProofException {
    byte[] key = Keccak256.hash(slot);
    TrieBuilder storage = new TrieBuilder().put(key, value);
    return StateProof.slot(
        new AccountState(storage.root(), new byte[32]), slot, storage.proof(key));
  }
}
