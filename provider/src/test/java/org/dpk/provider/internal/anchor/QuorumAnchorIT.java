package org.dpk.provider.internal.anchor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.EthereumNode;
import org.dpk.provider.internal.ethereum.NodeHeaders;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.registry.CountingProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreement of nodes on the blocks of a real chain. */
class QuorumAnchorIT {

  private static RegistryFixture chain;

  private final List<CountingProxy> proxies = new ArrayList<>();
  private final List<EthereumNode> nodes = new ArrayList<>();
  private final List<HeaderSource> sources = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @BeforeEach
  void connect() throws Exception {
    for (int i = 0; i < 3; i++) {
      CountingProxy proxy = new CountingProxy(chain.devnet().uri());
      proxies.add(proxy);
      nodes.add(EthereumNode.connect(chain.endpoint(proxy.uri().toString())));
      sources.add(new NodeHeaders(nodes.get(i)));
    }
  }

  @AfterEach
  void disconnect() {
    nodes.forEach(EthereumNode::close);
    proxies.forEach(CountingProxy::close);
  }

  @Test
  void oneNodeOfADevelopmentChainCostsOneExchange() throws Exception {
    try (Anchor anchor = QuorumSettings.newest(1, 0).open(sources.subList(0, 1), null)) {
      assertTrue(anchor.head().isEmpty());
      int before = proxies.get(0).count();
      AnchoredBlock head = anchor.follow(RegistryFixture.PATIENCE);
      assertEquals(before + 1, proxies.get(0).count());
      assertEquals(chain.node().newestBlock(), head.block());
      assertEquals(head, anchor.head().orElseThrow());

      chain.admit(RegistryFixture.newIdentity(), Wallet.create().address());
      AnchoredBlock next = anchor.follow(RegistryFixture.PATIENCE);
      assertEquals(head.block().number() + 1, next.block().number());
      assertArrayEquals(head.block().hash(), next.parentHash());
      assertEquals(before + 2, proxies.get(0).count());
    }
  }

  @Test
  void whatLiesBelowTheNewestIsHandedOut() throws Exception {
    chain.devnet().mine(8);
    try (Anchor anchor = QuorumSettings.newest(3, 5).open(sources, null)) {
      BlockRef newest = chain.node().newestBlock();
      BlockRef head = anchor.follow(RegistryFixture.PATIENCE).block();
      assertEquals(newest.number() - 5, head.number());
    }
  }

  @Test
  void whatTheNodesCallFinalIsHandedOut() throws Exception {
    chain.devnet().mine(100);
    try (Anchor anchor = QuorumSettings.finalized(2).open(sources, null)) {
      BlockRef head = anchor.follow(RegistryFixture.PATIENCE).block();
      assertTrue(head.number() > 0 && head.number() < chain.node().newestBlock().number());
    }
  }

  @Test
  void aNodeThatHangsIsNotWaitedFor() throws Exception {
    proxies.get(2).hold();
    try (Anchor anchor = QuorumSettings.newest(2, 0).open(sources, null)) {
      long start = System.nanoTime();
      assertEquals(chain.node().newestBlock(), anchor.follow(RegistryFixture.PATIENCE).block());
      chain.devnet().mine(1);
      assertEquals(chain.node().newestBlock(), anchor.follow(RegistryFixture.PATIENCE).block());
      assertTrue(System.nanoTime() - start < RegistryFixture.PATIENCE.toNanos() / 2);
    }
  }

  @Test
  void fewerThanEnoughAreNamed() {
    proxies.get(0).close();
    proxies.get(1).close();
    try (Anchor anchor = QuorumSettings.newest(2, 0).open(sources, null)) {
      RegistryException.Unanchored refusal =
          assertThrows(
              RegistryException.Unanchored.class, () -> anchor.follow(RegistryFixture.PATIENCE));
      assertTrue(
          refusal.getMessage().startsWith("2 of 3 nodes have to agree on a block, and 1 answered"),
          refusal.getMessage());
      assertTrue(refusal.getMessage().contains(sources.get(1).name()), refusal.getMessage());
      proxies.get(2).close();
      assertThrows(
          RegistryException.Unreachable.class, () -> anchor.follow(RegistryFixture.PATIENCE));
    }
  }

  @Test
  void aForkBelowTheAnchorIsNotSeen() throws Exception {
    chain.devnet().mine(20);
    try (Anchor anchor = QuorumSettings.newest(2, 5).open(sources, null)) {
      AnchoredBlock before = anchor.follow(RegistryFixture.PATIENCE);
      chain.devnet().anvil().rpc("anvil_reorg", 3, List.of());
      assertEquals(before, anchor.follow(RegistryFixture.PATIENCE));
      chain.devnet().mine(1);
      AnchoredBlock after = anchor.follow(RegistryFixture.PATIENCE);
      assertEquals(before.block().number() + 1, after.block().number());
      assertArrayEquals(before.block().hash(), after.parentHash());
    }
  }

  @Test
  void aForkThatTheChainTookReplacesTheHead() throws Exception {
    chain.devnet().mine(20);
    try (Anchor anchor = QuorumSettings.newest(2, 0).open(sources, null)) {
      BlockRef before = anchor.follow(RegistryFixture.PATIENCE).block();
      chain.devnet().anvil().rpc("anvil_reorg", 3, List.of());
      BlockRef after = anchor.follow(RegistryFixture.PATIENCE).block();
      assertEquals(before.number(), after.number());
      assertNotEquals(before, after);
    }
  }

  @Test
  void aChainThatGoesBackDoesNotTakeTheHeadAlong(@TempDir Path folder) throws Exception {
    String snapshot = chain.devnet().anvil().rpc("evm_snapshot").asText();
    chain.devnet().mine(4);
    AnchoredBlock before;
    try (Anchor anchor = QuorumSettings.newest(1, 0).open(sources.subList(0, 1), folder)) {
      before = anchor.follow(RegistryFixture.PATIENCE);
      chain.devnet().anvil().rpc("evm_revert", snapshot);
      assertTrue(chain.node().newestBlock().number() < before.block().number());
      assertEquals(before, anchor.follow(RegistryFixture.PATIENCE));
    }
    try (Anchor again = QuorumSettings.newest(1, 0).open(sources.subList(0, 1), folder)) {
      AnchoredBlock resumed = again.follow(RegistryFixture.PATIENCE);
      assertEquals(before.block(), resumed.block());
      assertArrayEquals(before.stateRoot(), resumed.stateRoot());
      chain.devnet().mine(9);
      assertTrue(again.follow(RegistryFixture.PATIENCE).block().number() > before.block().number());
    }
  }

  @Test
  void aNodeOfAnotherChainIsOutvotedAndNamed() throws Exception {
    try (Devnet other = Devnet.start(AnvilOptions.defaults());
        EthereumNode node = EthereumNode.connect(chain.endpoint(other.uri().toString()))) {
      other.mine(chain.node().newestBlock().number());
      HeaderSource foreign = new NodeHeaders(node);
      List<HeaderSource> mixed = List.of(foreign, sources.get(0), sources.get(1));
      try (Anchor anchor = QuorumSettings.newest(2, 0).open(mixed, null)) {
        assertEquals(chain.node().newestBlock(), anchor.follow(RegistryFixture.PATIENCE).block());
      }
      try (Anchor anchor = QuorumSettings.newest(2, 0).open(mixed.subList(0, 2), null)) {
        String message =
            assertThrows(
                    RegistryException.Unanchored.class,
                    () -> anchor.follow(RegistryFixture.PATIENCE))
                .getMessage();
        assertTrue(message.contains(foreign.name() + " says 0x"), message);
        assertTrue(message.contains(sources.get(0).name() + " says 0x"), message);
      }
    }
  }
}
