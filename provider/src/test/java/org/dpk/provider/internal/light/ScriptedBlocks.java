package org.dpk.provider.internal.light;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.MadeUpHeader;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.record.Keccak256;

/**
 * A chain that a test makes up block by block, and the node that serves it: it counts what it is
 * asked, and can hide things.
 */
final class ScriptedBlocks implements Questions {

  static final EthereumAddress REGISTRY =
      EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");
  private static final EthereumAddress OTHER =
      EthereumAddress.parse("0x00000000000000000000000000000000000000bb");

  /** As IDpkRegistry.sol has it. */
  private static final byte[] REVOKED =
      Keccak256.hash(
          "ClientRevoked(bytes32,uint64,address,bytes,bytes32)".getBytes(StandardCharsets.UTF_8));

  private final List<BlockHeader> chain = new ArrayList<>();
  private final List<Map<IdHash, Slot>> states = new ArrayList<>();
  private final List<Set<IdHash>> changes = new ArrayList<>();
  final List<Integer> proofs = new ArrayList<>(); // how many slots each question was for
  int headerQuestions;
  int hintQuestions;
  boolean hidesHeaders;
  boolean hidesProofs;
  boolean hidesLogs;
  int proofsLeft = Integer.MAX_VALUE;

  ScriptedBlocks() throws ProofException {
    add(new byte[32], 1, Map.of(), Set.of(), new byte[LogsBytes.LENGTH], 0);
  }

  /** A block in which only others log. */
  AnchoredBlock quiet() throws ProofException {
    return mine(Map.of(), 0);
  }

  /** So many of them. */
  AnchoredBlock quiet(int blocks) throws ProofException {
    for (int i = 0; i < blocks; i++) {
      quiet();
    }
    return head();
  }

  /** A block with changes. */
  AnchoredBlock mine(Map<IdHash, Slot> changed, int salt) throws ProofException {
    LogsBytes bloom = new LogsBytes().add(OTHER.bytes());
    if (!changed.isEmpty()) {
      bloom.add(REGISTRY.bytes());
      changed.keySet().forEach(id -> bloom.add(id.bytes()));
      changed.values().stream()
          .filter(slot -> slot.status() == Slot.Status.REVOKED)
          .forEach(slot -> bloom.add(REVOKED));
    }
    return mine(changed, bloom, salt);
  }

  /** A block with whatever bloom. */
  AnchoredBlock mine(Map<IdHash, Slot> changed, LogsBytes bloom, int salt) throws ProofException {
    Map<IdHash, Slot> state = new HashMap<>(states.get(states.size() - 1));
    state.putAll(changed);
    byte[] parent = last().block().hash();
    add(parent, last().block().number() + 1, state, changed.keySet(), bloom.bytes(), salt);
    return head();
  }

  /** Takes the newest blocks away. */
  void undo(int blocks) {
    for (int i = 0; i < blocks; i++) {
      chain.remove(chain.size() - 1);
      states.remove(states.size() - 1);
      changes.remove(changes.size() - 1);
    }
  }

  private void add(
      byte[] parent,
      long number,
      Map<IdHash, Slot> state,
      Set<IdHash> changed,
      byte[] bloom,
      int salt)
      throws ProofException {
    chain.add(
        MadeUpHeader.with(
            Map.of(
                Field.PARENT_HASH,
                parent,
                Field.NUMBER,
                number(number),
                Field.TIMESTAMP,
                number(1_000 + number),
                Field.LOGS_BLOOM,
                bloom,
                Field.EXTRA_DATA,
                new byte[] {(byte) salt})));
    states.add(state);
    changes.add(Set.copyOf(changed));
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private BlockHeader last() {
    return chain.get(chain.size() - 1);
  }

  AnchoredBlock head() {
    return AnchoredBlock.of(last());
  }

  List<BlockHeader> newest(int count) {
    return chain.subList(chain.size() - count, chain.size());
  }

  AnchoredBlock at(long number) {
    return AnchoredBlock.of(chain.get((int) number - 1));
  }

  /** One for each content of the storage. */
  byte[] root(AnchoredBlock block) {
    List<String> content = new ArrayList<>();
    states
        .get((int) block.block().number() - 1)
        .forEach((id, slot) -> content.add(id + " " + slot));
    content.sort(null);
    return Keccak256.hash(content.toString().getBytes(StandardCharsets.UTF_8));
  }

  Slot slot(AnchoredBlock block, IdHash id) {
    return states
        .get((int) block.block().number() - 1)
        .getOrDefault(id, new Slot(new byte[26], 0, Slot.Status.ABSENT));
  }

  static Slot active(int version, long block) {
    byte[] digest = new byte[26];
    digest[0] = (byte) version;
    return new Slot(digest, block, Slot.Status.ACTIVE);
  }

  static Slot revoked(long block) {
    return new Slot(new byte[26], block, Slot.Status.REVOKED);
  }

  static IdHash id(int number) {
    return IdHash.of(Keccak256.hash(new byte[] {(byte) (number >> 8), (byte) number}));
  }

  // ------------------------------------------------------------------------ as a node

  @Override
  public List<BlockHeader> headers(long first, int count) throws RegistryException {
    headerQuestions++;
    if (hidesHeaders || first + count - 1 > chain.size()) {
      throw new RegistryException("no such header", null);
    }
    return chain.subList((int) first - 1, (int) first - 1 + count);
  }

  @Override
  public ProvenState read(AnchoredBlock block, List<IdHash> ids, Duration patience)
      throws RegistryException {
    proofs.add(ids.size());
    if (hidesProofs || proofs.size() > proofsLeft || !isHere(block)) {
      throw new RegistryException("no proof", null);
    }
    Map<IdHash, Slot> slots = new HashMap<>();
    ids.forEach(id -> slots.put(id, slot(block, id)));
    return new ProvenState(block, root(block), slots);
  }

  private boolean isHere(AnchoredBlock block) {
    return block.block().number() <= chain.size()
        && at(block.block().number()).block().equals(block.block());
  }

  @Override
  public Set<IdHash> hints(long from, long to) {
    hintQuestions++;
    Set<IdHash> hinted = new HashSet<>();
    if (!hidesLogs) {
      changes.subList((int) from - 1, (int) to).forEach(hinted::addAll);
    }
    return hinted;
  }

  /** A bloom filter that is filled (Yellow Paper §4.3.1). */
  static final class LogsBytes {

    static final int LENGTH = 256;
    private final byte[] bits = new byte[LENGTH];

    LogsBytes add(byte[] entry) {
      byte[] hash = Keccak256.hash(entry);
      for (int i = 0; i < 6; i += 2) {
        int bit = ((hash[i] & 0xFF) << 8 | hash[i + 1] & 0xFF) % 2048;
        bits[LENGTH - 1 - bit / 8] |= (byte) (1 << bit % 8);
      }
      return this;
    }

    /** As on a chain that is so busy that it says nothing. */
    LogsBytes fill() {
      Arrays.fill(bits, (byte) 0xFF);
      return this;
    }

    byte[] bytes() {
      return bits.clone();
    }
  }
}
