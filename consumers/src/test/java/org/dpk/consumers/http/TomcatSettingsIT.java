package org.dpk.consumers.http;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.LifecycleBase;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.dpk.consumers.WrongFiles;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What else a connector of Tomcat's can be told, and what it says if it is told wrong. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TomcatSettingsIT {

  @TempDir Path folder;
  private Tomcat tomcat;

  private void start(Connector connector) throws LifecycleException {
    tomcat = TomcatServers.embedded(folder, connector, new EchoServlet(new HashSet<>()));
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    TomcatServers.stop(tomcat.getServer());
  }

  private int port() {
    return TomcatServers.port(tomcat.getServer(), 0);
  }

  private Path pskFile(String identity) throws IOException {
    return Files.writeString(folder.resolve(identity + ".txt"), KeyFiles.psk(identity));
  }

  private static SSLHostConfig host(Path pskFile) {
    return TomcatServers.host(Map.of("type", "PSK", "file", pskFile.toString()));
  }

  private static Connector nio(SSLHostConfig... hosts) {
    return TomcatServers.connector(TomcatServers.NIO, hosts);
  }

  private static SSLContext client(String identity) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager keys = PskKeyManager.of(Map.of(identity, KeySource.ALICE));
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  private String get(SSLContext context) throws Exception {
    HttpsURLConnection connection =
        (HttpsURLConnection)
            URI.create("https://localhost:" + port() + "/echo").toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private void handshake(SSLContext context, String serverName) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }

  @Test
  void theVersionIsTheOneOfThisRun() throws Exception {
    start(nio(host(pskFile("alice"))));
    assertEquals(
        "Apache Tomcat/" + System.getProperty("tomcat.version"), ServerInfo.getServerInfo());
  }

  @Test
  void aServletSeesTheConnection() throws Exception {
    SSLHostConfig host = host(pskFile("alice"));
    host.setCertificateVerification("required"); // as it is anyway
    start(nio(host));
    assertTrue(get(client("alice")).matches("alice TLSv1.3 TLS_\\w+_SHA256 (128|256)"));
  }

  @Test
  void aHostNameChoosesItsKeys() throws Exception {
    SSLHostConfig other = host(pskFile("bob"));
    other.setHostName("other.example");
    start(nio(host(pskFile("alice")), other));
    handshake(client("bob"), "other.example");
    handshake(client("alice"), "anything.example");
    SSLContext alice = client("alice");
    assertThrows(SSLHandshakeException.class, () -> handshake(alice, "other.example"));
    SSLContext bob = client("bob");
    assertThrows(SSLHandshakeException.class, () -> handshake(bob, "anything.example"));
  }

  @Test
  void aReloadTakesTheNewKeysAndLeavesConnectionsAlone() throws Exception {
    Path file = pskFile("alice");
    Connector connector = nio(host(file));
    start(connector);
    SSLContext alice = client("alice");
    try (SSLSocket open = (SSLSocket) alice.getSocketFactory().createSocket("localhost", port())) {
      open.startHandshake();
      Files.writeString(file, KeyFiles.psk("bob"));
      ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).reloadSslHostConfigs();
      handshake(client("bob"), "localhost.example");
      assertThrows(SSLHandshakeException.class, () -> handshake(alice, "localhost.example"));
      open.getOutputStream()
          .write("GET /echo HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', open.getInputStream().read());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tomcatsOwnImplementationWillDoWhereTheProvidersAreRegistered(KeySource keys)
      throws Exception {
    PskJsseProvider.installAll();
    KeyFiles.write(keys, folder);
    SSLHostConfig host =
        switch (keys) {
          case STATIC -> host(folder.resolve("psk.txt"));
          case AGREED -> dpk(folder.resolve("server.dpk"), String.valueOf(PASSWORD));
        };
    host.setSslProtocol(host.getCertificates().iterator().next().getCertificateKeystoreType());
    Connector connector = nio(host);
    connector.setProperty(
        "sslImplementationName", "org.apache.tomcat.util.net.jsse.JSSEImplementation");
    start(connector);
    assertTrue(get(keys.client()).startsWith(keys.clientName()));
  }

  private static SSLHostConfig dpk(Path file, String password) {
    return TomcatServers.host(Map.of("type", "DPK", "file", file.toString(), "password", password));
  }

  /** Tomcat logs why a connector does not start, and goes on without it. */
  private void assertNotStarted(SSLHostConfig host, String message) throws Exception {
    Connector connector = nio(host);
    Failures failures = new Failures();
    Logger log = Logger.getLogger(LifecycleBase.class.getName());
    log.addHandler(failures);
    try {
      start(connector);
    } finally {
      log.removeHandler(failures);
    }
    assertEquals(LifecycleState.FAILED, connector.getState());
    WrongFiles.assertSays(message, failures.logged.get(0));
  }

  private static final class Failures extends Handler {
    private final List<Throwable> logged = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      Optional.ofNullable(record.getThrown()).ifPresent(logged::add);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource
  void aWrongFileIsNamed(WrongFiles wrong) throws Exception {
    SSLHostConfig host =
        TomcatServers.host(
            Map.of(
                "type", wrong.type,
                "file", wrong.in(folder).toString(),
                "password", wrong.password()));
    assertNotStarted(host, wrong == WrongFiles.NOT_ADMITTED ? "dpk enrol" : wrong.message);
  }

  @Test
  void aKeyStoreOfAnotherTypeIsRefused() throws Exception {
    assertNotStarted(
        TomcatServers.host(Map.of("type", "PKCS12", "file", pskFile("alice").toString())),
        "certificateKeystoreType is 'PKCS12': write DPK");
  }
}
