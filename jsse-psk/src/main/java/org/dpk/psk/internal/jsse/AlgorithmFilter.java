package org.dpk.psk.internal.jsse;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.dpk.psk.internal.tls.Group;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What is allowed by the constraints that an application has set, and by the JDK's own: the
 * security property {@code jdk.tls.disabledAlgorithms}.
 */
final class AlgorithmFilter {

  private static final Set<CryptoPrimitive> KEY_AGREEMENT =
      EnumSet.of(CryptoPrimitive.KEY_AGREEMENT);

  /** The property as the JDK itself understands it; read once in the life of a process. */
  private static final class OfTheJdk {
    private static final AlgorithmFilter FILTER = new AlgorithmFilter(constraints());

    static final Set<Protocol> PROTOCOLS =
        Arrays.stream(Protocol.values()).filter(FILTER::asks).collect(Collectors.toSet());
    static final Set<Group> GROUPS =
        Arrays.stream(Group.values()).filter(FILTER::asks).collect(Collectors.toSet());

    /** The JDK takes a name apart only for suites that it has itself: here it gets the parts. */
    static final Set<Suite> SUITES =
        Suite.all().stream()
            .filter(suite -> FILTER.asks(suite.name()) && suite.algorithms().allMatch(FILTER::asks))
            .collect(Collectors.toSet());

    private static @Nullable AlgorithmConstraints constraints() {
      try {
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        context.init(new KeyManager[0], new TrustManager[0], null);
        return context.createSSLEngine().getSSLParameters().getAlgorithmConstraints();
      } catch (GeneralSecurityException e) {
        return null; // the property belongs to SunJSSE: where that was removed, nobody reads it
      }
    }
  }

  private final @Nullable AlgorithmConstraints constraints;

  /**
   * @param constraints of the application; null for none
   */
  AlgorithmFilter(@Nullable AlgorithmConstraints constraints) {
    this.constraints = constraints;
  }

  /** What the JDK allows, most wanted first. */
  static List<Suite> enabledSuites() {
    return Suite.all().stream().filter(OfTheJdk.SUITES::contains).toList();
  }

  /** Whether the JDK allows it. */
  static boolean isEnabled(Protocol protocol) {
    return OfTheJdk.PROTOCOLS.contains(protocol);
  }

  boolean permits(Protocol protocol) {
    return isEnabled(protocol) && asks(protocol);
  }

  boolean permits(Suite suite) {
    return OfTheJdk.SUITES.contains(suite) && asks(suite.name());
  }

  boolean permits(Group group) {
    return OfTheJdk.GROUPS.contains(group) && asks(group);
  }

  private boolean asks(Protocol protocol) {
    return asks(protocol.jsseName());
  }

  /** By the name of the group and by its algorithm, with its parameters, as the JDK asks. */
  private boolean asks(Group group) {
    return constraints == null
        || asks(group.jsseName()) && asks(group.algorithm(), parameters(group));
  }

  private boolean asks(String name) {
    return asks(name, null);
  }

  private boolean asks(String name, @Nullable AlgorithmParameters parameters) {
    return constraints == null || constraints.permits(KEY_AGREEMENT, name, parameters);
  }

  private static @Nullable AlgorithmParameters parameters(Group group) {
    if (group != Group.SECP256R1) {
      return null;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(group.jsseName()));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has this curve", e);
    }
  }
}
