package org.dpk.psk.internal.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cipher suites that there are, most wanted first. All of them hash with SHA-256. */
public enum Suite {
  TLS_AES_128_GCM_SHA256(0x1301, Protocol.TLS_1_3, "AES_128_GCM", "AES/GCM/NoPadding"),
  TLS_CHACHA20_POLY1305_SHA256(0x1303, Protocol.TLS_1_3, "CHACHA20_POLY1305", "ChaCha20-Poly1305"),
  TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256(
      0xCCAC, Protocol.TLS_1_2, "CHACHA20_POLY1305", "ChaCha20-Poly1305", "ECDHE", "PSK"),
  TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256(
      0xD001, Protocol.TLS_1_2, "AES_128_GCM", "AES/GCM/NoPadding", "ECDHE", "PSK");

  private static final List<Suite> ALL = List.of(values());

  private final int code;
  private final Protocol protocol;
  private final String[] algorithms;

  Suite(int code, Protocol protocol, String... algorithms) {
    this.code = code;
    this.protocol = protocol;
    this.algorithms = algorithms;
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

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** What it is made of, by the names that {@code jdk.tls.disabledAlgorithms} may have. */
  public Stream<String> algorithms() {
    return Arrays.stream(algorithms);
  }

  /** The one version of TLS that knows this suite. */
  public Protocol protocol() {
    return protocol;
  }
}
