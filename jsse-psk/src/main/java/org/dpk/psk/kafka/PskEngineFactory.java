package org.dpk.psk.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's {@code ssl.engine.factory.class} for keys from a file, at brokers and clients.
 *
 * <p>Reads the settings {@value #FILE} and {@value #IDENTITY}, and Kafka's own {@code
 * ssl.cipher.suites} and {@code ssl.enabled.protocols}. A pre-shared key authenticates the client
 * whatever {@code ssl.client.auth} says. A changed file is read again without {@code reconfigure}.
 * Made and used by Kafka; safe for use by several threads once it is configured.
 */
public final class PskEngineFactory implements SslEngineFactory {

  /** The file of keys, as {@link PskKeyManager#ofFile(Path)} reads it; required. */
  public static final String FILE = "psk.file";

  /** Which of the keys a client offers; needed where the file has several. */
  public static final String IDENTITY = "psk.identity";

  private @Nullable SSLContext context;
  private @Nullable Object file;
  private @Nullable Object identity;
  private List<String> suites = List.of();
  private List<String> protocols = List.of();

  /** For Kafka, which configures it. */
  public PskEngineFactory() {}

  /**
   * @throws ConfigException if {@value #FILE} is missing, or the file can't be read
   */
  @Override
  public void configure(Map<String, ?> configs) {
    file = configs.get(FILE);
    identity = configs.get(IDENTITY);
    suites = names(configs.get(SslConfigs.SSL_CIPHER_SUITES_CONFIG));
    protocols = names(configs.get(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG));
    try {
      SSLContext fresh = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      fresh.init(new KeyManager[] {keys()}, null, null);
      context = fresh;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS-PSK is not to be had", e);
    }
  }

  private PskKeyManager keys() {
    if (!(file instanceof String name)) {
      throw new ConfigException(FILE, file, "the path of a file with lines identity:key");
    }
    try {
      Path path = Path.of(name);
      return identity instanceof String own
          ? PskKeyManager.ofFile(path, own)
          : PskKeyManager.ofFile(path);
    } catch (IOException e) {
      throw new ConfigException(FILE, file, e.toString());
    }
  }

  private static List<String> names(@Nullable Object list) {
    return list instanceof List<?> names ? names.stream().map(String::valueOf).toList() : List.of();
  }

  @Override
  public SSLEngine createClientSslEngine(
      String peerHost, int peerPort, @Nullable String endpointIdentification) {
    SSLEngine engine = newEngine(peerHost, peerPort);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    SSLEngine engine = newEngine(peerHost, peerPort);
    engine.setUseClientMode(false);
    return engine;
  }

  private SSLEngine newEngine(String peerHost, int peerPort) {
    if (context == null) {
      throw new IllegalStateException("call configure first");
    }
    SSLEngine engine = context.createSSLEngine(peerHost, peerPort);
    if (!suites.isEmpty()) {
      engine.setEnabledCipherSuites(suites.toArray(String[]::new));
    }
    if (!protocols.isEmpty()) {
      engine.setEnabledProtocols(protocols.toArray(String[]::new));
    }
    return engine;
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return !Objects.equals(file, nextConfigs.get(FILE))
        || !Objects.equals(identity, nextConfigs.get(IDENTITY))
        || !suites.equals(names(nextConfigs.get(SslConfigs.SSL_CIPHER_SUITES_CONFIG)))
        || !protocols.equals(names(nextConfigs.get(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG)));
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of(SslConfigs.SSL_CIPHER_SUITES_CONFIG, SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG);
  }

  /** Keys are in a file, not in a key store. */
  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  /** Nobody is trusted but who has the key. */
  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    context = null;
  }
}
