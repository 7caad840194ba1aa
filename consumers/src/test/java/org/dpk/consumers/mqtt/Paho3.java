package org.dpk.consumers.mqtt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
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

  // example: paho
  static MqttConnectOptions options(PskKeyManager keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(context.getSocketFactory());
    options.setAutomaticReconnect(true);
    return options;
  }

  // end

  Paho3(PskKeyManager keys, int port, Listener listener)
      throws MqttException, GeneralSecurityException {
    this.listener = listener;
    client =
        new MqttClient(
            "ssl://localhost:" + port, MqttClient.generateClientId(), new MemoryPersistence());
    client.setCallback(this);
    try {
      client.connect(options(keys));
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
