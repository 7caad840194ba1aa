package org.dpk.psk.internal.tls;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may use.
 *
 * @param protocols at least one
 * @param suites most wanted first; those of other protocols do not count
 * @param groups most wanted first; those that a protocol cannot use do not count in it
 * @param localOrder server side: whether its own order of suites wins
 * @param serverName client side: what to send as server_name; null for none
 * @param applicationProtocols most wanted first; empty for no ALPN
 * @param agreementMark client side: whether the hello carries an empty extension 0xFF44
 */
public record TlsSettings(
    Set<Protocol> protocols,
    List<Suite> suites,
    List<Group> groups,
    boolean localOrder,
    @Nullable String serverName,
    List<String> applicationProtocols,
    boolean agreementMark) {

  public TlsSettings {
    protocols = Set.copyOf(protocols);
    suites = List.copyOf(suites);
    groups = List.copyOf(groups);
    applicationProtocols = List.copyOf(applicationProtocols);
  }

  /** The same with fewer protocols. */
  public TlsSettings only(Protocol protocol) {
    return new TlsSettings(
        Set.of(protocol),
        suites,
        groups,
        localOrder,
        serverName,
        applicationProtocols,
        agreementMark);
  }

  int[] suiteCodes() {
    return suites.stream()
        .filter(suite -> protocols.contains(suite.protocol()))
        .mapToInt(Suite::code)
        .toArray();
  }

  int[] groupCodes() {
    return groups.stream()
        .filter(group -> protocols.stream().anyMatch(group::isIn))
        .mapToInt(Group::code)
        .toArray();
  }
}
