package org.dpk.benchmarks;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.FeePolicy;
import org.dpk.provider.internal.ethereum.RegistryWriter;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.light.LightMode;
import org.dpk.provider.internal.light.LightPolicy;
import org.dpk.provider.internal.light.LightSettings;
import org.dpk.provider.internal.nsl.Suite;
import org.dpk.provider.internal.nsl.SuiteKeyPair;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.registry.Registries;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One look-up of an identity on a real node (anvil, on loopback): waiting included, the network's
 * latency not. In light mode the anchor is a quorum of that one node: who vouches for a block makes
 * no difference to a look-up. Of a cached one {@link Cpu} is reported.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LookupBenchmark {

  private static final DpkIdentity PEER = DpkIdentity.parse("dns:peer.example");
  private static final int AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Whether the node is believed. */
  public enum Trust {
    FULL {
      @Override
      KeyRegistry open(ChainEndpoint endpoint) throws RegistryException {
        return Registries.open(endpoint);
      }
    },
    LIGHT {
      @Override
      KeyRegistry open(ChainEndpoint endpoint) throws RegistryException {
        LightSettings settings =
            new LightSettings(
                List.of(endpoint), QuorumSettings.newest(1, 0), LightPolicy.DEFAULT, null);
        return new LightMode(settings).open();
      }
    };

    abstract KeyRegistry open(ChainEndpoint endpoint) throws RegistryException;
  }

  @Param Trust mode = Trust.FULL;

  private Devnet devnet;
  private KeyRegistry registry;

  @Setup
  public void open() throws IOException {
    devnet = Devnet.start();
    RegistryId id =
        new RegistryId(devnet.chainId(), EthereumAddress.parse(devnet.registryAddress()));
    ChainEndpoint endpoint = ChainEndpoint.of(devnet.uri().toString(), id);
    admit(endpoint);
    registry = mode.open(endpoint);
  }

  /** A PKM that stores its own record: one transaction, and an identity like any other is there. */
  private void admit(ChainEndpoint endpoint) throws IOException {
    try (Wallet pkm = Wallet.of(devnet.account(1).privateKey());
        SuiteKeyPair keys = SuiteKeyPair.generate(Suite.NSL_X25519, new SecureRandom());
        EthereumNode node = EthereumNode.connect(endpoint)) {
      devnet.addPkm(pkm.address().toString());
      IdentityRecord record =
          new IdentityRecord(
              1, pkm.address(), pkm.address(), 0, 0, PEER, List.of(keys.publicKey()), List.of());
      new TransactionSender(node, pkm, FeePolicy.DEFAULT)
          .send(
              new RegistryWriter(endpoint.registry()).storePkmKey(EncodedRecord.of(record).bytes()),
              PATIENCE);
    }
  }

  @TearDown
  public void close() {
    registry.close();
    devnet.close();
  }

  @Benchmark
  public Lookup cold() {
    return registry.find(PEER, Freshness.NOW).join();
  }

  @Benchmark
  @OperationsPerInvocation(AT_ONCE)
  public void cached(Cpu cpu, Blackhole hole) {
    long from = Cpu.now();
    for (int i = 0; i < AT_ONCE; i++) {
      hole.consume(registry.find(PEER, Freshness.RECENT).join());
    }
    cpu.countSince(from, AT_ONCE);
  }
}
