package org.dpk.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.dpk.provider.internal.nsl.KeyTerms;
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
  private static final int LAST_PORT = 65_535;

  /** So that nearly every connection over a cached key is one. */
  private static final KeyTerms MANY_USES = new KeyTerms(Duration.ofHours(12), 65_535);

  private MutualTls mutualTls;
  private PreSharedTls fixed;
  private PreSharedTls agreed;
  private RawBctls rawBctls;
  private int freshPort;

  @Setup
  public void open() throws GeneralSecurityException {
    mutualTls = new MutualTls();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    PskKeyManager keys = PskKeyManager.of(Psk.of("alice", secret));
    fixed = new PreSharedTls(keys, keys, "bob.example");
    rawBctls = new RawBctls("alice".getBytes(StandardCharsets.US_ASCII), secret);
    openAgreed();
  }

  private void openAgreed() throws GeneralSecurityException {
    Party alice = new Party("uuid:6f1a1f6e-8a5c-4a52-9a0e-0d8f5b6a7c11");
    Party bob = new Party("dns:bob.example");
    agreed =
        new PreSharedTls(
            alice.agreement(bob, MANY_USES), bob.agreement(alice, MANY_USES), "bob.example");
    freshPort = PORT;
  }

  @Benchmark
  public void sunJsseMutualTls() throws SSLException {
    mutualTls.newPair().connect();
  }

  @Benchmark
  public void rawBctlsPsk() throws IOException {
    rawBctls.connect();
  }

  /** A server port that the client never saw: it has no key cached for it. */
  @Benchmark
  public void dpkFirstContact() throws SSLException, GeneralSecurityException {
    if (freshPort == LAST_PORT) {
      openAgreed();
    }
    agreed.newPair(++freshPort).connect();
  }

  @Benchmark
  public void dpkCachedPsk() throws SSLException {
    agreed.newPair(PORT).connect();
  }

  @Benchmark
  public void staticPsk() throws SSLException {
    fixed.newPair(PORT).connect();
  }
}
