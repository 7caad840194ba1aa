package org.dpk.psk.internal.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cipher suites that there are, most wanted first. All of them hash with SHA-256. */
public enum Suite {
  TLS_AES_128_GCM_SHA256(0x1301, Protocol.TLS_1_3),
  TLS_CHACHA20_POLY1305_SHA256(0x1303, Protocol.TLS_1_3),
  TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256(0xCCAC, Protocol.TLS_1_2),
  TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256(0xD001, Protocol.TLS_1_2);

  private static final List<Suite> ALL = List.of(values());

  private final int code;
  private final Protocol protocol;

  Suite(int code, Protocol protocol) {
    this.code = code;
    this.protocol = protocol;
  }

  /** Every suite, most wanted first. */
  public static List<Suite> all() {
    return ALL;
  }

  /** By the standard name of JSSE. */
  public static Optional<Suite> named(String name) {
    return ALL.stream().filter(suite -> suite.name().equals(name)).findFirst();
  }

  static Suite of(int code) {
    return Arrays.stream(values()).filter(suite -> suite.code == code).findFirst().orElseThrow();
  }

  int code() {
    return code;
  }

  /** The one version of TLS that knows this suite. */
  public Protocol protocol() {
    return protocol;
  }
}
