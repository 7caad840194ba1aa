package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSocket;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.ChainSettings;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong around an application gives one clear error, and the next try can succeed. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class BadSurroundingsIT {

  private static final String HANDSHAKE_TIMEOUT = "org.dpk.psk.handshakeTimeout";

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private static SSLContext server;

  @BeforeAll
  static void start() throws Exception {
    identities = AdmittedIdentities.start(folder);
    server = AdmittedIdentities.context(identities.admit(DpkIdentity.parse("dns:localhost")));
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  private static SSLContext client() throws Exception {
    return AdmittedIdentities.context(identities.admit(RegistryFixture.newIdentity()));
  }

  @Test
  void theNodeServesAnotherChain() throws Exception {
    RegistryId other = new RegistryId(1, identities.chain().id().contract());
    assertRefused(
        RegistryException.WrongChain.class,
        AdmittedIdentities.settings(other, identities.chain().devnet().uri()));
  }

  @Test
  void thereIsNoContractAtTheAddress() throws Exception {
    RegistryId nowhere =
        new RegistryId(
            identities.chain().id().chainId(),
            EthereumAddress.parse("0x00000000000000000000000000000000000000aa"));
    assertRefused(
        RegistryException.NoContract.class,
        AdmittedIdentities.settings(nowhere, identities.chain().devnet().uri()));
  }

  @Test
  void theNodeCantBeReached() throws Exception {
    assertRefused(
        RegistryException.Unreachable.class,
        AdmittedIdentities.settings(identities.chain().id(), URI.create("http://127.0.0.1:1/")));
  }

  @Test
  void theNodeIsNoNode() throws Exception {
    HttpServer web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    web.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/");
      assertRefused(
          RegistryException.class, AdmittedIdentities.settings(identities.chain().id(), uri));
    } finally {
      web.stop(0);
    }
  }

  private static void assertRefused(
      Class<? extends RegistryException> reason, ChainSettings settings) throws Exception {
    Path file = identities.pretend(RegistryFixture.newIdentity(), settings);
    SSLContext client = AdmittedIdentities.context(file);
    try (HelloServer hello = new HelloServer(server);
        SSLSocket socket = connect(client, hello.port())) {
      DpkHandshakeException e =
          assertThrows(DpkHandshakeException.LookupUnavailable.class, socket::startHandshake);
      assertInstanceOf(reason, e.getCause());
      assertTrue(e.getMessage().contains(e.getCause().getMessage()), e.getMessage());
    }
  }

  @Test
  void theClocksAreAYearApart() throws Exception {
    try (AdmittedIdentities inAYear =
        AdmittedIdentities.start(Files.createDirectory(folder.resolve("year")))) {
      Path file = inAYear.admit(RegistryFixture.newIdentity());
      inAYear.chain().devnet().advance(Duration.ofDays(365));
      SSLContext client = AdmittedIdentities.context(file);
      try (HelloServer hello = new HelloServer(server);
          SSLSocket socket = connect(client, hello.port())) {
        DpkHandshakeException e =
            assertThrows(DpkHandshakeException.LookupUnavailable.class, socket::startHandshake);
        assertInstanceOf(RegistryException.ClockSkew.class, e.getCause());
      }
    }
  }

  @Test
  void aFailedLookUpIsTriedAgain() throws Exception {
    try (AdmittedIdentities late =
        AdmittedIdentities.start(Files.createDirectory(folder.resolve("late")))) {
      URI node = late.chain().devnet().uri();
      try (ByteTap wire = new ByteTap(node.getPort())) {
        URI viaWire = URI.create("http://127.0.0.1:" + wire.port() + "/");
        DpkIdentity identity = RegistryFixture.newIdentity();
        Path file =
            late.pretend(identity, AdmittedIdentities.settings(identities.chain().id(), viaWire));
        SSLContext client = AdmittedIdentities.context(file);
        try (HelloServer hello = new HelloServer(server)) {
          wire.refuse(true);
          assertFails(client, hello, DpkHandshakeException.LookupUnavailable.class);
          wire.refuse(false);
          assertFails(client, hello, DpkHandshakeException.IdentityUnknown.class);
        }
      }
    }
  }

  private static void assertFails(
      SSLContext client, HelloServer hello, Class<? extends Exception> reason) throws Exception {
    try (SSLSocket socket = connect(client, hello.port())) {
      assertThrows(reason, socket::startHandshake);
    }
  }

  @Test
  void theServerIsAnOrdinaryTlsServer() throws Exception {
    HttpsServer ordinary =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ordinary.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    ordinary.start();
    int port = ordinary.getAddress().getPort();
    try (SSLSocket socket = connect(client(), port)) {
      PeerSpeaksNoAgreementException e =
          assertThrows(PeerSpeaksNoAgreementException.class, socket::startHandshake);
      assertTrue(e.getMessage().startsWith("localhost:" + port + " does not speak DPK"));
    } finally {
      ordinary.stop(0);
    }
  }

  private static SSLContext selfSigned() throws Exception {
    Path file = folder.resolve("self-signed.p12");
    Programs.Result made =
        Programs.run(
            List.of(
                Programs.tool("keytool"),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-alias",
                "x",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit"));
    assertEquals(0, made.exit(), made::output);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    char[] password = "changeit".toCharArray();
    factory.init(KeyStore.getInstance(file.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void theServerSpeaksPlainHttp() throws Exception {
    try (BadRequestServer web = new BadRequestServer();
        SSLSocket socket = connect(client(), web.port())) {
      SSLProtocolException e = assertThrows(SSLProtocolException.class, socket::startHandshake);
      assertTrue(e.getMessage().contains("does not speak TLS"), e.getMessage());
    }
  }

  @Test
  void anOrdinaryClientIsTurnedAway() throws Exception {
    try (HelloServer hello = new HelloServer(server)) {
      HttpClient ordinary = HttpClient.newHttpClient();
      HttpRequest request = HttpRequest.newBuilder(hello.uri()).build();
      assertThrows(
          SSLHandshakeException.class,
          () -> ordinary.send(request, HttpResponse.BodyHandlers.discarding()));
    }
  }

  @Test
  void aServerThatSaysNothingRunsIntoTheSocketsTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLSocket socket = connect(client(), silent.getLocalPort())) {
      socket.setSoTimeout(300);
      assertThrows(SocketTimeoutException.class, socket::startHandshake);
    }
  }

  @Test
  void aServerThatSaysNothingRunsIntoTheHandshakesDeadline() throws Exception {
    System.setProperty(HANDSHAKE_TIMEOUT, "700");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLSocket socket = connect(client(), silent.getLocalPort())) {
      IOException e = assertThrows(IOException.class, socket::startHandshake);
      assertTrue(HttpsIT.allMessages(e).contains(HANDSHAKE_TIMEOUT), HttpsIT.allMessages(e));
    } finally {
      System.clearProperty(HANDSHAKE_TIMEOUT);
    }
  }

  @Test
  void aClientThatSaysNothingDoesNotHoldTheServerUp() throws Exception {
    try (HelloServer hello = new HelloServer(server);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), hello.port());
        SSLSocket socket = connect(client(), hello.port())) {
      assertTrue(silent.isConnected());
      socket.startHandshake();
      assertEquals("dns:localhost", socket.getSession().getPeerPrincipal().getName());
    }
  }

  private static SSLSocket connect(SSLContext client, int port) throws IOException {
    return (SSLSocket) client.getSocketFactory().createSocket("localhost", port);
  }
}
