package org.dpk.benchmarks;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One connection, engine to engine in one thread: the CPU time of both sides together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandshakeBenchmark {

  private static final int PORT = 443;

  private MutualTls mutualTls;
  private PreSharedTls fixed;

  @Setup
  public void open() throws GeneralSecurityException {
    mutualTls = new MutualTls();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    PskKeyManager keys = PskKeyManager.of(Psk.of("alice", secret));
    fixed = new PreSharedTls(keys, keys, "bob.example");
  }

  @Benchmark
  public void sunJsseMutualTls() throws SSLException {
    mutualTls.newPair().connect();
  }

  @Benchmark
  public void staticPsk() throws SSLException {
    fixed.newPair(PORT).connect();
  }
}
