package org.dpk.consumers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.Guide;
import org.dpk.consumers.KeySource;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A broker that knows its clients by their keys, and lets only those in whom its authorizer names.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KafkaIT {

  private static final Guide GUIDE = new Guide("kafka");

  private static final int RECORDS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Broker broker;
  private static final Map<KeySource, Integer> PORTS =
      Map.of(KeySource.STATIC, Broker.freePort(), KeySource.AGREED, Broker.freePort());

  @BeforeAll
  static void start() throws Exception {
    String alice = HexFormat.of().formatHex(KeySource.ALICE);
    keyFile("psk.txt", "alice:" + alice + "\nmallory:" + "00".repeat(32));
    keyFile("alice.txt", "alice:" + alice);
    keyFile("mallory.txt", "mallory:" + "00".repeat(32));
    keyFile("stranger.txt", "alice:" + "11".repeat(32));
    broker = Broker.start(folder, brokerSettings());
    for (KeySource keys : KeySource.values()) {
      awaitReady(keys);
    }
  }

  private static void keyFile(String name, String lines) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, lines + "\n");
  }

  @AfterAll
  static void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  private static Map<String, String> brokerSettings() throws Exception {
    int internal = Broker.freePort();
    int controller = Broker.freePort();
    Map<String, String> settings = new HashMap<>();
    String listeners =
        "INTERNAL://localhost:%d,STATIC://localhost:%d,AGREED://localhost:%d"
            .formatted(internal, PORTS.get(KeySource.STATIC), PORTS.get(KeySource.AGREED));
    settings.put("listeners", listeners + ",CONTROLLER://localhost:" + controller);
    settings.put("advertised.listeners", listeners);
    settings.put("controller.quorum.voters", "1@localhost:" + controller);
    settings.put("inter.broker.listener.name", "INTERNAL");
    settings.put(
        "listener.security.protocol.map",
        "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,STATIC:SSL,AGREED:SSL");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put(
        "super.users",
        "User:ANONYMOUS;User:"
            + KeySource.STATIC.clientName()
            + ";User:"
            + KeySource.AGREED.clientName());
    settings.putAll(GUIDE.properties("static keys, broker", replacements()));
    settings.putAll(GUIDE.properties("DPK, broker", replacements()));
    return settings;
  }

  private static Map<String, String> replacements() {
    return Map.of(
        "/etc/kafka/psk.txt", folder.resolve("psk.txt").toString(),
        "/etc/kafka/alice.txt", folder.resolve("alice.txt").toString(),
        "/etc/kafka/broker.dpk", ChainForAllTests.chain().server().toString(),
        "client.dpk", ChainForAllTests.chain().client().toString(),
        "the password of the file", new String(IdentityFixture.PASSWORD));
  }

  private static Map<String, Object> clientSettings(KeySource keys) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", "localhost:" + PORTS.get(keys));
    settings.putAll(
        GUIDE.properties(
            keys == KeySource.STATIC ? "static keys, client" : "DPK, client", replacements()));
    return settings;
  }

  /** Somebody whom the broker knows, and its authorizer does not. */
  private static Map<String, Object> otherSettings(KeySource keys) throws Exception {
    Map<String, Object> settings = clientSettings(keys);
    if (keys == KeySource.STATIC) {
      settings.put("psk.file", folder.resolve("mallory.txt").toString());
    } else {
      settings.put(
          "ssl.keystore.location",
          ChainForAllTests.chain().identities().admit(RegistryFixture.newIdentity()).toString());
    }
    return settings;
  }

  /** Somebody whom the broker does not know. */
  private static Map<String, Object> strangerSettings(KeySource keys) throws Exception {
    Map<String, Object> settings = clientSettings(keys);
    if (keys == KeySource.STATIC) {
      settings.put("psk.file", folder.resolve("stranger.txt").toString());
    } else {
      settings.put(
          "ssl.keystore.location",
          ChainForAllTests.chain().identities().pretend(RegistryFixture.newIdentity()).toString());
    }
    return settings;
  }

  private static void awaitReady(KeySource keys) throws Exception {
    try (Admin admin = Admin.create(clientSettings(keys))) {
      assertEquals(
          1, admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).size());
    } catch (Exception e) {
      throw new AssertionError("no broker: " + broker.output(), e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThousandRecordsGoInAndOut(KeySource keys) throws Exception {
    String topic = "records-" + keys;
    try (Admin admin = Admin.create(clientSettings(keys))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      assertTrue(admin.listTopics().names().get().contains(topic));
    }
    produce(topic, clientSettings(keys));
    assertEquals(sent(), consume(topic, clientSettings(keys)));
  }

  /** The authorizer goes by the peer's principal: the name in its key, or its identity. */
  @ParameterizedTest
  @EnumSource
  void thePrincipalIsThePeer(KeySource keys) throws Exception {
    try (Admin admin = Admin.create(otherSettings(keys))) {
      NewTopic topic = new NewTopic("guarded-" + keys, 1, (short) 1);
      ExecutionException refused =
          assertThrows(
              ExecutionException.class, () -> admin.createTopics(List.of(topic)).all().get());
      assertInstanceOf(AuthorizationException.class, refused.getCause());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerIsNotLetIn(KeySource keys) throws Exception {
    try (Admin admin = Admin.create(strangerSettings(keys))) {
      ExecutionException refused =
          assertThrows(ExecutionException.class, () -> admin.describeCluster().nodes().get());
      assertInstanceOf(SslAuthenticationException.class, refused.getCause());
    }
  }

  private static List<String> sent() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      values.add("record " + i);
    }
    return values;
  }

  private static void produce(String topic, Map<String, Object> settings) throws Exception {
    List<Future<?>> results = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (String value : sent()) {
        results.add(producer.send(new ProducerRecord<>(topic, value)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
  }

  private static List<String> consume(String topic, Map<String, Object> settings) {
    settings.put("group.id", "readers of " + topic);
    settings.put("auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (values.size() < RECORDS && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
          values.add(each.value());
        }
      }
    }
    return values;
  }
}
