package org.dpk.consumers.mqtt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Paho's client for MQTT 5. */
final class Paho5 implements MqttConnection, MqttCallback {

  private final MqttClient client;
  private final Listener listener;

  Paho5(PskKeyManager keys, int port, Listener listener)
      throws MqttException, GeneralSecurityException {
    this.listener = listener;
    client =
        new MqttClient(
            "ssl://localhost:" + port, UUID.randomUUID().toString(), new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    options.setSocketFactory(context.getSocketFactory());
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
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void authPacketArrived(int reason, MqttProperties properties) {}
}
