package org.dpk.provider.internal.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.Keccak256;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.Test;

/**
 * What anvil proves of a registry and of accounts of all kinds. With {@code -Dproofs.record=FILE}
 * its answers are kept, to be verified where no anvil runs.
 */
class AnvilProofsIT {

  private static final EthereumAddress OWNER = EthereumAddress.of(filled(20, 0x11));
  private static final String ABSENT = "0x" + "99".repeat(20);
  private static final String FUNDED = "0x" + "22".repeat(20);
  private static final String EMPTY_STORAGE = "0x" + "33".repeat(20);
  private static final String SMALL_WORDS = "0x" + "44".repeat(20);
  private static final String ONE_SLOT = "0x" + "55".repeat(20);

  /** Of accounts and of identities, so that branches are some nodes deep. */
  private static final int CROWD = 600;

  private static final int IDENTITIES = 40;

  @Test
  void whatANodeProvesAndWhatItDoesNot() throws Exception {
    try (RegistryFixture chain = RegistryFixture.start()) {
      ProofRecorder.Rpc rpc = chain.devnet().anvil()::rpc;
      RecordedChain recorded = RecordedChain.of(record(chain, rpc).recorded());
      RecordedChainCheck check = RecordedChainCheck.of(recorded);
      System.out.println(recorded.node() + ": " + check);
      assertEquals(3, check.headers());
      assertTrue(
          check.logs() >= 2 && check.present() >= 20 && check.absent() >= 15, check::toString);
      assertTrue(check.refused() > 200_000, check::toString);
    }
  }

  private static ProofRecorder record(RegistryFixture chain, ProofRecorder.Rpc rpc)
      throws Exception {
    String registry = chain.id().contract().toString();
    DpkIdentity active = RegistryFixture.newIdentity();
    DpkIdentity revoked = RegistryFixture.newIdentity();
    byte[] deep = deepNeighbour(slot(active));
    byte[][] twins = twins();

    crowd(rpc, registry);
    rpc.call("anvil_setBalance", FUNDED, "0x1");
    rpc.call("anvil_setCode", EMPTY_STORAGE, "0x00");
    rpc.call("anvil_setCode", SMALL_WORDS, "0x00");
    rpc.call("anvil_setCode", ONE_SLOT, "0x00");
    store(rpc, ONE_SLOT, word(1), word(1));
    for (byte[] twin : twins) {
      store(rpc, SMALL_WORDS, twin, word(5));
    }
    store(rpc, SMALL_WORDS, word(3), filled(32, 0xEE));
    store(rpc, registry, deep, filled(32, 0xEE));
    for (int i = 0; i < IDENTITIES; i++) {
      chain.admit(RegistryFixture.newIdentity(), OWNER);
    }
    chain.admit(revoked, OWNER);
    chain.admit(active, OWNER);

    byte[] stranger = slot(RegistryFixture.newIdentity());
    ProofRecorder recorder = new ProofRecorder(rpc).block("latest");
    recorder.prove(
        "the registry, with identities and without",
        registry,
        slot(active),
        slot(revoked),
        stranger,
        slot(RegistryFixture.newIdentity()),
        deep,
        deepStranger(slot(active), deep));
    recorder.prove("an account without code and storage", FUNDED, word(0), word(1));
    recorder.prove("no account", ABSENT);
    recorder.prove("no account, of which there are slots", "0x" + "98".repeat(20), word(0));
    recorder.prove("code without storage", EMPTY_STORAGE, word(0));
    recorder.prove("one slot, whose node is the root", ONE_SLOT, word(0), word(1));
    recorder.prove(
        "slots that share eight nibbles", SMALL_WORDS, twins[0], twins[1], word(3), word(4));
    for (int i = 0; i < 12; i++) {
      recorder.prove(
          "accounts, there and not there", "0x" + HexFormat.of().formatHex(account(i * CROWD / 6)));
    }
    chain.revoke(revoked);
    recorder
        .block("latest")
        .prove("one identity was revoked", registry, slot(active), slot(revoked), stranger);
    rpc.call("anvil_mine", "0x1");
    recorder.block("latest").prove("a block without transactions", registry, slot(revoked));
    String file = System.getProperty("proofs.record");
    if (file != null) {
      recorder.writeTo(Path.of(file));
    }
    return recorder;
  }

  private static void crowd(ProofRecorder.Rpc rpc, String registry) throws IOException {
    for (int i = 0; i < CROWD; i++) {
      rpc.call("anvil_setBalance", "0x" + HexFormat.of().formatHex(account(i)), "0x1");
      store(rpc, registry, Keccak256.hash(word(i)), filled(32, 0xEE));
    }
  }

  private static byte[] account(int number) {
    return Arrays.copyOf(Keccak256.hash(word(number)), 20);
  }

  private static void store(ProofRecorder.Rpc rpc, String address, byte[] slot, byte[] word)
      throws IOException {
    rpc.call(
        "anvil_setStorageAt",
        address,
        "0x" + HexFormat.of().formatHex(slot),
        "0x" + HexFormat.of().formatHex(word));
  }

  /** A slot whose key shares five nibbles, so that an extension leads to where both part. */
  private static byte[] deepNeighbour(byte[] slot) {
    return sharing(Keccak256.hash(slot), 5, 0);
  }

  /** A slot whose key leads into that extension and not out of it; nothing stands there. */
  private static byte[] deepStranger(byte[] slot, byte[] neighbour) {
    return sharing(Keccak256.hash(slot), 4, number(neighbour) + 1);
  }

  private static byte[] sharing(byte[] key, int nibbles, int from) {
    String start = HexFormat.of().formatHex(key).substring(0, nibbles);
    for (int i = from; ; i++) {
      if (HexFormat.of().formatHex(Keccak256.hash(word(i)), 0, 4).startsWith(start)) {
        return word(i);
      }
    }
  }

  /** Two slots whose keys share eight nibbles: with small words, their leaves stand in a branch. */
  private static byte[][] twins() {
    Map<Integer, Integer> seen = new HashMap<>();
    for (int i = 10; ; i++) {
      int start = ByteBuffer.wrap(Keccak256.hash(word(i))).getInt();
      Integer other = seen.put(start, i);
      if (other != null) {
        return new byte[][] {word(other), word(i)};
      }
    }
  }

  private static byte[] slot(DpkIdentity identity) throws Exception {
    return Slot.key(RecordCodec.idHash(identity));
  }

  private static byte[] word(int number) {
    return ByteBuffer.allocate(32).putInt(28, number).array();
  }

  private static int number(byte[] word) {
    return ByteBuffer.wrap(word).getInt(28);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
