package org.dpk.consumers.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;

/** HiveMQ's client, for MQTT 5. */
final class HiveMq implements MqttConnection {

  private final Mqtt5Client client;
  private final Listener listener;
  private final AtomicBoolean connected = new AtomicBoolean();

  HiveMq(KeyManagerFactory keys, int port, Listener listener) {
    this.listener = listener;
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig()
            .keyManagerFactory(keys)
            .applySslConfig()
            .addConnectedListener(context -> connected())
            .addDisconnectedListener(context -> context.getReconnector().reconnect(connected.get()))
            .build();
    client.toBlocking().connect();
  }

  private void connected() {
    if (connected.getAndSet(true)) {
      listener.reconnected();
    }
  }

  @Override
  public void subscribe(String topic, int qos) {
    client
        .toAsync()
        .subscribeWith()
        .topicFilter(topic)
        .qos(MqttQos.fromCode(qos))
        .callback(this::received)
        .send()
        .join();
  }

  private void received(Mqtt5Publish message) {
    listener.received(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void publish(String topic, int qos, String text) {
    client
        .toBlocking()
        .publishWith()
        .topic(topic)
        .qos(MqttQos.fromCode(qos))
        .payload(text.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Override
  public void close() {
    client.toBlocking().disconnect();
  }
}
