package org.dpk.consumers.mqtt;

import org.dpk.psk.PskKeyManager;

/** MQTT clients as an application uses them. */
enum MqttClients {
  PAHO_3 {
    @Override
    MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener)
        throws Exception {
      return new Paho3(keys, port, listener);
    }
  },
  PAHO_5 {
    @Override
    MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener)
        throws Exception {
      return new Paho5(keys, port, listener);
    }
  },
  /** Needs DPKJSSE for {@code TLS} at the first place. */
  HIVEMQ {
    @Override
    MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener) {
      return new HiveMq(keys.asFactory(), port, listener);
    }
  };

  abstract MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener)
      throws Exception;
}
