package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.dpk.psk.NonceAgreement;

/**
 * A provider under a contract test: ours, with each kind of key and protocol, and SunJSSE as the
 * control that shows the test to be right.
 *
 * @param control whether it is SunJSSE
 */
record Subject(
    String name, boolean control, String protocol, SSLContext client, SSLContext server) {

  static final String HOST = "server.example";
  static final String TLS13 = "TLSv1.3";
  static final String TLS12 = "TLSv1.2";
  private static final char[] PASSWORD = "password".toCharArray();

  static Stream<Subject> all() {
    return Stream.of(
        new Subject("static keys, TLSv1.3", false, TLS13, Contexts.fixed(), Contexts.fixed()),
        new Subject("static keys, TLSv1.2", false, TLS12, Contexts.fixed(), Contexts.fixed()),
        agreed(HOST),
        control(TLS13),
        control(TLS12));
  }

  /** Agreed keys, of TLS 1.3. */
  static Subject agreed(String server) {
    return new Subject(
        "agreed keys, TLSv1.3",
        false,
        TLS13,
        Contexts.of(new NonceAgreement("client.example", "secret")),
        Contexts.of(new NonceAgreement(server, "secret")));
  }

  static Subject control(String protocol) {
    return new Subject("SunJSSE, " + protocol, true, protocol, OfSun.context(), OfSun.context());
  }

  boolean is13() {
    return protocol.equals(TLS13);
  }

  /** What is expected of ours where it differs, and of the control. */
  <T> T expects(Difference difference, T ours, T controls) {
    return control ? controls : ours;
  }

  boolean has(Difference difference) {
    return expects(difference, true, false);
  }

  SSLEngine newClient() {
    SSLEngine engine = client.createSSLEngine(HOST, 443);
    engine.setUseClientMode(true);
    return limited(engine);
  }

  SSLEngine newServer() {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    return limited(engine);
  }

  private SSLEngine limited(SSLEngine engine) {
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }

  EnginePair pair() {
    return new EnginePair(newClient(), newServer());
  }

  /** After the handshake, tickets received. */
  EnginePair open() throws Exception {
    EnginePair pair = pair().handshake();
    pair.client.app.clear();
    return pair;
  }

  @Override
  public String toString() {
    return name;
  }

  /** A self-signed certificate that trusts itself; made once. */
  private static final class OfSun {
    private static final KeyStore STORE = store();

    private static KeyStore store() {
      try {
        Path folder = Files.createTempDirectory("control");
        Path file = folder.resolve("control.p12");
        keytool(file);
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        Files.delete(folder);
        return store;
      } catch (IOException | GeneralSecurityException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void keytool(Path file) throws IOException, InterruptedException {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "server",
              "-keyalg",
              "EC",
              "-dname",
              "CN=" + HOST,
              "-ext",
              "san=dns:" + HOST + ",dns:localhost",
              "-validity",
              "2",
              "-keystore",
              file.toString(),
              "-storepass",
              new String(PASSWORD));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      assertEquals(0, process.exitValue());
    }

    static SSLContext context() {
      try {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(STORE, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", STORE.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
