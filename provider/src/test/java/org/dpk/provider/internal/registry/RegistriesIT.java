package org.dpk.provider.internal.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.contracts.devnet.Devnet;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.ethereum.Transport;
import org.dpk.provider.internal.ethereum.Wallet;
import org.dpk.provider.internal.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A registry as an application opens it, on a real chain. */
class RegistriesIT {

  /** Within this a change on a development chain is known here. */
  private static final Duration NOTICE = Duration.ofSeconds(3);

  private static RegistryFixture chain;
  private final Wallet owner = Wallet.create();
  private final DpkIdentity identity = RegistryFixture.newIdentity();
  private final BlockingQueue<IdentityChanged> heard = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRevocationEndsWhatIsRemembered(Transport transport) throws Exception {
    chain.admit(identity, owner.address());
    try (KeyRegistry registry = Registries.open(transport.of(chain));
        AutoCloseable listening = registry.onChange(heard::add)) {
      assertInstanceOf(Lookup.Active.class, find(registry, Freshness.RECENT));

      long before = System.nanoTime();
      chain.revoke(identity);
      IdentityChanged change = awaitChange(identity);
      assertTrue(change.revoked());
      assertTrue(System.nanoTime() - before < NOTICE.toNanos(), "the change was noticed late");
      assertInstanceOf(Lookup.Revoked.class, find(registry, Freshness.RECENT));
      assertTrue(listening != null);
    }
  }

  @Test
  void whatIsRememberedCostsNoQuestion() throws Exception {
    IdentityRecord record = chain.admit(identity, owner.address());
    try (CountingProxy proxy = new CountingProxy(chain.devnet().uri());
        KeyRegistry registry = Registries.open(chain.endpoint(proxy.uri().toString()))) {
      find(registry, Freshness.NOW);
      int calls = proxy.count("eth_call");
      for (int i = 0; i < 100; i++) {
        Lookup.Active found = (Lookup.Active) find(registry, Freshness.RECENT);
        assertEquals(record, found.record());
      }
      assertEquals(calls, proxy.count("eth_call"));
    }
  }

  @Test
  void hundredAtOnceAskOnce() throws Exception {
    chain.admit(identity, owner.address());
    try (CountingProxy proxy = new CountingProxy(chain.devnet().uri());
        KeyRegistry registry = Registries.open(chain.endpoint(proxy.uri().toString()))) {
      int before = proxy.count("eth_getLogs", identityTopic());
      proxy.hold();
      List<CompletableFuture<Lookup>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(registry.find(identity, Freshness.RECENT));
      }
      proxy.release();
      for (CompletableFuture<Lookup> answer : answers) {
        assertInstanceOf(Lookup.Active.class, get(answer));
      }
      assertEquals(1, proxy.count("eth_getLogs", identityTopic()) - before);
    }
  }

  @Test
  void aNodeThatTakesNoBatchesIsAskedOneByOne() throws Exception {
    IdentityRecord record = chain.admit(identity, owner.address());
    try (CountingProxy proxy = new CountingProxy(chain.devnet().uri())) {
      proxy.refuseBatches();
      try (KeyRegistry registry = Registries.open(chain.endpoint(proxy.uri().toString()))) {
        assertEquals(record, ((Lookup.Active) find(registry, Freshness.NOW)).record());
        assertEquals(1, proxy.count("[{\"jsonrpc\""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsClosedLeavesNothingBehind(Transport transport) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    KeyRegistry registry = Registries.open(transport.of(chain));
    find(registry, Freshness.NOW);
    registry.close();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> find(registry, Freshness.NOW));
    assertInstanceOf(RegistryException.Unreachable.class, failure.getCause());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      // OkHttp's own are shared by all its clients and end by themselves after a minute.
      if (!before.contains(thread) && !thread.getName().startsWith("OkHttp TaskRunner")) {
        thread.join(RegistryFixture.PATIENCE.toMillis());
        assertFalse(thread.isAlive(), "left behind: " + thread);
      }
    }
  }

  @Test
  void aChainThatWasSwappedForAnotherIsNoticed() throws Exception {
    RegistryFixture first = RegistryFixture.start();
    int port = first.devnet().anvil().port();
    // Two chains that start in the same second would have the same blocks.
    first.devnet().advance(Duration.ofSeconds(100));
    try (KeyRegistry registry = Registries.open(first.http());
        AutoCloseable listening = registry.onChange(heard::add)) {
      try {
        first.admit(identity, owner.address());
        awaitChange(identity); // a change is no news to who has looked since
        find(registry, Freshness.NOW);
      } finally {
        first.close();
      }
      // The same contract at the same address, as all comes from the same deployer.
      try (RegistryFixture second = RegistryFixture.start(AnvilOptions.defaults().withPort(port))) {
        second.devnet().mine(20);
        awaitChange(identity);
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> find(registry, Freshness.NOW));
        assertInstanceOf(RegistryException.RolledBack.class, failure.getCause());
      }
      assertTrue(listening != null);
    }
  }

  @Test
  void whoWantsItAsOfNowSeesWhatWasJustMined() throws Exception {
    try (KeyRegistry registry = Registries.open(chain.http())) {
      assertInstanceOf(Lookup.Absent.class, find(registry, Freshness.RECENT));
      for (long version = 1; version <= 5; version++) {
        CompletableFuture<Lookup> earlier = registry.find(identity, Freshness.NOW);
        IdentityRecord mined =
            version == 1 ? chain.admit(identity, owner.address()) : chain.rotate(identity, owner);
        Lookup.Active found = (Lookup.Active) find(registry, Freshness.NOW);
        assertEquals(mined, found.record());
        get(earlier);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "WEB_SOCKET"})
  void changesAreHeardAcrossARestartOfTheNode(Transport transport, @TempDir Path folder)
      throws Exception {
    AnvilOptions options = AnvilOptions.defaults().withState(folder.resolve("state.json"));
    RegistryFixture first = RegistryFixture.start(options);
    int port = first.devnet().anvil().port();
    IdentityRecord record;
    try (KeyRegistry registry = Registries.open(transport.of(first));
        AutoCloseable listening = registry.onChange(heard::add)) {
      try {
        record = first.admit(identity, owner.address());
        assertEquals(record, ((Lookup.Active) find(registry, Freshness.NOW)).record());
      } finally {
        first.close();
      }
      try (Devnet again = Devnet.resume(options.withPort(port), first.devnet().registry());
          RegistryFixture second = RegistryFixture.on(again)) {
        second.revoke(identity);
        awaitRevocation(identity);
        assertInstanceOf(Lookup.Revoked.class, find(registry, Freshness.RECENT));
      }
      assertTrue(listening != null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReorganisationUndoesWhatWasRead(Transport transport) throws Exception {
    try (RegistryFixture own = RegistryFixture.start();
        KeyRegistry registry = Registries.open(transport.of(own));
        AutoCloseable listening = registry.onChange(heard::add)) {
      own.admit(identity, owner.address());
      awaitChange(identity);
      find(registry, Freshness.NOW);
      own.devnet().mine(1);
      String snapshot = own.devnet().anvil().rpc("evm_snapshot").asText();
      IdentityRecord lost = own.rotate(identity, owner);
      awaitChange(identity);
      assertEquals(lost, ((Lookup.Active) find(registry, Freshness.NOW)).record());

      own.devnet().anvil().rpc("evm_revert", snapshot);
      own.devnet().mine(3);
      awaitChange(identity);
      Lookup.Active found = (Lookup.Active) find(registry, Freshness.RECENT);
      assertEquals(1, found.record().version());
      assertTrue(listening != null);
    }
  }

  private String identityTopic() {
    return RecordCodec.idHash(identity).toString();
  }

  private Lookup find(KeyRegistry registry, Freshness wanted) throws Exception {
    return get(registry.find(identity, wanted));
  }

  private static Lookup get(CompletableFuture<Lookup> answer) throws Exception {
    return answer.get(RegistryFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private IdentityChanged awaitChange(DpkIdentity of) throws InterruptedException {
    while (true) {
      IdentityChanged change = heard.poll(RegistryFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertTrue(change != null, "no change was heard");
      if (change.idHash().equals(RecordCodec.idHash(of))) {
        return change;
      }
    }
  }

  private void awaitRevocation(DpkIdentity of) throws InterruptedException {
    while (!awaitChange(of).revoked()) {
      // an earlier change of it
    }
  }
}
