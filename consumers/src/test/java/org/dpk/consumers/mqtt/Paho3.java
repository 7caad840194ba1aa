package org.dpk.consumers.mqtt;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Paho's client for MQTT 3. */
final class Paho3 implements MqttConnection, MqttCallbackExtended {

  private final MqttClient client;
  private final Listener listener;

  Paho3(SSLSocketFactory sockets, int port, Listener listener) throws MqttException {
    this.listener = listener;
    client =
        new MqttClient(
            "ssl://localhost:" + port, MqttClient.generateClientId(), new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(sockets);
    options.setAutomaticReconnect(true);
    client.setCallback(this);
    try {
      client.connect(options);
    } catch (MqttException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public void subscribe(String topic, int qos) throws MqttException {
    client.subscribe(topic, qos);
  }

  @Override
  public void publish(String topic, int qos, String text) throws MqttException {
    client.publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, false);
  }

  @Override
  public void close() throws MqttException {
    client.disconnect();
    client.close();
  }

  @Override
  public void connectComplete(boolean again, String uri) {
    if (again) {
      listener.reconnected();
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    listener.received(new String(message.getPayload(), StandardCharsets.UTF_8));
  }

  @Override
  public void connectionLost(Throwable cause) {}

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
