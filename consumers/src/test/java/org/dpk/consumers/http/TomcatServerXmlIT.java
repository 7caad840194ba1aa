package org.dpk.consumers.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.catalina.Server;
import org.dpk.consumers.Guide;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat by a server.xml with the connectors of docs/guides/tomcat.md, which are NIO's. */
class TomcatServerXmlIT extends HttpServerContract {

  private static final Guide GUIDE = new Guide("tomcat");
  private static final Map<KeySource, Set<String>> PEERS = new EnumMap<>(KeySource.class);
  private Server server;

  @TempDir static Path base;

  private Server started() throws Exception {
    if (server != null) {
      return server;
    }
    StringBuilder services = new StringBuilder();
    List<EchoServlet> servlets = new ArrayList<>();
    for (KeySource keys : KeySource.values()) {
      String name = keys.name().toLowerCase(Locale.ROOT);
      KeyFiles.write(keys, base.resolve("conf"));
      services.append(TomcatServers.service(name, GUIDE.example("connector " + name)));
      PEERS.put(keys, ConcurrentHashMap.newKeySet());
      servlets.add(new EchoServlet(PEERS.get(keys)));
    }
    server = TomcatServers.fromServerXml(base, services.toString(), servlets);
    return server;
  }

  @AfterAll
  void stopServer() throws Exception {
    TomcatServers.stop(server);
  }

  @Override
  protected boolean speaksHttp2() {
    return true;
  }

  @Override
  protected Running start(KeySource keys, SSLContext unused, Set<String> seen) throws Exception {
    int port = TomcatServers.port(started(), keys.ordinal());
    return new Running() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        seen.addAll(PEERS.get(keys));
      }
    };
  }
}
