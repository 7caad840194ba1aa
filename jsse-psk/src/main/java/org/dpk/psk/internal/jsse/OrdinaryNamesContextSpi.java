package org.dpk.psk.internal.jsse;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.dpk.psk.internal.tls.Protocol;
import org.dpk.psk.internal.tls.Suite;
import org.jspecify.annotations.Nullable;

/**
 * For software that knows nothing of pre-shared keys, and enables cipher suites of ordinary TLS on
 * each engine (Netty's {@code JdkSslContext} does).
 */
final class OrdinaryNamesContextSpi extends PskContextSpi.Tls {

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return engineCreateSSLEngine(null, -1);
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(@Nullable String host, int port) {
    return new Engine(context(), host, port);
  }

  private static final class Engine extends PskEngine {

    /** Of those of certificates, what such software enables in TLS 1.2 wherever it may. */
    private static final List<String> ORDINARY =
        List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    Engine(PskContext context, @Nullable String host, int port) {
      super(context, host, port);
    }

    /** What may be enabled, the names of ordinary TLS included: Netty enables no others. */
    @Override
    public String[] getSupportedCipherSuites() {
      return Stream.concat(Arrays.stream(super.getSupportedCipherSuites()), ORDINARY.stream())
          .toArray(String[]::new);
    }

    /** A suite that only certificates can have stands for all those of its protocol here. */
    @Override
    public void setEnabledCipherSuites(String[] suites) {
      Set<String> meant = new LinkedHashSet<>();
      for (String name : suites) {
        if (Suite.named(name).isPresent()) {
          meant.add(name);
        } else {
          addAll(meant, protocolOf(name));
        }
      }
      super.setEnabledCipherSuites(
          suites.length == 0 ? super.getSupportedCipherSuites() : meant.toArray(String[]::new));
    }

    /** RFC 8446 §B.4: a suite of TLS 1.3 has no key exchange in its name. */
    private static Protocol protocolOf(String suite) {
      return suite.contains("_WITH_") ? Protocol.TLS_1_2 : Protocol.TLS_1_3;
    }

    private static void addAll(Set<String> names, Protocol protocol) {
      Suite.all().stream()
          .filter(suite -> suite.protocol() == protocol)
          .map(Suite::name)
          .forEach(names::add);
    }
  }
}
