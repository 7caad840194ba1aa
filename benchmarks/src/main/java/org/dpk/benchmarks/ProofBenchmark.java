package org.dpk.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.proof.AccountState;
import org.dpk.provider.internal.proof.BlockHeader;
import org.dpk.provider.internal.proof.BlockHeader.Field;
import org.dpk.provider.internal.proof.ProofException;
import org.dpk.provider.internal.proof.StateProof;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one answer of a node in light mode takes to verify: a header of Prague is hashed again, and
 * one account and one slot are found under its state root. The tries are made for it, as deep as
 * mainnet's state (eight levels of full branches, 16^8 accounts) and as a registry of some million
 * identities (six). What is reported is {@link Cpu}, which does not grow on a busy machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ProofBenchmark {

  private static final int DEPTH_OF_STATE = 8;
  private static final int DEPTH_OF_REGISTRY = 6;
  private static final EthereumAddress REGISTRY =
      EthereumAddress.parse("0x5fbdb2315678afecb367f032d93f642f64180aa3");

  private final Random random = new Random(1);
  private final byte[] slot = bytes(StateProof.WORD);
  private final byte[] word = bytes(StateProof.WORD);
  private final TrieBranch storage =
      TrieBranch.of(slot, TrieBranch.word(word), DEPTH_OF_REGISTRY, random);
  private final TrieBranch state =
      TrieBranch.of(REGISTRY.bytes(), TrieBranch.account(storage.root()), DEPTH_OF_STATE, random);
  private final Map<Field, byte[]> header = new EnumMap<>(Field.class);
  private byte[] blockHash = {};

  @Setup
  public void make() throws ProofException {
    HexFormat hex = HexFormat.of();
    for (Field field : Field.values()) {
      if (field.compareTo(Field.REQUESTS_HASH) <= 0) {
        header.put(field, field.isNumber() ? hex.parseHex("0149f0f1") : bytes(length(field)));
      }
    }
    header.put(Field.STATE_ROOT, state.root());
    blockHash = BlockHeader.of(header).block().hash();
  }

  private static int length(Field field) {
    return switch (field) {
      case BENEFICIARY -> 20;
      case LOGS_BLOOM -> 256;
      case NONCE -> 8;
      default -> 32;
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[0] |= 1; // a number of this length
    return bytes;
  }

  @Benchmark
  public byte[] mainnetDepth(Cpu cpu) throws ProofException {
    long from = Cpu.now();
    BlockHeader trusted = BlockHeader.of(header);
    AccountState account =
        StateProof.account(trusted.stateRoot(), REGISTRY, state.nodes()).orElseThrow();
    byte[] found = StateProof.slot(account, slot, storage.nodes());
    boolean right = Arrays.equals(blockHash, trusted.block().hash()) && Arrays.equals(word, found);
    cpu.countSince(from);
    if (!right) {
      throw new IllegalStateException("a proof that is right was refused");
    }
    return found;
  }
}
