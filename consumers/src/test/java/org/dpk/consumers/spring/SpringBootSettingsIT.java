package org.dpk.consumers.spring;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.Guide;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.dpk.consumers.Program;
import org.dpk.consumers.WrongFiles;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.web.client.RestClientSsl;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Bundles, clients, a JVM of its own, and wrong settings of Spring Boot. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SpringBootSettingsIT {

  private static final Guide GUIDE = new Guide("spring-boot");

  @TempDir Path folder;

  private static int port(ConfigurableApplicationContext context) {
    return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  private static String get(SSLContext context, int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/peer")).build();
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @ParameterizedTest
  @EnumSource
  void asTheGuideStartsItInAJvmOfItsOwn(KeySource keys) throws Exception {
    KeyFiles.write(keys, folder);
    String properties = GUIDE.example("server " + keys.name().toLowerCase(Locale.ROOT));
    Files.writeString(
        folder.resolve("application.properties"),
        properties.replace("file:", "file:" + folder + "/"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EchoApplication.class.getName(),
            "--spring.config.location=file:" + folder.resolve("application.properties"),
            "--server.port=0",
            "--server.address=127.0.0.1");
    Map<String, String> environment = Map.of("DPK_PASSWORD", String.valueOf(PASSWORD));
    try (Program server = Program.start(new Program.Start("openjdk", environment, command))) {
      String listening = server.await("listening on ");
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(' ') + 1));
      assertEquals(keys.clientName(), get(keys.client(), port));
    }
  }

  @Test
  void aBundleGivesAClientItsKeys() throws Exception {
    KeyFiles.write(KeySource.AGREED, folder);
    KeyFiles.identity(ChainForAllTests.chain().client(), folder.resolve("client.dpk"));
    String properties = GUIDE.example("server agreed") + GUIDE.example("client agreed");
    try (ConfigurableApplicationContext context = SpringBoots.run(folder, properties)) {
      SSLContext keys = context.getBean(SslBundles.class).getBundle("outgoing").createSslContext();
      HttpClient client = HttpClient.newBuilder().sslContext(keys).build();
      RestClient overJdk =
          RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(client)).build();
      RestClient byBundle =
          byBundle(context.getBean(RestClient.Builder.class), context.getBean(RestClientSsl.class));
      String uri = "https://localhost:" + port(context) + "/peer";
      for (RestClient rest : List.of(overJdk, byBundle)) {
        assertEquals(
            KeySource.AGREED.clientName(), rest.get().uri(uri).retrieve().body(String.class));
      }
    }
  }

  private static RestClient byBundle(RestClient.Builder builder, RestClientSsl ssl)
      throws IOException {
    GUIDE.requireIsIn(SpringBootSettingsIT.class, "client code");
    RestClient client = builder.apply(ssl.fromBundle("outgoing")).build();
    return client;
  }

  @Test
  void aBundleIsReloadedWhenItsFileChanges() throws Exception {
    KeyFiles.write(KeySource.STATIC, folder);
    try (ConfigurableApplicationContext context =
        SpringBoots.run(
            folder,
            GUIDE.example("server reloading"),
            "--spring.ssl.bundle.watch.file.quiet-period=100ms")) {
      int port = port(context);
      assertEquals("alice", get(client("alice"), port));
      Files.writeString(folder.resolve("psk.txt"), KeyFiles.psk("bob"));
      awaitServed("bob", port);
      SSLContext alice = client("alice");
      assertThrows(IOException.class, () -> get(alice, port));
    }
  }

  private static void awaitServed(String identity, int port) throws Exception {
    SSLContext context = client(identity);
    while (true) { // until the time-out of the test
      try {
        assertEquals(identity, get(context, port));
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
  }

  private static SSLContext client(String identity) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    KeyManager keys = PskKeyManager.of(Map.of(identity, KeySource.ALICE));
    context.init(new KeyManager[] {keys}, null, null);
    return context;
  }

  @ParameterizedTest
  @EnumSource
  void aWrongFileIsNamed(WrongFiles wrong) throws Exception {
    String file = wrong.in(folder).getFileName().toString();
    String properties =
        String.join(
            "\n",
            "server.ssl.key-store-type=" + wrong.type,
            "server.ssl.key-store=file:" + file,
            "server.ssl.key-store-password=" + wrong.password());
    Exception refusal =
        assertThrows(Exception.class, () -> SpringBoots.run(folder, properties).close());
    WrongFiles.assertSays(
        wrong == WrongFiles.NOT_ADMITTED ? "does not identify a key entry" : wrong.message,
        refusal);
  }
}
