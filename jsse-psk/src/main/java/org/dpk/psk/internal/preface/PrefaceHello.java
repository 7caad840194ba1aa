package org.dpk.psk.internal.preface;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ClientHello that carries the first message of an agreement: a genuine one, so that a server
 * that knows nothing of agreements answers it as TLS, and so that Netty and Tomcat route it by SNI
 * and ALPN.
 *
 * <p>Its list of key shares is empty, which RFC 8446 §4.2.8 allows: it costs no curve operation.
 */
public final class PrefaceHello {

  /** What the rest of a ClientHello needs at most, in bytes. */
  private static final int MAX_OVERHEAD = 1024;

  private static final int[] CIPHER_SUITES = {
    0x1301,
    0x1303, // TLS 1.3, as the real hello
    0xC02B,
    0xC02F,
    0xCCA9,
    0xCCA8 // TLS 1.2: ECDHE with AEAD, for a server without 1.3
  };
  private static final int[] GROUPS = {0x001D, 0x0017, 0x0018}; // x25519, secp256r1, secp384r1
  private static final int[] SIGNATURE_ALGORITHMS = {
    0x0403, 0x0807, 0x0804, 0x0401, 0x0503, 0x0805 // ECDSA, Ed25519, RSA-PSS, PKCS#1
  };

  private PrefaceHello() {}

  /**
   * The records of the hello.
   *
   * @param random 64 fresh bytes: the random and the legacy session id
   * @param serverName null for none
   * @param applicationProtocols empty for none
   * @param message the first message of the agreement
   * @throws FatalAlert if the message is too long for a ClientHello
   */
  public static byte[] records(
      byte[] random, @Nullable String serverName, List<String> applicationProtocols, byte[] message)
      throws FatalAlert {
    byte[] extensions = extensions(serverName, applicationProtocols, message);
    if (extensions.length > 0xFFFF) {
      throw FatalAlert.handshake(
          Alert.INTERNAL_ERROR,
          "the first message of the agreement has "
              + message.length
              + " bytes and does not fit into a ClientHello");
    }
    WireWriter body =
        new WireWriter(extensions.length + 128)
            .uint16(Records.TLS_1_2_VERSION)
            .bytes(Arrays.copyOfRange(random, 0, 32))
            .opaque8(Arrays.copyOfRange(random, 32, 64))
            .opaque16(uint16s(CIPHER_SUITES))
            .opaque8(new byte[] {0})
            .opaque16(extensions);
    byte[] hello =
        new WireWriter(extensions.length + 128)
            .uint8(ClientHello.HANDSHAKE_TYPE)
            .opaque24(body.toByteArray())
            .toByteArray();
    return Records.handshake(hello, Records.TLS_1_0_VERSION);
  }

  private static byte[] extensions(
      @Nullable String serverName, List<String> applicationProtocols, byte[] message) {
    WireWriter out = new WireWriter(MAX_OVERHEAD + message.length);
    if (serverName != null) {
      extension(out, ExtensionTypes.SERVER_NAME, serverNameList(serverName));
    }
    if (!applicationProtocols.isEmpty()) {
      extension(out, ExtensionTypes.ALPN, protocolNames(applicationProtocols));
    }
    extension(out, ExtensionTypes.SUPPORTED_GROUPS, list16(GROUPS));
    extension(out, ExtensionTypes.EC_POINT_FORMATS, new byte[] {1, 0});
    extension(out, ExtensionTypes.SIGNATURE_ALGORITHMS, list16(SIGNATURE_ALGORITHMS));
    extension(out, ExtensionTypes.EXTENDED_MASTER_SECRET, new byte[0]);
    extension(out, ExtensionTypes.RENEGOTIATION_INFO, new byte[] {0});
    extension(out, ExtensionTypes.SUPPORTED_VERSIONS, new byte[] {4, 3, 4, 3, 3});
    extension(out, ExtensionTypes.PSK_KEY_EXCHANGE_MODES, new byte[] {1, 1});
    extension(out, ExtensionTypes.KEY_SHARE, new byte[] {0, 0});
    // bounded here, so that a message that is too long is told apart from a programming error
    out.uint16(ExtensionTypes.AGREEMENT).uint16(message.length).bytes(message);
    return out.toByteArray();
  }

  private static void extension(WireWriter out, int type, byte[] content) {
    out.uint16(type).opaque16(content);
  }

  /** RFC 6066 §3. */
  private static byte[] serverNameList(String serverName) {
    byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
    byte[] entry = new WireWriter(name.length + 3).uint8(0).opaque16(name).toByteArray();
    return new WireWriter(entry.length + 2).opaque16(entry).toByteArray();
  }

  /** RFC 7301 §3.1. */
  private static byte[] protocolNames(List<String> names) {
    WireWriter list = new WireWriter(64);
    names.forEach(name -> list.opaque8(name.getBytes(StandardCharsets.ISO_8859_1)));
    return new WireWriter(64).opaque16(list.toByteArray()).toByteArray();
  }

  private static byte[] list16(int[] values) {
    return new WireWriter(2 + 2 * values.length).opaque16(uint16s(values)).toByteArray();
  }

  private static byte[] uint16s(int[] values) {
    WireWriter out = new WireWriter(2 * values.length);
    for (int value : values) {
      out.uint16(value);
    }
    return out.toByteArray();
  }
}
