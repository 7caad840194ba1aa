package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PskJsseProviderTest {

  private static final PskKeyManager KEYS = PskKeyManager.of(Map.of("alice", new byte[32]));

  private static SSLContext tls(KeyManager... keyManagers) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS", new PskJsseProvider().configure("TLS"));
    context.init(keyManagers, null, null);
    return context;
  }

  @Test
  void isNoTlsUnlessConfiguredSo() {
    assertThrows(
        NoSuchAlgorithmException.class, () -> SSLContext.getInstance("TLS", new PskJsseProvider()));
  }

  @Test
  void tlsWithPreSharedKeysIsOurs() throws Exception {
    SSLContext ours = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    ours.init(new KeyManager[] {KEYS}, null, null);
    assertArrayEquals(
        ours.createSSLEngine().getEnabledCipherSuites(),
        tls(KEYS).createSSLEngine("server.example", 443).getEnabledCipherSuites());
    assertSame(ours.getSocketFactory().getClass(), tls(KEYS).getSocketFactory().getClass());
    assertSame(
        ours.getServerSocketFactory().getClass(), tls(KEYS).getServerSocketFactory().getClass());
  }

  /** Netty's JdkSslContext sets the suites of the JDK on every engine. */
  @Test
  void suitesOfOrdinaryTlsStandForThoseOfTheirProtocol() throws Exception {
    SSLEngine engine = tls(KEYS).createSSLEngine();
    String[] all = engine.getEnabledCipherSuites();
    assertTrue(
        Arrays.asList(engine.getSupportedCipherSuites())
            .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
        "Netty enables what it knows of the supported ones");
    engine.setEnabledCipherSuites(
        new String[] {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"});
    assertArrayEquals(
        new String[] {
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"
        },
        engine.getEnabledCipherSuites());
    engine.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"});
    assertArrayEquals(
        new String[] {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"},
        engine.getEnabledCipherSuites());
    engine.setEnabledCipherSuites(new String[0]);
    assertArrayEquals(all, engine.getEnabledCipherSuites());
  }

  /** The JDK passes over one, too. */
  @Test
  void aMissingProviderOfSomebodyElseDoesNotHinderOurs(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("java.security.Provider"), "org.example.Missing\n");
    List<URL> classPath = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(part).toUri().toURL());
    }
    try (URLClassLoader process =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      process.loadClass(PskJsseProvider.class.getName()).getMethod("installAll").invoke(null);
      assertNotNull(Security.getProvider(PskJsseProvider.NAME));
    } finally {
      Security.removeProvider(PskJsseProvider.NAME);
    }
  }

  @Test
  void tlsWithoutThemIsThatOfTheJdk() throws Exception {
    SSLContext ordinary = SSLContext.getDefault();
    SSLContext context = tls();
    assertArrayEquals(
        ordinary.getSupportedSSLParameters().getCipherSuites(),
        context.getSupportedSSLParameters().getCipherSuites());
    assertArrayEquals(
        ordinary.getDefaultSSLParameters().getProtocols(),
        context.getDefaultSSLParameters().getProtocols());
    assertSame(ordinary.createSSLEngine().getClass(), context.createSSLEngine().getClass());
    SSLContext.getInstance("TLS", new PskJsseProvider().configure("TLS")).init(null, null, null);
  }

  @Test
  void saysWhatIsWrongWithAnArgument() {
    InvalidParameterException refused =
        assertThrows(
            InvalidParameterException.class, () -> new PskJsseProvider().configure("tls13"));
    assertTrue(refused.getMessage().contains("'tls13'"), refused.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            SSLContext.getInstance("TLS", new PskJsseProvider().configure("TLS"))
                .createSSLEngine());
  }

  @Test
  void aFactoryHasTheKeysAlready() throws Exception {
    KeyManagerFactory factory = KEYS.asFactory();
    factory.init(null, null);
    assertEquals(List.of(KEYS), List.of(factory.getKeyManagers()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    assertThrows(KeyStoreException.class, () -> factory.init(store, null));
    assertThrows(UnsupportedOperationException.class, () -> factory.init(null));
  }
}
