package org.dpk.consumers.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Security;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT clients at a real mosquitto, by the very key file that it reads itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class MosquittoContract {

  private static final int PATIENCE_SECONDS = 30;

  private Mosquitto broker;

  /** The only one that the broker speaks. */
  abstract String protocol();

  @BeforeAll
  void start() throws Exception {
    Security.removeProvider(PskJsseProvider.NAME);
    Security.insertProviderAt(new PskJsseProvider().configure(PskJsseProvider.FOR_TLS), 1);
    broker = Mosquitto.start(protocol());
  }

  @AfterAll
  void stop() throws Exception {
    Security.removeProvider(PskJsseProvider.NAME);
    broker.close();
  }

  /** What came to one client. */
  private static final class Inbox implements MqttConnection.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final Semaphore reconnections = new Semaphore(0);

    @Override
    public void received(String text) {
      texts.add(text);
    }

    @Override
    public void reconnected() {
      reconnections.release();
    }

    String next() throws InterruptedException {
      return texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void awaitReconnection() throws InterruptedException {
      assertTrue(reconnections.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "not reconnected");
    }
  }

  private MqttConnection connect(MqttClients client, String identity, Inbox inbox)
      throws Exception {
    return client.connect(PskKeyManager.ofFile(broker.keys(), identity), broker.port(), inbox);
  }

  @ParameterizedTest
  @EnumSource
  void movesMessagesBothWays(MqttClients client) throws Exception {
    Inbox alices = new Inbox();
    Inbox bobs = new Inbox();
    try (MqttConnection alice = connect(client, "alice", alices);
        MqttConnection bob = connect(client, "bob", bobs)) {
      alice.subscribe("from/bob", 2);
      bob.subscribe("from/alice", 2);
      for (int qos = 0; qos <= 2; qos++) {
        alice.publish("from/alice", qos, "to bob " + qos);
        assertEquals("to bob " + qos, bobs.next());
        bob.publish("from/bob", qos, "to alice " + qos);
        assertEquals("to alice " + qos, alices.next());
      }
      String big = "0123456789".repeat(100_000);
      alice.publish("from/alice", 1, big);
      assertEquals(big, bobs.next());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBrokerKnowsAClientByItsKey(MqttClients client) throws Exception {
    Inbox alices = new Inbox();
    try (MqttConnection alice = connect(client, "alice", alices);
        MqttConnection bob = connect(client, "bob", new Inbox())) {
      alice.subscribe("from/+", 0);
      bob.publish("from/alice", 0, "I am alice");
      bob.publish("from/bob", 0, "I am bob");
      assertEquals("I am bob", alices.next());
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackWhenTheBrokerDoes(MqttClients client) throws Exception {
    Inbox inbox = new Inbox();
    try (MqttConnection alice = connect(client, "alice", inbox)) {
      broker.restart();
      inbox.awaitReconnection();
      alice.subscribe("from/alice", 1);
      alice.publish("from/alice", 1, "here again");
      assertEquals("here again", inbox.next());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAWrongKey(MqttClients client) {
    String reason = refusal(client, "alice", new byte[32]);
    assertTrue(reason.contains("hold different keys"), reason);
  }

  /** That it can be told from a wrong key is up to OpenSSL, which serves here. */
  @ParameterizedTest
  @EnumSource
  void refusesAnUnknownIdentity(MqttClients client) {
    String reason = refusal(client, "mallory", new byte[32]);
    assertTrue(reason.contains("not know this PSK identity"), reason);
  }

  private String refusal(MqttClients client, String identity, byte[] key) {
    PskKeyManager keys = PskKeyManager.of(Map.of(identity, key));
    Throwable thrown =
        assertThrows(
            Exception.class, () -> client.connect(keys, broker.port(), new Inbox()).close());
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause)
        .filter(SSLHandshakeException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst()
        .orElseThrow(() -> new AssertionError(broker.output(), thrown));
  }
}
