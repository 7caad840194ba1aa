package org.dpk.psk.internal.jsse;

import java.security.AlgorithmConstraints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What an application has set on an engine, a socket or a server socket; goes to and fro between
 * this and {@link SSLParameters} without loss.
 *
 * <p>Not safe for use by several threads; guarded by its owner.
 */
final class EngineSettings {

  private static final Set<String> IDENTIFICATIONS = Set.of("", "HTTPS", "LDAPS");

  private List<Suite> suites;
  private EnumSet<Protocol> protocols;
  private boolean needClientAuth;
  private boolean wantClientAuth;
  private boolean sessionCreation = true;
  private boolean localOrder = true;
  private boolean retransmissions = true;
  private int maximumPacketSize;
  private @Nullable String identification;
  private @Nullable AlgorithmConstraints constraints;
  private @Nullable List<SNIServerName> serverNames;
  private @Nullable Collection<SNIMatcher> matchers;
  private List<String> applicationProtocols = List.of();

  EngineSettings(Set<Protocol> enabled) {
    protocols = EnumSet.copyOf(enabled);
    suites = Suite.all().stream().filter(suite -> enabled.contains(suite.protocol())).toList();
  }

  private EngineSettings(EngineSettings that) {
    suites = that.suites;
    protocols = EnumSet.copyOf(that.protocols);
    needClientAuth = that.needClientAuth;
    wantClientAuth = that.wantClientAuth;
    sessionCreation = that.sessionCreation;
    localOrder = that.localOrder;
    retransmissions = that.retransmissions;
    maximumPacketSize = that.maximumPacketSize;
    identification = that.identification;
    constraints = that.constraints;
    serverNames = that.serverNames;
    matchers = that.matchers;
    applicationProtocols = that.applicationProtocols;
  }

  EngineSettings copy() {
    return new EngineSettings(this);
  }

  static String[] supportedSuites() {
    return names(Suite.all());
  }

  static String[] supportedProtocols() {
    return names(EnumSet.allOf(Protocol.class));
  }

  String[] suiteNames() {
    return names(suites);
  }

  List<Suite> suites() {
    return suites;
  }

  void setSuites(String[] names) {
    List<Suite> chosen = new ArrayList<>();
    for (String name : requireNames(names)) {
      Suite suite = Suite.named(name).orElseThrow(() -> unsupported("cipher suite", name));
      if (!chosen.contains(suite)) {
        chosen.add(suite);
      }
    }
    suites = List.copyOf(chosen);
  }

  String[] protocolNames() {
    return names(protocols);
  }

  Set<Protocol> protocols() {
    return protocols;
  }

  void setProtocols(String[] names) {
    EnumSet<Protocol> chosen = EnumSet.noneOf(Protocol.class);
    for (String name : requireNames(names)) {
      chosen.add(Protocol.named(name).orElseThrow(() -> unsupported("protocol", name)));
    }
    protocols = chosen;
  }

  private static String[] requireNames(String @Nullable [] names) {
    if (names == null || names.length == 0 || Arrays.asList(names).contains(null)) {
      throw new IllegalArgumentException("a list of names without nulls, with at least one");
    }
    return names;
  }

  private static IllegalArgumentException unsupported(String what, String name) {
    String[] supported = what.equals("protocol") ? supportedProtocols() : supportedSuites();
    return new IllegalArgumentException(
        "unsupported " + what + " " + name + "; supported: " + String.join(", ", supported));
  }

  boolean needClientAuth() {
    return needClientAuth;
  }

  /** A pre-shared key authenticates both ends whatever is set here. */
  void setNeedClientAuth(boolean need) {
    needClientAuth = need;
    wantClientAuth = false;
  }

  boolean wantClientAuth() {
    return wantClientAuth;
  }

  void setWantClientAuth(boolean want) {
    wantClientAuth = want;
    needClientAuth = false;
  }

  boolean sessionCreation() {
    return sessionCreation;
  }

  void setSessionCreation(boolean allowed) {
    sessionCreation = allowed;
  }

  boolean localOrder() {
    return localOrder;
  }

  int maximumPacketSize() {
    return maximumPacketSize;
  }

  List<String> applicationProtocols() {
    return applicationProtocols;
  }

  /** Null where the application has not said. */
  @Nullable List<SNIServerName> serverNames() {
    return serverNames;
  }

  Collection<SNIMatcher> matchers() {
    return matchers == null ? List.of() : matchers;
  }

  /** Whether a client insists that its server is the one that it asked for: unless told not to. */
  boolean identifiesEndpoint() {
    return !"".equals(identification);
  }

  /**
   * @param defaultIdentification what to say where the application has said nothing
   * @param defaultNames as well
   */
  SSLParameters toParameters(
      @Nullable String defaultIdentification, @Nullable List<SNIServerName> defaultNames) {
    SSLParameters parameters = new SSLParameters(suiteNames(), protocolNames());
    if (needClientAuth) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(wantClientAuth);
    }
    parameters.setAlgorithmConstraints(constraints);
    parameters.setEndpointIdentificationAlgorithm(
        identification == null ? defaultIdentification : identification);
    List<SNIServerName> names = serverNames == null ? defaultNames : serverNames;
    if (names != null) {
      parameters.setServerNames(names);
    }
    if (matchers != null) {
      parameters.setSNIMatchers(matchers);
    }
    parameters.setUseCipherSuitesOrder(localOrder);
    parameters.setEnableRetransmissions(retransmissions);
    parameters.setMaximumPacketSize(maximumPacketSize);
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    return parameters;
  }

  /** As the JDK does it: what is null in the parameters stays as it is. */
  void apply(SSLParameters parameters) {
    if (parameters.getCipherSuites() != null) {
      setSuites(parameters.getCipherSuites());
    }
    if (parameters.getProtocols() != null) {
      setProtocols(parameters.getProtocols());
    }
    needClientAuth = parameters.getNeedClientAuth();
    wantClientAuth = parameters.getWantClientAuth();
    if (parameters.getAlgorithmConstraints() != null) {
      constraints = parameters.getAlgorithmConstraints();
    }
    if (parameters.getEndpointIdentificationAlgorithm() != null) {
      identification = checked(parameters.getEndpointIdentificationAlgorithm());
    }
    if (parameters.getServerNames() != null) {
      serverNames = List.copyOf(parameters.getServerNames());
    }
    if (parameters.getSNIMatchers() != null) {
      matchers = List.copyOf(parameters.getSNIMatchers());
    }
    localOrder = parameters.getUseCipherSuitesOrder();
    retransmissions = parameters.getEnableRetransmissions();
    maximumPacketSize = parameters.getMaximumPacketSize();
    applicationProtocols = List.of(parameters.getApplicationProtocols());
  }

  private static String checked(String identification) {
    if (!IDENTIFICATIONS.contains(identification.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "unknown endpoint identification algorithm " + identification);
    }
    return identification;
  }

  private static String[] names(List<Suite> suites) {
    return suites.stream().map(Suite::name).toArray(String[]::new);
  }

  private static String[] names(Set<Protocol> protocols) {
    return protocols.stream().map(Protocol::jsseName).toArray(String[]::new);
  }
}
