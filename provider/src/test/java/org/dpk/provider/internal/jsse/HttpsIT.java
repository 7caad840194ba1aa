package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two admitted identities talk HTTPS by standard calls alone, over a real chain. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HttpsIT {

  private static final DpkIdentity SERVER = DpkIdentity.parse("dns:localhost");

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private static SSLContext server;

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    server = AdmittedIdentities.context(identities.admit(SERVER));
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private static SSLContext newClient(DpkIdentity identity) throws Exception {
    return AdmittedIdentities.context(identities.admit(identity));
  }

  @Test
  void httpsUrlConnectionSeesAndIsSeen() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    try (HelloServer hello = new HelloServer(server)) {
      HttpsURLConnection connection = (HttpsURLConnection) hello.uri().toURL().openConnection();
      connection.setSSLSocketFactory(newClient(identity).getSocketFactory());
      connection.connect();
      X509Certificate certificate = (X509Certificate) connection.getServerCertificates()[0];
      assertEquals(
          List.of(List.of(2, "localhost")), List.copyOf(certificate.getSubjectAlternativeNames()));
      assertEquals(SERVER.toString(), connection.getPeerPrincipal().getName());
      try (InputStream in = connection.getInputStream()) {
        assertEquals("hello " + identity, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void httpClientUsesTheCachedKeyFromTheSecondConnectionOn() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = newClient(identity);
    try (HelloServer hello = new HelloServer(server);
        ByteTap tap = new ByteTap(hello.port())) {
      for (int i = 0; i < 3; i++) {
        assertEquals("hello " + identity, get(client, HelloServer.uri(tap.port())));
      }
      assertEquals(
          List.of(FirstFlight.FIRST_CONTACT, FirstFlight.CACHED, FirstFlight.CACHED),
          tap.sent().stream().map(FirstFlight::of).toList());
    }
  }

  /** On a connection of its own. */
  private static String get(SSLContext client, URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newBuilder()
        .sslContext(client)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void socketsTellBothEndsWhoTheOtherIs() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = newClient(identity);
    try (SSLServerSocket listener = listen();
        SSLSocket mine = connect(client, listener.getLocalPort());
        SSLSocket theirs = (SSLSocket) listener.accept()) {
      handshake(mine, theirs);
      DpkPrincipal seen =
          assertInstanceOf(DpkPrincipal.class, theirs.getSession().getPeerPrincipal());
      assertEquals(identity, seen.identity());
      assertEquals(1, seen.record().version());
      assertEquals(SERVER.toString(), mine.getSession().getPeerPrincipal().getName());
      assertEquals("TLSv1.3", mine.getSession().getProtocol());
    }
  }

  @Test
  void aRevocationClosesTheOpenSessionAndRefusesANewOne() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    SSLContext client = newClient(identity);
    try (SSLServerSocket listener = listen();
        SSLSocket mine = connect(client, listener.getLocalPort());
        SSLSocket theirs = (SSLSocket) listener.accept()) {
      handshake(mine, theirs);
      theirs.getOutputStream().write('x');
      assertEquals('x', mine.getInputStream().read());
      CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> readOrFail(theirs));
      identities.revoke(identity);
      assertEquals(-1, reading.get(30, TimeUnit.SECONDS));
      try (SSLSocket again = connect(client, listener.getLocalPort());
          SSLSocket accepted = (SSLSocket) listener.accept()) {
        CompletableFuture<Void> answering =
            CompletableFuture.runAsync(() -> startHandshake(accepted));
        DpkHandshakeException refused =
            assertThrows(DpkHandshakeException.IdentityRevoked.class, again::startHandshake);
        assertTrue(refused.getMessage().contains(identity.toString()), refused.getMessage());
        assertThrows(Exception.class, () -> answering.get(30, TimeUnit.SECONDS));
      }
    }
  }

  /** -1 for a connection that was closed, in whatever way. */
  private static int readOrFail(SSLSocket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void aClientThatNobodyAdmittedIsToldSo() throws Exception {
    DpkIdentity stranger = RegistryFixture.newIdentity();
    SSLContext client = AdmittedIdentities.context(identities.pretend(stranger));
    try (HelloServer hello = new HelloServer(server)) {
      SSLHandshakeException e =
          assertThrows(SSLHandshakeException.class, () -> get(client, hello.uri()));
      assertTrue(allMessages(e).contains(stranger.toString()), allMessages(e));
    }
  }

  @Test
  void aServerThatNobodyAdmittedIsNotAsked() throws Exception {
    SSLContext client = newClient(RegistryFixture.newIdentity());
    try (SSLServerSocket listener = listen();
        Socket wire = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        SSLSocket layered =
            (SSLSocket)
                client
                    .getSocketFactory()
                    .createSocket(wire, "nobody.example", listener.getLocalPort(), true)) {
      DpkHandshakeException e =
          assertThrows(DpkHandshakeException.IdentityUnknown.class, layered::startHandshake);
      assertTrue(e.getMessage().contains("dns:nobody.example"), e.getMessage());
    }
  }

  private static SSLServerSocket listen() throws IOException {
    return (SSLServerSocket)
        server.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static SSLSocket connect(SSLContext client, int port) throws IOException {
    return (SSLSocket) client.getSocketFactory().createSocket("localhost", port);
  }

  private static void handshake(SSLSocket one, SSLSocket other) throws Exception {
    CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> startHandshake(other));
    one.startHandshake();
    answering.get(30, TimeUnit.SECONDS);
  }

  private static void startHandshake(SSLSocket socket) {
    try {
      socket.startHandshake();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String allMessages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      all.append(t).append('\n');
    }
    return all.toString();
  }
}
