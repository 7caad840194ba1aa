package org.dpk.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
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

  private MutualTls mutualTls;

  @Setup
  public void open() throws GeneralSecurityException {
    mutualTls = new MutualTls();
  }

  @Benchmark
  public void sunJsseMutualTls() throws SSLException {
    mutualTls.newPair().connect();
  }
}
