package org.dpk.benchmarks;

import java.util.concurrent.TimeUnit;
import org.dpk.provider.internal.nsl.Initiator;
import org.dpk.provider.internal.nsl.InitiatorStep;
import org.dpk.provider.internal.nsl.NslAbort;
import org.dpk.provider.internal.nsl.Responder;
import org.dpk.provider.internal.nsl.ResponderStep;
import org.dpk.provider.internal.nsl.Suite;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The handshake without chain and without TLS, step by step, in each suite. The steps that need a
 * fresh opposite are set up per invocation: at over 50 µs each, the harness's own cost per
 * invocation is lost in the noise. What is reported is {@link Cpu}, which does not grow on a busy
 * machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NslBenchmark {

  /** All of them. */
  @Param
  @SuppressWarnings("NullAway.Init") // by JMH
  Suite suite;

  @SuppressWarnings("NullAway.Init") // by begin()
  private Party alice;

  @SuppressWarnings("NullAway.Init") // by begin()
  private Party bob;

  private byte[] ns1 = {};

  @Setup
  public void begin() throws NslAbort {
    alice = new Party(suite, "uuid:6f1a1f6e-8a5c-4a52-9a0e-0d8f5b6a7c11");
    bob = new Party(suite, "dns:bob.example");
    ns1 = alice.initiate(bob).begin();
  }

  /** A: from nothing to NS1. */
  @Benchmark
  public byte[] initiatorNs1(Cpu cpu) throws NslAbort {
    long from = Cpu.now();
    try (Initiator initiator = alice.initiate(bob)) {
      return initiator.begin();
    } finally {
      cpu.countSince(from);
    }
  }

  /** B: from NS1 to NS2, the look-up answered at once. */
  @Benchmark
  public ResponderStep responderNs2(Cpu cpu) throws NslAbort {
    long from = Cpu.now();
    try (Responder responder = bob.respond()) {
      responder.receive(ns1);
      return responder.found(alice.lookup());
    } finally {
      cpu.countSince(from);
    }
  }

  /** A that waits for an NS2 that is there. */
  @State(Scope.Thread)
  public static class AtNs2 {
    private Initiator initiator;
    private byte[] ns2;

    @Setup(Level.Invocation)
    public void arrive(NslBenchmark run) throws NslAbort {
      initiator = run.alice.initiate(run.bob);
      ns2 = answer(run, initiator.begin(), run.bob.respond());
    }
  }

  /** A: from NS2 to NS34 and the keys. */
  @Benchmark
  public InitiatorStep initiatorNs34(AtNs2 state, Cpu cpu) throws NslAbort {
    long from = Cpu.now();
    try (Initiator initiator = state.initiator) {
      return initiator.receive(state.ns2);
    } finally {
      cpu.countSince(from);
    }
  }

  /** B that waits for an NS34 that is there. */
  @State(Scope.Thread)
  public static class AtNs34 {
    private Responder responder;
    private byte[] ns34;

    @Setup(Level.Invocation)
    public void arrive(NslBenchmark run) throws NslAbort {
      Initiator initiator = run.alice.initiate(run.bob);
      responder = run.bob.respond();
      byte[] ns2 = answer(run, initiator.begin(), responder);
      ns34 = ((InitiatorStep.Agreed) initiator.receive(ns2)).message();
    }
  }

  /** B: from NS34 to the keys. */
  @Benchmark
  public ResponderStep responderNs34(AtNs34 state, Cpu cpu) throws NslAbort {
    long from = Cpu.now();
    try (Responder responder = state.responder) {
      return responder.receive(state.ns34);
    } finally {
      cpu.countSince(from);
    }
  }

  private static byte[] answer(NslBenchmark run, byte[] ns1, Responder responder) throws NslAbort {
    responder.receive(ns1);
    return ((ResponderStep.Send) responder.found(run.alice.lookup())).message();
  }
}
