package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with an identity on chain, and a certificate beside it for those who know no DPK. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OnePortIT {

  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:localhost");
  private static final char[] STORE_PASSWORD = "password".toCharArray();

  @TempDir static Path folder;

  private static AdmittedIdentities identities;
  private static KeyStore dpk;
  private static KeyStore certificate;

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    dpk = KeyStore.getInstance("DPK");
    try (InputStream in = Files.newInputStream(identities.admit(SERVER))) {
      dpk.load(in, IdentityFixture.PASSWORD);
    }
    certificate = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(makeCertificate())) {
      certificate.load(in, STORE_PASSWORD);
    }
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private static Path makeCertificate() throws Exception {
    Path file = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(STORE_PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool does not end");
    assertEquals(0, keytool.exitValue(), () -> "keytool failed, see " + folder);
    return file;
  }

  private static KeyManager keyManager(String algorithm, KeyStore store, char[] password)
      throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
    factory.init(store, password);
    return factory.getKeyManagers()[0];
  }

  private static SSLContext server(KeyManager... keys) throws Exception {
    SSLContext context = SSLContext.getInstance("DPK");
    context.init(keys, null, null);
    return context;
  }

  /** The JDK's own, which trusts that one certificate. */
  private static SSLContext ordinary() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate.getCertificate("own"));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** Says whom it sees. */
  private static final class Greeter implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Greeter(SSLContext context) throws Exception {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              String peer = peer(((HttpsExchange) exchange).getSSLSession());
              exchange.sendResponseHeaders(200, peer.length());
              exchange.getResponseBody().write(peer.getBytes(StandardCharsets.US_ASCII));
            }
          });
      server.start();
    }

    private static String peer(SSLSession session) {
      try {
        return ((DpkPrincipal) session.getPeerPrincipal()).getName();
      } catch (SSLPeerUnverifiedException e) {
        return "stranger";
      }
    }

    String get(SSLContext client) throws Exception {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      return HttpClient.newBuilder()
          .sslContext(client)
          .build()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void servesIdentitiesAndStrangers() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = AdmittedIdentities.context(identities.admit(identity));
    SSLContext both =
        server(
            keyManager("DPK", dpk, IdentityFixture.PASSWORD),
            keyManager("SunX509", certificate, STORE_PASSWORD));
    try (Greeter greeter = new Greeter(both)) {
      SSLContext ordinary = ordinary();
      for (int i = 0; i < 2; i++) {
        assertEquals(identity.toString(), greeter.get(client));
        assertEquals("stranger", greeter.get(ordinary));
      }
    }
  }

  /** The JDK's factory makes an X509KeyManager of whatever store it is given. */
  @Test
  void theSyntheticCertificateOfTheIdentityIsShownToNobody() throws Exception {
    SSLContext agreeing =
        server(
            keyManager("DPK", dpk, IdentityFixture.PASSWORD),
            keyManager("SunX509", dpk, IdentityFixture.PASSWORD));
    try (Greeter greeter = new Greeter(agreeing)) {
      SSLHandshakeException e =
          assertThrows(SSLHandshakeException.class, () -> greeter.get(ordinary()));
      assertTrue(HttpsIT.allMessages(e).contains("handshake_failure"), HttpsIT.allMessages(e));
    }
  }
}
