package org.dpk.psk.internal.jsse;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.dpk.psk.internal.preface.Alert;
import org.dpk.psk.internal.preface.FatalAlert;
import org.jspecify.annotations.Nullable;

/** Names in the extension server_name (RFC 6066 §3). */
final class ServerNames {

  private ServerNames() {}

  /** A host as it goes there; null for an IP literal and for what is no full domain name. */
  static @Nullable String ofHost(@Nullable String host) {
    if (host == null || host.indexOf('.') <= 0 || host.endsWith(".") || isAddress(host)) {
      return null;
    }
    try {
      return new SNIHostName(IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES)).getAsciiName();
    } catch (IllegalArgumentException e) {
      return null; // not a domain name
    }
  }

  /** The first host name of a list; null where there is none. */
  static @Nullable String first(@Nullable List<SNIServerName> names) {
    return names == null
        ? null
        : names.stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse(null);
  }

  static List<SNIServerName> listOf(@Nullable String name) {
    return name == null ? List.of() : List.of(new SNIHostName(name));
  }

  /**
   * A name that a client has sent.
   *
   * @throws FatalAlert if it is none
   */
  static SNIHostName received(String name) throws FatalAlert {
    try {
      // from bytes, as the JDK does: so it takes an underscore, too
      return new SNIHostName(name.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw FatalAlert.protocol(Alert.ILLEGAL_PARAMETER, "the client asks for no host name");
    }
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
  }
}
