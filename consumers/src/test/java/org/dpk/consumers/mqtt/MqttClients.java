package org.dpk.consumers.mqtt;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;

/** MQTT clients as an application uses them. */
enum MqttClients {
  PAHO_3 {
    @Override
    MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener)
        throws Exception {
      return new Paho3(context(keys).getSocketFactory(), port, listener);
    }
  },
  PAHO_5 {
    @Override
    MqttConnection connect(PskKeyManager keys, int port, MqttConnection.Listener listener)
        throws Exception {
      return new Paho5(context(keys).getSocketFactory(), port, listener);
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

  private static SSLContext context(PskKeyManager keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }
}
