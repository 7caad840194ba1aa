package org.dpk.consumers.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.consumers.Guide;
import org.dpk.provider.internal.Programs;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/guides/mqtt.md, which knows nothing of providers: a file names them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HiveMqProgramIT {

  private static final Guide GUIDE = new Guide("mqtt");

  @TempDir Path folder;

  @Test
  void publishes() throws Exception {
    Files.writeString(folder.resolve("Publish.java"), GUIDE.example("Publish.java"));
    Files.writeString(folder.resolve("tls.security"), GUIDE.example("tls.security"));
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (Mosquitto broker = Mosquitto.start("TLSv1.3");
        MqttConnection bob =
            MqttClients.PAHO_3.connect(
                PskKeyManager.ofFile(broker.keys(), "bob"), broker.port(), into(received))) {
      bob.subscribe("from/alice", 1);
      Files.copy(broker.keys(), folder.resolve("psk.txt"));
      List<String> command =
          List.of(
              Programs.java(),
              "-Djava.security.properties=tls.security",
              "-cp",
              Programs.classPath(),
              "Publish.java",
              Integer.toString(broker.port()));
      Programs.Result result = Programs.run(command, Map.of(), "", folder);
      assertEquals(0, result.exit(), result::output);
      assertEquals("hello", received.poll(20, TimeUnit.SECONDS));
    }
  }

  private static MqttConnection.Listener into(BlockingQueue<String> received) {
    return new MqttConnection.Listener() {
      @Override
      public void received(String text) {
        received.add(text);
      }

      @Override
      public void reconnected() {}
    };
  }
}
