package org.dpk.provider;

import java.util.Map;

/**
 * {@link HandshakeMetrics} for JMX: {@code org.dpk.provider:type=Handshakes,identity="…"} in the
 * platform's MBean server, from the first handshake that a server answers.
 */
public interface HandshakesMXBean {

  /** By the names of {@link HandshakeMetrics.Rung}. */
  Map<String, Long> getCounts();

  /** How many runs are between NS1 and NS34 now. */
  int getUnfinished();

  /** Whether cookies are asked for now. */
  boolean isUnderLoad();
}
