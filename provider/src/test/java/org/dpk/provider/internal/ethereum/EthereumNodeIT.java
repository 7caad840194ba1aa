package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dpk.contracts.devnet.Anvil;
import org.dpk.contracts.devnet.AnvilOptions;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.time.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that are not there, are another's, stall or talk nonsense. */
class EthereumNodeIT {

  private static final Duration CALL = Duration.ofMillis(1500);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static RegistryFixture chain;

  @BeforeAll
  static void start() throws Exception {
    chain = RegistryFixture.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  @Test
  void anotherChainIsRefused() {
    RegistryId elsewhere = new RegistryId(1, chain.id().contract());
    RegistryException.WrongChain refused =
        assertThrows(
            RegistryException.WrongChain.class, () -> connect(chain.http().node(), elsewhere));
    assertTrue(refused.getMessage().contains("serves chain 31337"), refused.getMessage());
    assertTrue(refused.getMessage().contains("chain 1 is configured"), refused.getMessage());
  }

  @Test
  void anAddressWithoutContractIsRefused() {
    RegistryId nothing = new RegistryId(chain.id().chainId(), Wallet.create().address());
    RegistryException.NoContract refused =
        assertThrows(
            RegistryException.NoContract.class, () -> connect(chain.http().node(), nothing));
    assertTrue(refused.getMessage().startsWith("there is no contract at"), refused.getMessage());
  }

  @Test
  void anotherContractIsRefused() {
    // The deterministic deployment proxy, which anvil puts on every chain.
    EthereumAddress other = EthereumAddress.parse("0x4e59b44847b379578588920ca78fbf26c0b4956c");
    RegistryId another = new RegistryId(chain.id().chainId(), other);
    RegistryException.NoContract refused =
        assertThrows(
            RegistryException.NoContract.class, () -> connect(chain.http().node(), another));
    assertTrue(refused.getMessage().contains("is no DPK registry"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d", "ws://127.0.0.1:%d", "/nonexistent/%d.ipc"})
  void aNodeThatIsNotThereIsUnreachable(String address) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RegistryException.Unreachable refused =
        assertThrows(
            RegistryException.Unreachable.class,
            () -> EthereumNode.connect(chain.endpoint(address.formatted(port))));
    assertTrue(refused.getMessage().contains("is it running?"), refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aNodeThatStallsIsUnreachableInTimeAndGoesOnAfterwards(Transport transport) throws Exception {
    try (RegistryFixture own = RegistryFixture.start();
        EthereumNode node =
            EthereumNode.connect(
                transport.of(own).with(ChainEndpoint.Limits.DEFAULT.withDeadlines(CALL, CALL)))) {
      RegistryReader reader = new RegistryReader(node);
      reader.find(RegistryFixture.newIdentity());
      signal(own.devnet().anvil(), "STOP");
      try {
        awaitStopped(own.devnet().anvil());
        long start = System.nanoTime();
        assertThrows(
            RegistryException.Unreachable.class, () -> reader.find(RegistryFixture.newIdentity()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(CALL.plus(SLACK)) < 0, "took " + took);
      } finally {
        signal(own.devnet().anvil(), "CONT");
      }
      reader.find(RegistryFixture.newIdentity());
    }
  }

  @Test
  void aBlockFromTheFutureShowsAWrongClock() throws Exception {
    try (RegistryFixture own = RegistryFixture.start()) {
      own.devnet().advance(Duration.ofDays(365).plusHours(1));
      RegistryException.ClockSkew refused =
          assertThrows(RegistryException.ClockSkew.class, () -> EthereumNode.connect(own.http()));
      assertTrue(refused.getMessage().contains("365 days ahead"), refused.getMessage());
    }
  }

  @Test
  void anOldBlockIsFineUnlessAMaximalAgeIsConfigured() throws Exception {
    try (EthereumNode node = EthereumNode.connect(chain.http())) {
      RegistryCheck lenient = new RegistryCheck(node.endpoint());
      Instant nextYear = Instant.now().plus(Duration.ofDays(365));
      lenient.checkClock(node.newestBlock(), nextYear);

      ChainEndpoint.Limits strict =
          node.endpoint().limits().withClock(Duration.ofMinutes(1), Duration.ofMinutes(30));
      RegistryCheck check = new RegistryCheck(node.endpoint().with(strict));
      RegistryException.ClockSkew refused =
          assertThrows(
              RegistryException.ClockSkew.class,
              () -> check.checkClock(node.newestBlock(), nextYear));
      assertTrue(refused.getMessage().contains("old, more than"), refused.getMessage());
    }
  }

  @Test
  void aNodeThatStandsStillIsNoticedByALookUp() throws Exception {
    try (RegistryFixture own = RegistryFixture.start(AnvilOptions.defaults())) {
      ChainEndpoint.Limits strict =
          ChainEndpoint.Limits.DEFAULT.withClock(Duration.ofMinutes(5), Duration.ofSeconds(4));
      own.devnet().mine(1);
      try (EthereumNode node = EthereumNode.connect(own.http().with(strict))) {
        RegistryReader reader = new RegistryReader(node);
        Deadline deadline = Deadline.in(RegistryFixture.PATIENCE);
        assertThrows(
            RegistryException.ClockSkew.class,
            () -> {
              while (!deadline.isOver()) {
                reader.find(RegistryFixture.newIdentity());
                LockSupport.parkNanos(POLL.toNanos());
              }
            });
      }
    }
  }

  @Test
  void aConnectionThatWasClosedSaysSo() throws Exception {
    EthereumNode node = EthereumNode.connect(chain.http());
    node.close();
    RegistryException.Unreachable refused =
        assertThrows(RegistryException.Unreachable.class, node::newestBlock);
    assertTrue(refused.getMessage().endsWith("was closed"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "[{\"id\":1,\"result\":\"x\"},{\"id\":2,\"result\":{}},{\"id\":3,\"result\":\"0x\"}]",
        "[{\"id\":1,\"result\":\"0x7a69\"},{\"id\":2,\"result\":{}},{\"id\":3,\"result\":7}]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void aNodeThatTalksNonsenseIsAnErrorAndNothingElse(String answer) throws Exception {
    try (MisbehavingNode node = new MisbehavingNode(answer.getBytes(StandardCharsets.UTF_8))) {
      assertThrows(
          RegistryException.class,
          () -> EthereumNode.connect(chain.endpoint(node.uri().toString())));
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() throws Exception {
    byte[] large = ("[\"" + "x".repeat(8 << 20) + "\"]").getBytes(StandardCharsets.UTF_8);
    try (MisbehavingNode node = new MisbehavingNode(large)) {
      RegistryException refused =
          assertThrows(
              RegistryException.Unreachable.class,
              () -> EthereumNode.connect(chain.endpoint(node.uri().toString())));
      assertTrue(refused.getMessage().contains("more than 4194304 bytes"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "7", "[]", "{}", "{\"id\":1}", "[{\"id\":1}]", "LARGE"})
  void overAWebSocketNonsenseIsAnErrorInTimeToo(String answer) throws Exception {
    String text = answer.equals("LARGE") ? "[\"" + "x".repeat(8 << 20) + "\"]" : answer;
    try (MisbehavingWebSocketNode node = new MisbehavingWebSocketNode(question -> text)) {
      ChainEndpoint endpoint =
          chain
              .endpoint(node.uri().toString())
              .with(ChainEndpoint.Limits.DEFAULT.withDeadlines(CALL, CALL));
      long start = System.nanoTime();
      assertThrows(RegistryException.class, () -> EthereumNode.connect(endpoint));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(CALL.plus(SLACK)) < 0, "took " + took);
    }
  }

  @Test
  void overAWebSocketANodeMayRefuseBatches() throws Exception {
    Anvil anvil = chain.devnet().anvil();
    ObjectMapper json = new ObjectMapper();
    UnaryOperator<String> oneByOne =
        question -> {
          try {
            JsonNode call = json.readTree(question);
            if (call.isArray()) {
              return "{\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no batches\"}}";
            }
            Object[] params = json.convertValue(call.path("params"), Object[].class);
            JsonNode result = anvil.rpc(call.path("method").asText(), params);
            return json.createObjectNode()
                .put("id", call.path("id").asLong())
                .set("result", result)
                .toString();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (MisbehavingWebSocketNode node = new MisbehavingWebSocketNode(oneByOne);
        EthereumNode connected = EthereumNode.connect(chain.endpoint(node.uri().toString()))) {
      assertEquals(chain.node().newestBlock(), connected.newestBlock());
    }
  }

  @Test
  void aChainThatWasResetIsNoticed() throws Exception {
    RegistryFixture first = RegistryFixture.start();
    int port = first.devnet().anvil().port();
    try (EthereumNode node = EthereumNode.connect(first.http())) {
      RegistryReader reader = new RegistryReader(node);
      first.close();
      assertThrows(
          RegistryException.Unreachable.class, () -> reader.find(RegistryFixture.newIdentity()));
      try (Anvil empty = Anvil.start(AnvilOptions.defaults().withPort(port))) {
        assertEquals(port, empty.port());
        assertThrows(
            RegistryException.NoContract.class, () -> reader.find(RegistryFixture.newIdentity()));
      }
    }
  }

  private static void connect(URI node, RegistryId registry) throws RegistryException {
    EthereumNode.connect(ChainEndpoint.of(node.toString(), registry)).close();
  }

  private static void signal(Anvil anvil, String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(anvil.pid())).inheritIO().start();
    assertTrue(kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0, "kill failed");
  }

  /** All its threads: the signal is not there when kill returns. */
  private static void awaitStopped(Anvil anvil) throws IOException {
    Deadline deadline = Deadline.in(RegistryFixture.PATIENCE);
    while (!allStopped(anvil)) {
      assertFalse(deadline.isOver(), "anvil did not stop");
      Thread.onSpinWait();
    }
  }

  private static boolean allStopped(Anvil anvil) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + anvil.pid(), "task"))) {
      for (Path thread : threads.toList()) {
        if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
          return false;
        }
      }
    }
    return true;
  }
}
