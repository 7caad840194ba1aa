package org.dpk.psk.internal.jsse;

import java.security.AlgorithmConstraints;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.dpk.psk.internal.preface.Records;
import org.dpk.psk.internal.tls.Group;
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

  private final Defaults defaults;
  private boolean client;
  private List<Suite> suites = AlgorithmFilter.enabledSuites();

  /** Null while the application has set none. */
  private @Nullable Set<Protocol> protocols;

  private @Nullable List<String> namedGroups;
  private @Nullable List<String> signatureSchemes;
  private boolean needClientAuth;
  private boolean wantClientAuth;
  private boolean sessionCreation = true;
  private boolean localOrder = true;
  private boolean retransmissions;
  private int maximumPacketSize;
  private @Nullable String identification;
  private @Nullable AlgorithmConstraints constraints;
  private @Nullable List<SNIServerName> serverNames;
  private @Nullable Collection<SNIMatcher> matchers;
  private List<String> applicationProtocols = List.of();

  EngineSettings(Defaults defaults) {
    this.defaults = defaults;
  }

  /** All that there is, whatever is enabled. */
  static EngineSettings supported() {
    EngineSettings all = new EngineSettings(Defaults.everything());
    all.suites = Suite.all();
    all.protocols = EnumSet.allOf(Protocol.class);
    all.namedGroups = groupNames(List.of(Group.values()));
    return all;
  }

  private EngineSettings(EngineSettings that) {
    defaults = that.defaults;
    client = that.client;
    suites = that.suites;
    protocols = that.protocols;
    namedGroups = that.namedGroups;
    signatureSchemes = that.signatureSchemes;
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

  /** Clients and servers have different defaults. */
  void setClient(boolean mode) {
    client = mode;
  }

  /**
   * A copy with what is left for a handshake: of what is set, all that fits together and that no
   * constraint forbids.
   *
   * @throws SSLHandshakeException if that is nothing
   */
  EngineSettings usable() throws SSLHandshakeException {
    AlgorithmFilter filter = new AlgorithmFilter(constraints);
    List<Group> groups = groups().stream().filter(filter::permits).toList();
    EngineSettings usable = copy();
    usable.namedGroups = groupNames(groups);
    usable.suites = suites.stream().filter(filter::permits).toList();
    usable.protocols =
        ordered(
            protocols().stream()
                .filter(filter::permits)
                .filter(one -> groups.stream().anyMatch(group -> group.isIn(one)))
                .filter(one -> usable.suites.stream().anyMatch(suite -> suite.protocol() == one)));
    if (usable.protocols().isEmpty()) {
      throw nothingLeft();
    }
    return usable;
  }

  private SSLHandshakeException nothingLeft() {
    return new SSLHandshakeException(
        "nothing is left to be used: no enabled protocol ("
            + String.join(", ", protocolNames())
            + ") has an enabled cipher suite ("
            + String.join(", ", suiteNames())
            + ") and a named group ("
            + String.join(", ", groupNames(groups()))
            + ") that jdk.tls.disabledAlgorithms and the AlgorithmConstraints permit");
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
    Set<Suite> chosen = new LinkedHashSet<>();
    for (String name : requireNames(names)) {
      chosen.add(Suite.named(name).orElseThrow(() -> unsupported("cipher suite", name)));
    }
    suites = List.copyOf(chosen);
  }

  String[] protocolNames() {
    return names(protocols());
  }

  /** Most wanted first. */
  Set<Protocol> protocols() {
    if (protocols != null) {
      return protocols;
    }
    Set<Protocol> byMode = client ? defaults.ofClients() : defaults.ofServers();
    return ordered(byMode.stream().filter(AlgorithmFilter::isEnabled));
  }

  private static Set<Protocol> ordered(Stream<Protocol> protocols) {
    return protocols.collect(Collectors.toCollection(() -> EnumSet.noneOf(Protocol.class)));
  }

  /** Most wanted first; names that nobody here knows do not count, as in the JDK. */
  List<Group> groups() {
    return namedGroups == null ? defaults.groups() : Defaults.groups(namedGroups);
  }

  void setProtocols(String[] names) {
    EnumSet<Protocol> chosen = EnumSet.noneOf(Protocol.class);
    for (String name : requireNames(names)) {
      chosen.add(Protocol.named(name).orElseThrow(() -> unsupported("protocol", name)));
    }
    protocols = chosen;
  }

  private static String[] requireNames(String @Nullable [] names) {
    if (names == null || Arrays.asList(names).contains(null)) {
      throw new IllegalArgumentException("a list of names without nulls");
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
    parameters.setMaximumPacketSize(
        maximumPacketSize == 0 ? Records.MAX_RECORD : maximumPacketSize);
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    LaterParameters.NAMED_GROUPS.set(
        parameters, namedGroups == null ? groupNames(defaults.groups()) : namedGroups);
    LaterParameters.SIGNATURE_SCHEMES.set(parameters, signatureSchemes);
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
    applyLater(parameters);
  }

  /** Nothing is signed here: the schemes are kept for whoever asks. */
  private void applyLater(SSLParameters parameters) {
    List<String> groups = LaterParameters.NAMED_GROUPS.of(parameters);
    namedGroups = groups == null ? namedGroups : groups;
    List<String> schemes = LaterParameters.SIGNATURE_SCHEMES.of(parameters);
    signatureSchemes = schemes == null ? signatureSchemes : schemes;
  }

  /**
   * Sets on a server's engine for ordinary TLS what means something there, too. Its cipher suites
   * and groups stay as they are, but for those that are known here and switched off.
   */
  void carryOverTo(SSLEngine ordinary) {
    SSLParameters parameters = ordinary.getSSLParameters();
    parameters.setProtocols(carriedProtocols(ordinary));
    parameters.setCipherSuites(carriedSuites(ordinary));
    parameters.setUseCipherSuitesOrder(localOrder);
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    if (maximumPacketSize < Records.MAX_RECORD) {
      parameters.setMaximumPacketSize(maximumPacketSize); // zero: as the other engine likes it
    }
    carryOverAuthentication(parameters);
    carryOverLater(parameters);
    ordinary.setSSLParameters(parameters);
  }

  private void carryOverAuthentication(SSLParameters parameters) {
    if (needClientAuth) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(wantClientAuth);
    }
    if (constraints != null) {
      parameters.setAlgorithmConstraints(constraints);
    }
    if (identification != null) {
      parameters.setEndpointIdentificationAlgorithm(identification);
    }
    if (matchers != null) {
      parameters.setSNIMatchers(matchers);
    }
  }

  private void carryOverLater(SSLParameters parameters) {
    List<String> others = LaterParameters.NAMED_GROUPS.of(parameters);
    if (others != null) {
      List<Group> on = groups();
      List<String> off =
          groupNames(Group.defaults().stream().filter(one -> !on.contains(one)).toList());
      LaterParameters.NAMED_GROUPS.set(
          parameters, others.stream().filter(name -> !off.contains(name)).toList());
    }
    if (signatureSchemes != null) {
      LaterParameters.SIGNATURE_SCHEMES.set(parameters, signatureSchemes);
    }
  }

  /** What both have; an administrator may have switched one off for ordinary TLS alone. */
  private String[] carriedProtocols(SSLEngine ordinary) {
    Set<String> common = new LinkedHashSet<>(List.of(protocolNames()));
    common.retainAll(List.of(ordinary.getEnabledProtocols()));
    return common.isEmpty() ? protocolNames() : common.toArray(String[]::new);
  }

  private String[] carriedSuites(SSLEngine ordinary) {
    return Arrays.stream(ordinary.getEnabledCipherSuites())
        .filter(name -> Suite.named(name).map(suites::contains).orElse(true))
        .toArray(String[]::new);
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

  private static List<String> groupNames(List<Group> groups) {
    return groups.stream().map(Group::jsseName).toList();
  }

  private static String[] names(Set<Protocol> protocols) {
    return protocols.stream().map(Protocol::jsseName).toArray(String[]::new);
  }
}
