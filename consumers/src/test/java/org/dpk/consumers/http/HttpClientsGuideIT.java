package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.KeySource;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contexts of docs/guides/http-clients.md. */
@Timeout(60)
class HttpClientsGuideIT {

  @TempDir Path folder;

  // example: static
  static SSLContext withKeys(Path file) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {PskKeyManager.ofFile(file)}, null, null);
    return context;
  }

  // end

  // example: agreed
  static SSLContext withIdentity(Path file, char[] password) throws Exception {
    KeyStore identity = KeyStore.getInstance("DPK", new DpkProvider());
    try (InputStream in = Files.newInputStream(file)) {
      identity.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("DPK", new DpkProvider());
    keys.init(identity, password);
    SSLContext context = SSLContext.getInstance("DPK", new DpkProvider());
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  // end

  @Test
  void staticKeysFromAFile() throws Exception {
    Path file = folder.resolve("psk.txt");
    Files.writeString(file, "alice:" + HexFormat.of().formatHex(KeySource.ALICE));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    reaches(KeySource.STATIC, withKeys(file));
  }

  @Test
  void agreedKeysFromAnIdentityFile() throws Exception {
    Path file = ChainForAllTests.chain().client();
    reaches(KeySource.AGREED, withIdentity(file, IdentityFixture.PASSWORD));
  }

  private static void reaches(KeySource keys, SSLContext context) throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (HttpServerContract.Running server = JdkHttpsServerIT.serve(keys.server(), seen)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/echo"))
              .POST(HttpRequest.BodyPublishers.ofString("hello"))
              .build();
      assertEquals(
          "hello",
          JdkClients.client(context)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString())
              .body());
    }
    assertEquals(Set.of(keys.clientName()), seen);
  }
}
