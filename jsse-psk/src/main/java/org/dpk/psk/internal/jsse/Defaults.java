package org.dpk.psk.internal.jsse;

import java.security.KeyManagementException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.psk.internal.tls.Group;
import org.dpk.psk.internal.tls.Protocol;

/**
 * What the engines of an SSLContext begin with, as long as the application sets nothing: by the
 * system properties of the JDK's own JSSE, where they are set.
 *
 * @param ofClients the protocols of a client
 * @param ofServers the protocols of a server
 * @param groups of the key exchange, most wanted first
 */
record Defaults(Set<Protocol> ofClients, Set<Protocol> ofServers, List<Group> groups) {

  /** Names of protocols, separated by commas; those that only the JDK has do not count. */
  static final String CLIENT_PROTOCOLS = "jdk.tls.client.protocols";

  /** As {@link #CLIENT_PROTOCOLS}. */
  static final String SERVER_PROTOCOLS = "jdk.tls.server.protocols";

  /** Names of groups, separated by commas, most wanted first; unknown ones do not count. */
  static final String NAMED_GROUPS = "jdk.tls.namedGroups";

  private static final Set<String> OF_THE_JDK = Set.of("SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1");

  /** Where defaults come from; read once for each SSLContext. */
  interface Source {
    Defaults get() throws KeyManagementException;
  }

  Defaults {
    ofClients = Set.copyOf(ofClients);
    ofServers = Set.copyOf(ofServers);
    groups = List.copyOf(groups);
  }

  /** All that there is. */
  static Defaults everything() {
    Set<Protocol> all = EnumSet.allOf(Protocol.class);
    return new Defaults(all, all, Group.defaults());
  }

  /** Of a context that is named after its protocol, which no property changes. */
  static Defaults of(Protocol only) throws KeyManagementException {
    return new Defaults(Set.of(only), Set.of(only), groupsOfProperty());
  }

  static Defaults ofProperties() throws KeyManagementException {
    return new Defaults(
        protocols(CLIENT_PROTOCOLS), protocols(SERVER_PROTOCOLS), groupsOfProperty());
  }

  private static Set<Protocol> protocols(String property) throws KeyManagementException {
    List<String> names = names(property);
    if (names.isEmpty()) {
      return EnumSet.allOf(Protocol.class);
    }
    Set<Protocol> chosen = EnumSet.noneOf(Protocol.class);
    for (String name : names) {
      Optional<Protocol> known = Protocol.named(name);
      known.ifPresent(chosen::add);
      if (known.isEmpty() && !OF_THE_JDK.contains(name)) {
        throw unusable(property, "there is no protocol " + name);
      }
    }
    return chosen;
  }

  private static List<Group> groupsOfProperty() throws KeyManagementException {
    List<String> names = names(NAMED_GROUPS);
    if (names.isEmpty()) {
      return Group.defaults();
    }
    List<Group> known = groups(names);
    if (known.isEmpty()) {
      throw unusable(NAMED_GROUPS, "none of these groups is supported");
    }
    return known;
  }

  /** Those of the named groups that there are. */
  static List<Group> groups(List<String> names) {
    return names.stream().map(Group::named).flatMap(Optional::stream).distinct().toList();
  }

  private static List<String> names(String property) {
    String value = System.getProperty(property, "").replace("\"", "");
    return Arrays.stream(value.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static KeyManagementException unusable(String property, String reason) {
    return new KeyManagementException(
        "the system property " + property + " is " + System.getProperty(property) + ": " + reason);
  }
}
