package org.dpk.psk.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Static keys, agreed and cached keys, and ordinary TLS with and without a certificate. */
@Timeout(120)
class OnePortIT {

  private static final byte[] KEY =
      "thirty-two bytes of a shared key".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path folder;

  private static SelfSigned certificate;
  private static SelfSigned clients;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final NonceAgreement agreement = new NonceAgreement("127.0.0.1", "secret");
  private HttpsServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificate = SelfSigned.make(folder, "server.example");
    clients = SelfSigned.make(folder, "client.example");
    Files.writeString(folder.resolve("server.pem"), certificate.pem());
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager[] keys = {
      PskKeyManager.of(Map.of("alice", KEY)), agreement, certificate.keyManager()
    };
    context.init(keys, clients.trustManagers(), null);
    server.setHttpsConfigurator(new WantsCertificates(context));
    server.createContext("/", OnePortIT::greet);
    server.setExecutor(workers);
    server.start();
  }

  private static final class WantsCertificates extends HttpsConfigurator {
    WantsCertificates(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters all = getSSLContext().getDefaultSSLParameters();
      all.setWantClientAuth(true);
      parameters.setSSLParameters(all);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop(0);
    workers.shutdownNow();
    assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
  }

  private static void greet(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] greeting =
          ("hello " + peer(((HttpsExchange) exchange).getSSLSession()))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, greeting.length);
      exchange.getResponseBody().write(greeting);
    }
  }

  /** As an application tells its clients apart. */
  private static String peer(SSLSession session) {
    try {
      Principal peer = session.getPeerPrincipal();
      return (peer instanceof PskPrincipal ? "key of " : "certificate of ") + peer.getName();
    } catch (SSLPeerUnverifiedException e) {
      return "stranger by " + session.getProtocol();
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static SSLContext keys(KeyManager keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  /** On a connection of its own. */
  private String get(SSLContext context, String... protocols) throws Exception {
    HttpClient.Builder client = HttpClient.newBuilder().sslContext(context);
    if (protocols.length > 0) {
      client.sslParameters(new SSLParameters(null, protocols));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + "/")).build();
    return client.build().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void serveAllOfThemAtOnce() throws Exception {
    SSLContext alice = keys(PskKeyManager.of(Map.of("alice", KEY)));
    SSLContext agreeing = keys(new NonceAgreement("agreeing.example", "secret"));
    SSLContext anonymous = certificate.trustedBy();
    SSLContext certified = certificate.trustedBy(clients.keyManager());
    Map<String, Callable<String>> kinds =
        Map.of(
            "hello key of alice", () -> get(alice),
            "hello key of agreeing.example", () -> get(agreeing),
            "hello stranger by TLSv1.3", () -> get(anonymous),
            "hello stranger by TLSv1.2", () -> get(anonymous, "TLSv1.2"),
            "hello certificate of CN=client.example", () -> get(certified));

    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      kinds.forEach(
          (greeting, client) ->
              all.add(
                  workers.submit(
                      () -> {
                        assertEquals(greeting, client.call());
                        return null;
                      })));
    }
    for (Future<Void> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    assertTrue(agreement.runs.get() < 10, "later connections have cached keys");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2"})
  void opensslVerifiesTheCertificateAndResumes(String version, String protocol) throws Exception {
    String session = folder.resolve("session" + version).toString();
    try (Openssl client = openssl(version, "-sess_out", session)) {
      client.await("its own verification", line -> line.contains("Verify return code: 0 (ok)"));
      client.await("a full handshake", line -> line.startsWith("New, TLSv1"));
      greeting(client, protocol);
    }
    try (Openssl client = openssl(version, "-sess_in", session)) {
      client.await("a resumed session", line -> line.startsWith("Reused, TLSv1"));
      greeting(client, protocol);
    }
  }

  private Openssl openssl(String version, String option, String file) {
    return Openssl.run(
        "s_client",
        "-connect",
        "127.0.0.1:" + port(),
        "-servername",
        "server.example",
        "-CAfile",
        folder.resolve("server.pem").toString(),
        "-verify_return_error",
        "-crlf",
        "-ign_eof",
        version,
        option,
        file);
  }

  private static void greeting(Openssl client, String protocol) throws Exception {
    client.type("GET / HTTP/1.0\n");
    client.await("the greeting", line -> line.contains("hello stranger by " + protocol));
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3", "-tls1_2"})
  void opensslWithAKeyIsServedByIt(String version) throws Exception {
    String hex = HexFormat.of().formatHex(KEY);
    try (Openssl client =
        Openssl.run(
            "s_client",
            "-connect",
            "127.0.0.1:" + port(),
            "-psk",
            hex,
            "-psk_identity",
            "alice",
            "-crlf",
            "-ign_eof",
            version,
            "-cipher",
            "ECDHE-PSK-CHACHA20-POLY1305")) {
      client.type("GET / HTTP/1.0\n");
      client.await("the greeting", line -> line.contains("hello key of alice"));
    }
  }
}
