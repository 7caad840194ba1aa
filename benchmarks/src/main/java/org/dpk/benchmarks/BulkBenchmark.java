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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One full record of application data, 16 KiB less what SunJSSE reserves, under AES-128-GCM in TLS
 * 1.3, sealed by one engine and opened by the other in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BulkBenchmark {

  /** The most that SunJSSE puts into one record, in bytes; ours takes 16,384. */
  static final int RECORD = 16_367;

  private static final String SUITE = "TLS_AES_128_GCM_SHA256";
  private static final int PORT = 443;

  /** Whether the buffers are direct ones, as those of Netty and of most NIO servers. */
  @Param({"heap", "direct"})
  private String buffers;

  private EnginePair sunJsse;
  private EnginePair dpk;

  @Setup
  public void connect() throws GeneralSecurityException, SSLException {
    boolean direct = buffers.equals("direct");
    sunJsse = new MutualTls().newPair();
    dpk = newPskPair();
    for (EnginePair pair : new EnginePair[] {sunJsse, dpk}) {
      pair.enable(SUITE);
      pair.connect();
      pair.prepareTransfer(RECORD, direct);
    }
  }

  private static EnginePair newPskPair() throws GeneralSecurityException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    PskKeyManager keys = PskKeyManager.of(Psk.of("alice", secret));
    return new PreSharedTls(keys, keys, "bob.example").newPair(PORT);
  }

  @Benchmark
  public int sunJsse() throws SSLException {
    return sunJsse.transfer();
  }

  @Benchmark
  public int dpk() throws SSLException {
    return dpk.transfer();
  }
}
