package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dpk.provider.internal.record.Keccak256;

/**
 * Holds the verifier to what a node answered: every header hashes to its block's hash, every proof
 * proves what the node said by another call, and every proof to which anything was done is refused.
 */
public final class RecordedChainCheck {

  private int headers;
  private int logs;
  private int present;
  private int absent;
  private int refused;
  private int deepest;

  private RecordedChainCheck() {}

  /** Checks all of it. */
  public static RecordedChainCheck of(RecordedChain chain) throws ProofException {
    RecordedChainCheck check = new RecordedChainCheck();
    for (RecordedChain.Block block : chain.blocks()) {
      check.block(block);
    }
    return check;
  }

  /** Proofs of what is there. */
  public int present() {
    return present;
  }

  /** Proofs that something is not there. */
  public int absent() {
    return absent;
  }

  /** Headers that hash to their block's hash. */
  public int headers() {
    return headers;
  }

  /** Logs that the headers' blooms know of. */
  public int logs() {
    return logs;
  }

  /** Changed proofs, each of which was refused. */
  public int refused() {
    return refused;
  }

  private void block(RecordedChain.Block block) throws ProofException {
    BlockHeader header = block.header();
    assertArrayEquals(RecordedChain.bytes(block.json().path("hash")), header.block().hash());
    headers++;
    bloom(header.logsBloom(), block.logs());
    for (RecordedChain.Proof proof : block.proofs()) {
      proof(header.stateRoot(), proof);
    }
  }

  private void bloom(LogsBloom bloom, List<RecordedChain.Log> logs) {
    for (RecordedChain.Log log : logs) {
      assertTrue(bloom.mayContain(log.contract()), () -> "the log of " + log.contract());
      log.topics().forEach(topic -> assertTrue(bloom.mayContain(topic)));
      this.logs++;
    }
    int denied = 0;
    for (int i = 0; i < 100; i++) {
      denied += bloom.mayContain(Keccak256.hash(new byte[i])) ? 0 : 1;
    }
    assertTrue(denied > 50, denied + " of 100 topics that nobody has");
  }

  private void proof(byte[] stateRoot, RecordedChain.Proof proof) throws ProofException {
    Optional<AccountState> account =
        StateProof.account(stateRoot, proof.address(), proof.accountNodes());
    assertEquals(proof.codeHash().isPresent(), account.isPresent(), proof.what());
    count(account.isPresent(), proof.accountNodes());
    refused +=
        Tampering.of(
            proof.accountNodes(),
            changed ->
                assertThrows(
                    ProofException.class,
                    () -> StateProof.account(stateRoot, proof.address(), changed),
                    proof.what()));
    if (account.isPresent()) {
      assertArrayEquals(proof.codeHash().orElseThrow(), account.get().codeHash(), proof.what());
      slots(account.get(), proof);
    }
  }

  private void slots(AccountState account, RecordedChain.Proof proof) throws ProofException {
    List<byte[]> words =
        StateProof.slots(
            account,
            proof.slots().stream().map(RecordedChain.Storage::slot).toList(),
            proof.slots().stream().map(RecordedChain.Storage::nodes).toList());
    for (int i = 0; i < words.size(); i++) {
      RecordedChain.Storage storage = proof.slots().get(i);
      assertArrayEquals(storage.word(), words.get(i), proof.what());
      assertArrayEquals(
          storage.word(),
          StateProof.slot(account, storage.slot(), withoutEmbedded(storage.nodes())),
          proof.what());
      count(!isZero(storage.word()), storage.nodes());
      if (isEmptyTrie(account)) {
        continue; // proven by the account's root alone
      }
      List<byte[]> nodes = storage.nodes();
      refused += Tampering.of(nodes, changed -> tampered(account, storage, changed, proof.what()));
      for (RecordedChain.Storage other : proof.slots()) {
        another(account, storage, other, proof.what());
      }
    }
  }

  private static void tampered(
      AccountState account, RecordedChain.Storage storage, List<byte[]> changed, String what) {
    if (areEqual(changed, withoutEmbedded(storage.nodes()))) {
      return; // as other nodes send it
    }
    assertThrows(
        ProofException.class, () -> StateProof.slot(account, storage.slot(), changed), what);
  }

  /** Without the nodes that stand in their parents too. */
  private static List<byte[]> withoutEmbedded(List<byte[]> nodes) {
    return IntStream.range(0, nodes.size())
        .filter(i -> i == 0 || nodes.get(i).length >= 32)
        .mapToObj(nodes::get)
        .toList();
  }

  /** A branch that leads to another slot proves nothing of this one. */
  private void another(
      AccountState account,
      RecordedChain.Storage storage,
      RecordedChain.Storage other,
      String what) {
    if (!areEqual(storage.nodes(), other.nodes())) {
      tampered(account, storage, other.nodes(), what);
      refused++;
    }
  }

  private static boolean areEqual(List<byte[]> some, List<byte[]> others) {
    return Arrays.deepEquals(some.toArray(), others.toArray());
  }

  private static boolean isEmptyTrie(AccountState account) {
    byte[] root = new TrieBuilder().root();
    return Arrays.equals(account.storageRoot(), root);
  }

  private void count(boolean isPresent, List<byte[]> nodes) {
    present += isPresent ? 1 : 0;
    absent += isPresent ? 0 : 1;
    deepest = Math.max(deepest, nodes.size());
    assertFalse(nodes.size() > MerklePatricia.MAX_NODES);
  }

  private static boolean isZero(byte[] word) {
    return Arrays.equals(word, new byte[word.length]);
  }

  @Override
  public String toString() {
    return "%d headers, %d logs, %d present and %d absent with up to %d nodes; %d changed proofs were refused"
        .formatted(headers, logs, present, absent, deepest, refused);
  }
}
