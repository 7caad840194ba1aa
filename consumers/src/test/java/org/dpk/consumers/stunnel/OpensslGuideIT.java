package org.dpk.consumers.stunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.dpk.consumers.Guide;
import org.dpk.consumers.Program;
import org.dpk.provider.internal.Programs;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/guides/stunnel-openssl.md; OpensslIT of jsse-psk has the rest. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpensslGuideIT {

  private static final Guide GUIDE = new Guide("stunnel-openssl");

  @TempDir Path folder;
  private Path keys;

  @BeforeEach
  void write() throws Exception {
    keys = folder.resolve("psk.txt");
    Files.writeString(keys, GUIDE.example("psk.txt"));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
  }

  private SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {PskKeyManager.ofFile(keys, "alice")}, null, null);
    return context;
  }

  private static List<String> command(String mark, int port) throws IOException {
    return List.of(GUIDE.example(mark).strip().replace("8443", Integer.toString(port)).split(" "));
  }

  @Test
  void aServerOfOpenssl() throws Exception {
    Program.Listening server =
        Program.startOnFreePort(
            port -> new Program.Start("openssl", Map.of(), command("s_server", port)), "ACCEPT");
    try (Program running = server.program()) {
      HttpsURLConnection connection =
          (HttpsURLConnection)
              URI.create("https://localhost:" + server.port()).toURL().openConnection();
      connection.setSSLSocketFactory(context().getSocketFactory());
      connection.setReadTimeout(20_000);
      try (InputStream in = connection.getInputStream()) {
        String page = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(page.contains("TLS_AES_128_GCM_SHA256"), page);
      }
    }
  }

  @Test
  void aClientOfOpenssl() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket)
            context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<String> served = thread.submit(() -> serve(listening));
      Programs.Result client =
          Programs.run(command("s_client", listening.getLocalPort()), Map.of(), "hello\n");
      assertEquals("hello", served.get(20, TimeUnit.SECONDS));
      assertTrue(client.output().contains("hello, alice"), client::output);
    } finally {
      thread.shutdownNow();
      assertTrue(thread.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  private static String serve(SSLServerSocket listening) throws Exception {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      String peer = socket.getSession().getPeerPrincipal().getName();
      socket.getOutputStream().write((line + ", " + peer).getBytes(StandardCharsets.US_ASCII));
      return line;
    }
  }
}
