package org.dpk.consumers.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dpk.consumers.KeySource;

/** Both ends of a connection: ours, and the JDK's own with certificates as the control. */
enum Ends {
  STATIC {
    @Override
    SSLContext server() throws Exception {
      return KeySource.STATIC.server();
    }

    @Override
    SSLContext client() throws Exception {
      return KeySource.STATIC.client();
    }

    @Override
    String serverName() {
      return KeySource.STATIC.serverName();
    }

    @Override
    String clientName() {
      return KeySource.STATIC.clientName();
    }
  },

  AGREED {
    @Override
    SSLContext server() throws Exception {
      return KeySource.AGREED.server();
    }

    @Override
    SSLContext client() throws Exception {
      return KeySource.AGREED.client();
    }

    @Override
    String serverName() {
      return KeySource.AGREED.serverName();
    }

    @Override
    String clientName() {
      return KeySource.AGREED.clientName();
    }
  },

  /** SunJSSE: the same certificate at both ends. */
  CERTIFICATES {
    @Override
    SSLContext server() throws Exception {
      return withCertificate();
    }

    @Override
    SSLContext client() throws Exception {
      return withCertificate();
    }

    @Override
    String serverName() {
      return SUBJECT;
    }

    @Override
    String clientName() {
      return SUBJECT;
    }
  };

  private static final String SUBJECT = "CN=localhost";
  private static final char[] PASSWORD = "certificates alone".toCharArray();

  private static final class Certificate {
    private static final KeyStore STORE = newStore();
  }

  abstract SSLContext server() throws Exception;

  abstract SSLContext client() throws Exception;

  abstract String serverName();

  abstract String clientName();

  private static SSLContext withCertificate() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX", "SunJSSE");
    keys.init(Certificate.STORE, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
    trust.init(Certificate.STORE);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore newStore() {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path file = folder.resolve("store.p12");
      try {
        keytool(file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, PASSWORD);
        }
        store.setCertificateEntry("trusted", store.getCertificate("own"));
        return store;
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (Exception e) {
      throw new AssertionError("no certificate", e);
    }
  }

  private static void keytool(Path file) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                SUBJECT,
                "-ext",
                "san=dns:localhost",
                "-alias",
                "own",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue());
  }
}
