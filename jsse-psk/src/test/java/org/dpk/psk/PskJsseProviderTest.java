package org.dpk.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

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
        ours.createSSLEngine().getSupportedCipherSuites(),
        tls(KEYS).createSSLEngine("server.example", 443).getSupportedCipherSuites());
    assertSame(ours.getSocketFactory().getClass(), tls(KEYS).getSocketFactory().getClass());
    assertSame(
        ours.getServerSocketFactory().getClass(), tls(KEYS).getServerSocketFactory().getClass());
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
