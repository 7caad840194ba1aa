/**
 * For brokers and clients of Kafka: TLS over keys that both ends have.
 *
 * <p>Keys that are agreed on need nothing of this package: Kafka's own settings lead to them.
 */
package org.dpk.psk.kafka;
