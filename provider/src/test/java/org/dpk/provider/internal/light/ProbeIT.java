package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.RegistryReader;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.light.ProviderReport.AtBlock;
import org.dpk.provider.internal.light.ProviderReport.AtDepth;
import org.dpk.provider.internal.light.ProviderReport.Served;
import org.dpk.provider.internal.proof.BlockNaming;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.registry.CountingProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found out of a real node, and of one that lies. */
class ProbeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BLOCKS = 200;

  private static RegistryFixture chain;
  private static long withLog;

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
    DpkIdentity identity = RegistryFixture.newIdentity();
    chain.admit(identity, Wallet.create().address());
    withLog = new RegistryReader(chain.node()).entry(identity).slot().changed();
    chain.devnet().mine(BLOCKS);
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  private static ProviderReport probe(ChainEndpoint node) {
    return new Probe(BlockNaming.ETHEREUM, List.of(withLog, withLog + 1))
        .ask(List.of(node), PATIENCE)
        .get(0);
  }

  static List<ChainEndpoint> transports() {
    return List.of(chain.http(), chain.webSocket(), chain.ipc());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSoundNodeServesAllThatItsChainHas(ChainEndpoint node) throws Exception {
    ProviderReport report = probe(node);
    assertEquals(Optional.empty(), report.objection());
    assertEquals(Optional.of(BigInteger.valueOf(chain.id().chainId())), report.chainId());
    assertEquals(Optional.of(chain.node().newestBlock()), report.newest());
    assertTrue(report.finalized().isPresent());
    assertEquals(
        List.of(
            Served.YES,
            Served.YES,
            Served.YES,
            Served.NOTHING_THERE,
            Served.NOTHING_THERE,
            Served.NOTHING_THERE),
        report.proofs().stream().map(AtDepth::served).toList());
    assertEquals(OptionalLong.of(128), report.provenDepth());
    assertEquals(
        List.of(Served.YES, Served.NOTHING_THERE),
        report.logs().stream().map(AtBlock::served).toList());
    assertEquals(Optional.of(true), report.batches());
    assertTrue(report.latency().orElseThrow().compareTo(PATIENCE) < 0);
    assertTrue(report.isUsable());
  }

  @Test
  void whatANodeHasNotIsSaid() throws Exception {
    try (CountingProxy node = new CountingProxy(chain.devnet().uri())) {
      node.refuse("eth_getProof");
      node.refuseBatches();
      ProviderReport report = probe(chain.endpoint(node.uri().toString()));
      AtDepth newest = report.proofs().get(0);
      assertEquals(Served.NO, newest.served());
      assertEquals("the node refused eth_getProof: no such method (-32601)", newest.why());
      assertEquals(OptionalLong.empty(), report.provenDepth());
      assertEquals(Optional.of(false), report.batches());
      assertFalse(report.isUsable());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BENDS_ACCOUNT", "DROPS_ACCOUNT_NODE", "OTHER_BLOCK", "FREEZES"})
  void whoLiesIsFoundOut(Trick trick) throws Exception {
    try (HostileProxy node = hostile()) {
      node.begin(trick);
      chain.devnet().mine(1);
      ProviderReport report = probe(chain.endpoint(node.uri().toString()));
      assertTrue(node.played() > 0);
      assertEquals(
          trick != Trick.FREEZES,
          report.proofs().stream().anyMatch(each -> each.served() == Served.WRONG),
          report::toString);
      assertEquals(trick == Trick.FREEZES, report.isUsable(), "one state is a sound one");
    }
  }

  @Test
  void whoGivesNoLogsWhereTheHeaderSaysThatThereAreSomeIsFoundOut() throws Exception {
    try (HostileProxy node = hostile()) {
      node.begin(Trick.OMITS_LOGS);
      AtBlock logs = probe(chain.endpoint(node.uri().toString())).logs().get(0);
      assertEquals(Served.NO, logs.served());
      assertTrue(logs.why().contains("gives none"), logs.why());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STALLS", "DRIPS"})
  void aNodeThatHoldsUpCostsTheTimeThatWasGivenAndNoMore(Trick trick) throws Exception {
    try (HostileProxy node = hostile()) {
      node.begin(trick);
      ChainEndpoint stalled = chain.endpoint(node.uri().toString());
      List<ProviderReport> reports =
          assertTimeout(
              Duration.ofSeconds(8),
              () ->
                  new Probe(BlockNaming.ETHEREUM, List.of(withLog))
                      .ask(List.of(stalled, chain.http()), Duration.ofSeconds(3)));
      assertEquals(Optional.of("it did not answer in time"), reports.get(0).objection());
      assertTrue(
          reports.get(0).proofs().stream().allMatch(each -> each.served() == Served.NOT_ASKED));
      assertEquals(Served.NOT_ASKED, reports.get(0).logs().get(0).served());
      assertTrue(reports.get(1).isUsable(), "the others are not held up");
    }
  }

  @Test
  void anotherChainAnotherContractAndNobodyAtAllAreSaid() throws Exception {
    RegistryId otherChain = new RegistryId(7, chain.id().contract());
    RegistryId otherContract = new RegistryId(chain.id().chainId(), Wallet.create().address());
    String uri = chain.devnet().uri().toString();
    ProviderReport wrong = probe(ChainEndpoint.of(uri, otherChain));
    assertEquals(Optional.of(BigInteger.valueOf(chain.id().chainId())), wrong.chainId());
    assertTrue(wrong.objection().orElseThrow().contains("serves chain 31337"), wrong::toString);
    assertFalse(wrong.isUsable());
    ProviderReport empty = probe(ChainEndpoint.of(uri, otherContract));
    assertTrue(empty.objection().orElseThrow().contains("no contract at"), empty::toString);
    assertEquals(Served.YES, empty.proofs().get(0).served(), "it proves that there is none");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProviderReport nobody = probe(chain.endpoint("http://127.0.0.1:" + port));
    assertTrue(nobody.objection().orElseThrow().contains("is it running?"), nobody::toString);
    assertEquals(Optional.empty(), nobody.chainId());
  }

  private static HostileProxy hostile() throws Exception {
    Devnet devnet = chain.devnet();
    return new HostileProxy(
        devnet.uri(),
        new HostileProxy.Scene(
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            RecordCodec.idHash(RegistryFixture.newIdentity()),
            EthereumAddress.parse(devnet.deployer().address())));
  }
}
