package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Server;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat as users start it: from a server.xml, and embedded. */
public final class TomcatServers {

  static final String NIO = "org.apache.coyote.http11.Http11NioProtocol";
  static final String NIO2 = "org.apache.coyote.http11.Http11Nio2Protocol";
  static final String ADAPTER = "org.dpk.psk.tomcat.PskImplementation";

  private TomcatServers() {}

  /**
   * The server of {@code conf/server.xml}, one in the life of a JVM: Tomcat keeps where that was.
   *
   * @param base with a folder conf
   * @param services XML
   * @param echo for each service, in the same order
   */
  static Server fromServerXml(Path base, String services, List<EchoServlet> echo) throws Exception {
    Files.createDirectories(base.resolve("app"));
    Path file = base.resolve("conf").resolve("server.xml");
    Files.writeString(file, "<Server port='-1'>" + services + "</Server>");
    System.setProperty("catalina.home", base.toString());
    System.setProperty("catalina.base", base.toString());
    Catalina catalina = new Catalina();
    catalina.setConfigFile(file.toString());
    catalina.setUseShutdownHook(false);
    catalina.setUseNaming(false);
    catalina.load();
    for (int i = 0; i < echo.size(); i++) {
      Container engine = catalina.getServer().findServices()[i].getContainer();
      serve(echo.get(i), (Context) engine.findChildren()[0].findChildren()[0]);
    }
    catalina.start();
    return catalina.getServer();
  }

  /**
   * A service around a connector.
   *
   * @param connector with port 8443, in whose place comes any free one
   */
  static String service(String name, String connector) {
    return """
        <Service name="%s">
        %s
        <Engine name="%s" defaultHost="localhost">
          <Host name="localhost" deployOnStartup="false">
            <Context path="" docBase="${catalina.base}/app"><JarScanner scanClassPath="false"/></Context>
          </Host>
        </Engine>
        </Service>
        """
        .formatted(
            name,
            connector
                .replace("port=\"8443\"", "port=\"0\" address=\"127.0.0.1\"")
                .replace("Http2Protocol\"", "Http2Protocol\" overheadDataThreshold=\"0\""),
            name);
  }

  private static void serve(EchoServlet echo, Context context) {
    Wrapper wrapper = context.createWrapper();
    wrapper.setName("echo");
    wrapper.setServlet(echo);
    context.addChild(wrapper);
    context.addServletMappingDecoded("/echo", "echo");
  }

  static Tomcat embedded(Path base, Connector connector, EchoServlet echo) {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.getEngine().setName(base.getFileName().toString());
    tomcat.setConnector(connector);
    serve(echo, tomcat.addContext("", null));
    return tomcat;
  }

  /** For HTTPS and HTTP/2 over our keys. */
  static Connector connector(String protocol, SSLHostConfig... hosts) {
    Connector connector = new Connector(protocol);
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setSecure(true);
    connector.setScheme("https");
    connector.setProperty("SSLEnabled", "true");
    connector.setProperty("sslImplementationName", ADAPTER);
    connector.addUpgradeProtocol(new Http2Protocol());
    takeSmallFrames(connector);
    List.of(hosts).forEach(connector::addSslHostConfig);
    return connector;
  }

  /**
   * Tomcat ends a connection of HTTP/2 with too many small frames, over whatever TLS; Apache's
   * client sends two for each small body.
   */
  public static void takeSmallFrames(Connector connector) {
    for (UpgradeProtocol each : connector.findUpgradeProtocols()) {
      ((Http2Protocol) each).setOverheadDataThreshold(0);
    }
  }

  /** A virtual host of TLS whose certificate has these attributes. */
  static SSLHostConfig host(Map<String, String> attributes) {
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreType(attributes.getOrDefault("type", "PKCS12"));
    certificate.setCertificateKeystoreFile(attributes.get("file"));
    certificate.setCertificateKeystorePassword(attributes.getOrDefault("password", ""));
    host.addCertificate(certificate);
    return host;
  }

  /** Stops it, and waits for its threads to end. */
  static void stop(Server server) throws LifecycleException, InterruptedException {
    List<String> ports =
        IntStream.range(0, server.findServices().length)
            .mapToObj(service -> "-" + port(server, service) + "-")
            .toList();
    server.stop();
    server.destroy();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (ports.stream().anyMatch(thread.getName()::contains)) {
        thread.join(20_000);
        assertFalse(thread.isAlive(), () -> thread + " is left");
      }
    }
  }

  record Running(Server server, int port) implements HttpServerContract.Running {

    static Running of(Server server) {
      return new Running(server, TomcatServers.port(server, 0));
    }

    @Override
    public void close() throws Exception {
      stop(server);
    }
  }

  static int port(Server server, int service) {
    return server.findServices()[service].findConnectors()[0].getLocalPort();
  }
}
