package org.dpk.psk.internal.tls;

import java.util.Arrays;
import java.util.Optional;

/** The versions of TLS that there are, most wanted first. */
public enum Protocol {
  TLS_1_3("TLSv1.3"),
  TLS_1_2("TLSv1.2");

  private final String jsseName;

  Protocol(String jsseName) {
    this.jsseName = jsseName;
  }

  /** The standard name of JSSE. */
  public String jsseName() {
    return jsseName;
  }

  /** By the standard name of JSSE. */
  public static Optional<Protocol> named(String name) {
    return Arrays.stream(values()).filter(protocol -> protocol.jsseName.equals(name)).findFirst();
  }
}
