package org.dpk.consumers.mqtt;

/** An open connection to a broker, which comes back by itself. */
interface MqttConnection extends AutoCloseable {

  /** Told on threads of the client. */
  interface Listener {

    void received(String text);

    void reconnected();
  }

  void subscribe(String topic, int qos) throws Exception;

  void publish(String topic, int qos, String text) throws Exception;
}
