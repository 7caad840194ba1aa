package org.dpk.psk.internal.preface;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dpk.psk.Psk;
import org.jspecify.annotations.Nullable;

/**
 * What a server has to know of a ClientHello before its TLS sees it (RFC 8446 §4.1.2).
 *
 * @param serverName of the server_name extension, ASCII; null without
 * @param applicationProtocols as offered, most wanted first; empty without ALPN
 * @param agreement the content of extension 0xFF44: empty for a cached key; null without
 * @param pskIdentities offered in pre_shared_key, at most {@value #MAX_IDENTITIES}; without those
 *     that are longer than {@link Psk#MAX_IDENTITY_LENGTH}
 * @param offersPreSharedKey whether pre_shared_key is there at all
 * @param offersExternalKey whether one of its identities has no ticket age, and so names a key that
 *     is no resumed session's (§4.2.11)
 * @param offersTls13 whether supported_versions names TLS 1.3
 * @param offersTls12 whether it names TLS 1.2, or is not there at all
 * @param cipherSuites two bytes each, as they stand in the hello
 */
public record ClientHello(
    @Nullable String serverName,
    List<String> applicationProtocols,
    byte @Nullable [] agreement,
    List<byte[]> pskIdentities,
    boolean offersPreSharedKey,
    boolean offersExternalKey,
    boolean offersTls13,
    boolean offersTls12,
    byte[] cipherSuites) {

  /** The handshake type. */
  public static final int HANDSHAKE_TYPE = 1;

  /** How many identities are looked at; each may cost a look-up. */
  public static final int MAX_IDENTITIES = 8;

  private static final int MAX_EXTENSIONS = 64;
  private static final int TLS_1_3 = 0x0304;
  private static final int TLS_1_2 = 0x0303;

  /**
   * Parses a complete handshake message.
   *
   * @param message with its header of four bytes
   * @throws FatalAlert if it is not a well-formed ClientHello
   */
  public static ClientHello parse(byte[] message) throws FatalAlert {
    if (message.length < HandshakeAssembler.HEADER_LENGTH || message[0] != HANDSHAKE_TYPE) {
      throw FatalAlert.protocol(
          Alert.UNEXPECTED_MESSAGE, "the peer began with something else than a ClientHello");
    }
    return new Parser().parse(message);
  }

  /** Whether a cipher suite is offered, by its number. */
  public boolean offersSuite(int code) {
    for (int i = 0; i + 1 < cipherSuites.length; i += 2) {
      if ((cipherSuites[i] & 0xFF) << 8 == (code & 0xFF00)
          && (cipherSuites[i + 1] & 0xFF) == (code & 0xFF)) {
        return true;
      }
    }
    return false;
  }

  private static final class Parser {
    private @Nullable String serverName;
    private List<String> applicationProtocols = List.of();
    private byte @Nullable [] agreement;
    private List<byte[]> pskIdentities = List.of();
    private boolean offersPreSharedKey;
    private boolean offersExternalKey;
    private Set<Integer> versions = Set.of(TLS_1_2); // RFC 8446 §4.2.1: where there is no extension

    ClientHello parse(byte[] message) throws FatalAlert {
      int header = HandshakeAssembler.HEADER_LENGTH;
      WireReader hello = new WireReader(message, header, message.length - header);
      hello.skip(2 + 32); // legacy_version, random
      bounded(hello.opaque8(), 0, 32, "legacy_session_id");
      WireReader suites = bounded(hello.opaque16(), 2, 0xFFFE, "cipher_suites");
      if (suites.remaining() % 2 != 0) {
        throw FatalAlert.decode("cipher_suites of odd length");
      }
      bounded(hello.opaque8(), 1, 0xFF, "legacy_compression_methods");
      if (!hello.isEmpty()) {
        extensions(hello.opaque16());
        hello.requireEmpty("the ClientHello");
      }
      return new ClientHello(
          serverName,
          applicationProtocols,
          agreement,
          pskIdentities,
          offersPreSharedKey,
          offersExternalKey,
          versions.contains(TLS_1_3),
          versions.contains(TLS_1_2),
          suites.rest());
    }

    private void extensions(WireReader all) throws FatalAlert {
      Set<Integer> seen = new HashSet<>();
      while (!all.isEmpty()) {
        int type = all.uint16();
        WireReader extension = all.opaque16();
        if (!seen.add(type)) {
          throw FatalAlert.protocol(Alert.ILLEGAL_PARAMETER, "extension " + type + " came twice");
        }
        if (seen.size() > MAX_EXTENSIONS) {
          throw FatalAlert.decode("more than " + MAX_EXTENSIONS + " extensions");
        }
        extension(type, extension);
        if (type == ExtensionTypes.PRE_SHARED_KEY && !all.isEmpty()) {
          // RFC 8446 §4.2.11: pre_shared_key must be the last extension
          throw FatalAlert.protocol(Alert.ILLEGAL_PARAMETER, "pre_shared_key is not the last");
        }
      }
    }

    private void extension(int type, WireReader extension) throws FatalAlert {
      switch (type) {
        case ExtensionTypes.SERVER_NAME -> serverName = serverName(extension);
        case ExtensionTypes.ALPN -> applicationProtocols = applicationProtocols(extension);
        case ExtensionTypes.SUPPORTED_VERSIONS -> versions = supportedVersions(extension);
        case ExtensionTypes.PRE_SHARED_KEY -> {
          offersPreSharedKey = true;
          pskIdentities = pskIdentities(extension);
        }
        case ExtensionTypes.AGREEMENT -> agreement = extension.rest();
        default -> {}
      }
    }

    /** RFC 6066 §3. */
    private static @Nullable String serverName(WireReader extension) throws FatalAlert {
      WireReader names = bounded(extension.opaque16(), 1, 0xFFFF, "server_name_list");
      extension.requireEmpty("server_name");
      @Nullable String found = null;
      while (!names.isEmpty()) {
        int type = names.uint8();
        byte[] name = bounded(names.opaque16(), 1, 0xFFFF, "a server name").rest();
        if (type != 0) {
          continue;
        }
        if (found != null || name.length > 255 || !isPrintableAscii(name)) {
          throw FatalAlert.protocol(Alert.ILLEGAL_PARAMETER, "server_name is malformed");
        }
        found = new String(name, StandardCharsets.US_ASCII);
      }
      return found;
    }

    /** RFC 7301 §3.1. Names are bytes: Latin-1 keeps each of them, as the JDK's engine does. */
    private static List<String> applicationProtocols(WireReader extension) throws FatalAlert {
      WireReader list = bounded(extension.opaque16(), 2, 0xFFFF, "ProtocolNameList");
      extension.requireEmpty("ALPN");
      List<String> names = new ArrayList<>();
      while (!list.isEmpty()) {
        byte[] name = bounded(list.opaque8(), 1, 0xFF, "a ProtocolName").rest();
        names.add(new String(name, StandardCharsets.ISO_8859_1));
      }
      return List.copyOf(names);
    }

    /** RFC 8446 §4.2.1. */
    private static Set<Integer> supportedVersions(WireReader extension) throws FatalAlert {
      WireReader list = bounded(extension.opaque8(), 2, 254, "supported_versions");
      extension.requireEmpty("supported_versions");
      Set<Integer> found = new HashSet<>();
      while (!list.isEmpty()) {
        found.add(list.uint16());
      }
      return found;
    }

    /** RFC 8446 §4.2.11. The binders are left to TLS. */
    private List<byte[]> pskIdentities(WireReader extension) throws FatalAlert {
      WireReader list = bounded(extension.opaque16(), 7, 0xFFFF, "the identities");
      bounded(extension.opaque16(), 33, 0xFFFF, "the binders");
      extension.requireEmpty("pre_shared_key");
      List<byte[]> identities = new ArrayList<>();
      while (!list.isEmpty()) {
        WireReader identity = bounded(list.opaque16(), 1, 0xFFFF, "an identity");
        long age = (long) list.uint16() << 16 | list.uint16(); // obfuscated_ticket_age
        offersExternalKey |= age == 0;
        if (identities.size() < MAX_IDENTITIES && identity.remaining() <= Psk.MAX_IDENTITY_LENGTH) {
          identities.add(identity.rest());
        }
      }
      return List.copyOf(identities);
    }

    private static WireReader bounded(WireReader field, int min, int max, String what)
        throws FatalAlert {
      if (field.remaining() < min || field.remaining() > max) {
        throw FatalAlert.decode(what + " of " + field.remaining() + " bytes");
      }
      return field;
    }

    private static boolean isPrintableAscii(byte[] name) {
      for (byte b : name) {
        if (b <= ' ' || b > '~') {
          return false;
        }
      }
      return true;
    }
  }
}
