package org.dpk.psk.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.SharedPskCache;
import org.dpk.psk.jdbc.JdbcPskStore;
import org.dpk.psk.jdbc.TestDatabase;

/**
 * A server of {@code localhost} in a JVM of its own, which answers each request with the client's
 * name and with the number of its own agreements. It ends with its standard input.
 */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;
  private final int port;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = answers.readLine();
    if (first == null) {
      throw new AssertionError("the server does not start");
    }
    this.port = Integer.parseInt(first);
  }

  /**
   * A server with a cache of its own.
   *
   * @param port 0 for any
   */
  static ServerProcess alone(int port) throws IOException {
    return start(List.of(Integer.toString(port)));
  }

  static ServerProcess sharing(TestDatabase database, Path key) throws IOException {
    return start(List.of("0", database.url(), key.toString()));
  }

  private static ServerProcess start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
    command.add(Program.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new ServerProcess(builder.start());
  }

  private static String classPath() {
    String given = System.getProperty("surefire.test.class.path");
    return given == null ? System.getProperty("java.class.path") : given + File.pathSeparator;
  }

  int port() {
    return port;
  }

  /** Returns when it is done. */
  void revoke(String client) throws IOException {
    orders.println(client);
    answers.readLine();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
      answers.close();
    }
  }

  /** What runs in there. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws Exception {
      NonceAgreement agreement = new NonceAgreement("localhost", "secret");
      ExecutorService threads = Executors.newCachedThreadPool();
      HttpsServer server =
          HttpsServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])),
              0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(agreement, args)));
      server.createContext("/", exchange -> answer(exchange, agreement));
      server.setExecutor(threads);
      server.start();
      System.out.println(server.getAddress().getPort());
      obey(agreement);
      server.stop(0);
      threads.shutdownNow();
    }

    private static SSLContext context(NonceAgreement agreement, String[] args) throws Exception {
      KeyManager[] keys = {agreement};
      if (args.length > 1) {
        JdbcPskStore store = JdbcPskStore.in(TestDatabase.source(args[1]));
        store.createTable();
        SharedPskCache shared = SharedPskCache.of(store, SharedPskCache.readKey(Path.of(args[2])));
        keys = new KeyManager[] {agreement, shared};
      }
      SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
      context.init(keys, null, null);
      return context;
    }

    private static void answer(HttpExchange exchange, NonceAgreement agreement) throws IOException {
      String peer = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
      byte[] body = (peer + " " + agreement.runs.get()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    private static void obey(NonceAgreement agreement) throws IOException {
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String client = orders.readLine(); client != null; client = orders.readLine()) {
        agreement.revoke(client);
        System.out.println("revoked");
      }
    }
  }
}
