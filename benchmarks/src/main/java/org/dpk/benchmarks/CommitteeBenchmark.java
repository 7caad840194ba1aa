package org.dpk.benchmarks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.bls.BLS12_381BasicScheme;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381ProofOfPossession;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.math.ec.ECPoint;
import org.dpk.provider.internal.bls.Bls;
import org.dpk.provider.internal.bls.BlsLibrary;
import org.dpk.provider.internal.bls.Committee;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The signature of one update of the light client: a committee of 512, of whom 480 signed, by keys
 * that are the same in each run. What is reported is {@link Cpu}, which does not grow on a busy
 * machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CommitteeBenchmark {

  private static final int MEMBERS = 512;
  private static final int EACH_THAT_IS_ABSENT = 16;
  private static final BigInteger FIRST_SECRET = BigInteger.valueOf(3).pow(150);

  /** All of them. */
  @Param
  @SuppressWarnings("NullAway.Init") // by JMH
  BlsLibrary library;

  private final byte[] message = new byte[Bls.MESSAGE_LENGTH];
  private final BitSet participants = new BitSet();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> keysOfParticipants = new ArrayList<>();

  private byte[] aggregate = {};
  private byte[] signature = {};

  @SuppressWarnings("NullAway.Init") // by open()
  private Bls bls;

  @SuppressWarnings("NullAway.Init") // by open()
  private Committee known;

  @Setup
  public void open() {
    ECPoint sum = null;
    ECPoint next = BLS12_381BasicScheme.skToPk(FIRST_SECRET);
    ECPoint one = BLS12_381BasicScheme.skToPk(BigInteger.ONE);
    BigInteger secrets = BigInteger.ZERO;
    for (int i = 0; i < MEMBERS; i++) {
      keys.add(BLS12_381Serialization.compressG1(next));
      if (i % EACH_THAT_IS_ABSENT != 0) {
        participants.set(i);
        keysOfParticipants.add(keys.get(i));
        secrets = secrets.add(FIRST_SECRET.add(BigInteger.valueOf(i)));
      }
      sum = sum == null ? next : sum.add(next);
      next = next.add(one);
    }
    aggregate = BLS12_381Serialization.compressG1(sum);
    signature =
        BLS12_381Serialization.compressG2(
            BLS12_381ProofOfPossession.sign(secrets.mod(BLS12_381G1.ORDER), message));
    bls = library.open();
    known = bls.committee(aggregate, keys);
    valid(known.verify(participants, message, signature));
  }

  /** The first update that a committee signs. */
  @Benchmark
  public boolean first(Cpu cpu) {
    long from = Cpu.now();
    Committee committee = bls.committee(aggregate, keys);
    boolean verified = committee.verify(participants, message, signature);
    cpu.countSince(from);
    return valid(verified);
  }

  /** Any other one by a committee whose absentees were absent before. */
  @Benchmark
  public boolean later(Cpu cpu) {
    long from = Cpu.now();
    boolean verified = known.verify(participants, message, signature);
    cpu.countSince(from);
    return valid(verified);
  }

  /** As the scheme has it for keys from anywhere: each is checked, and all of them are added. */
  @Benchmark
  public boolean keyByKey(Cpu cpu) {
    long from = Cpu.now();
    boolean verified = bls.fastAggregateVerify(keysOfParticipants, message, signature);
    cpu.countSince(from);
    return valid(verified);
  }

  private static boolean valid(boolean verified) {
    if (!verified) {
      throw new IllegalStateException("a signature that is right was refused");
    }
    return true;
  }
}
