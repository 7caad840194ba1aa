package org.dpk.provider;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dpk.psk.PskPeer;

/**
 * Whom an application means by a host. Safe for use by several threads, and does not block.
 *
 * <p>A host is its own identity: {@code example.org} is {@code dns:example.org}. A device that has
 * no name of its own on the network is reached by local configuration only.
 */
@FunctionalInterface
public interface HostIdentity {

  /**
   * The identity that has to answer there.
   *
   * @throws IllegalArgumentException if the host names none; the message says what is wrong
   */
  DpkIdentity of(PskPeer server);

  /** Every host is its own identity. */
  static HostIdentity byName() {
    return server -> DpkIdentity.ofHost(server.host());
  }

  /**
   * Some hosts stand for other identities, the rest for themselves.
   *
   * @param configured identities by host, or by {@code host:port}, which goes before; in any case;
   *     copied
   */
  static HostIdentity of(Map<String, DpkIdentity> configured) {
    Map<String, DpkIdentity> byHost = new TreeMap<>();
    configured.forEach((host, identity) -> byHost.put(host.toLowerCase(Locale.ROOT), identity));
    return server -> {
      DpkIdentity withPort = byHost.get(server.host() + ":" + server.port());
      DpkIdentity named = withPort != null ? withPort : byHost.get(server.host());
      return named != null ? named : DpkIdentity.ofHost(server.host());
    };
  }
}
