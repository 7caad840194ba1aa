package org.dpk.psk.internal.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.NamedGroup;

/** The groups of the key exchange that there are. */
public enum Group {
  X25519("x25519", NamedGroup.x25519, "XDH"),
  SECP256R1("secp256r1", NamedGroup.secp256r1, "EC"),

  /** Post-quantum and classic at once; TLS 1.3 alone has it, and only on request. */
  X25519_MLKEM768("X25519MLKEM768", NamedGroup.X25519MLKEM768, "ML-KEM");

  private static final List<Group> DEFAULTS = List.of(X25519, SECP256R1);

  private final String jsseName;
  private final int code;
  private final String algorithm;

  Group(String jsseName, int code, String algorithm) {
    this.jsseName = jsseName;
    this.code = code;
    this.algorithm = algorithm;
  }

  /** What is used where nobody says otherwise, most wanted first. */
  public static List<Group> defaults() {
    return DEFAULTS;
  }

  /** By the standard name of JSSE, in capitals or not, as the JDK takes it. */
  public static Optional<Group> named(String name) {
    return Arrays.stream(values()).filter(one -> one.jsseName.equalsIgnoreCase(name)).findFirst();
  }

  /** The standard name of JSSE. */
  public String jsseName() {
    return jsseName;
  }

  /** The standard name of the algorithm that the group belongs to. */
  public String algorithm() {
    return algorithm;
  }

  /** Whether this version of TLS can use the group. */
  public boolean isIn(Protocol protocol) {
    return protocol == Protocol.TLS_1_3 || this != X25519_MLKEM768;
  }

  int code() {
    return code;
  }
}
