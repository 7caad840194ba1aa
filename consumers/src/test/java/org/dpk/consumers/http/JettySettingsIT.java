package org.dpk.consumers.http;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.dpk.consumers.Guide;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.dpk.consumers.WrongFiles;
import org.dpk.psk.PskJsseProvider;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jetty by the names of a key store and of a context, without an SSLContext of one's own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JettySettingsIT {

  @TempDir Path folder;

  private static SslContextFactory.Server keyStore(String type, Path file, String password) {
    PskJsseProvider.installAll();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStoreType(type); // "DPK" for an identity file, "PSK" for a file of static keys
    tls.setProtocol(type); // the same again
    tls.setKeyStorePath(file.toString());
    tls.setKeyStorePassword(password);
    return tls;
  }

  @Test
  void theGuideShowsThis() throws Exception {
    new Guide("jetty").requireIsIn(getClass(), "key store");
    new Guide("jetty").requireIsIn(JettyIT.class, "context");
    new Guide("jetty").requireIsIn(JettyIT.class, "connector");
  }

  @ParameterizedTest
  @EnumSource
  void aKeyStoreAndTheContextOfItsNameWillDo(KeySource keys) throws Exception {
    KeyFiles.write(keys, folder);
    SslContextFactory.Server tls =
        switch (keys) {
          case STATIC -> keyStore("PSK", folder.resolve("psk.txt"), "any");
          case AGREED -> keyStore("DPK", folder.resolve("server.dpk"), String.valueOf(PASSWORD));
        };
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (HttpServerContract.Running server = JettyIT.start(tls, seen)) {
      HttpOrigin origin =
          new HttpOrigin(URI.create("https://localhost:" + server.port()), keys.serverName());
      for (HttpClients client : Set.of(HttpClients.HTTP_CLIENT_1, HttpClients.HTTP_CLIENT_2)) {
        try (Workload.Client open = client.open(keys.client(), origin)) {
          assertArrayEquals(new byte[] {7}, open.post("/echo", new byte[] {7}));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongFileIsNamed(WrongFiles wrong) throws Exception {
    Exception refusal =
        assertThrows(
            Exception.class,
            () -> {
              SslContextFactory.Server tls =
                  keyStore(wrong.type, wrong.in(folder), wrong.password());
              JettyIT.start(tls, Set.of()).close();
            });
    WrongFiles.assertSays(wrong == WrongFiles.NOT_ADMITTED ? "dpk enrol" : wrong.message, refusal);
  }

  @Test
  void aNameThatNobodyHasIsNamed() throws Exception {
    KeyFiles.write(KeySource.STATIC, folder);
    Exception refusal =
        assertThrows(
            Exception.class,
            () -> JettyIT.start(keyStore("PKS", folder.resolve("psk.txt"), ""), Set.of()).close());
    WrongFiles.assertSays("PKS", refusal);
  }
}
