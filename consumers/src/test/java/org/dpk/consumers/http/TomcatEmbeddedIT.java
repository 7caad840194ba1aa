package org.dpk.consumers.http;

import static org.dpk.provider.internal.identity.IdentityFixture.PASSWORD;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat embedded, with its NIO2 connector. */
class TomcatEmbeddedIT extends HttpServerContract {

  @TempDir static Path folder;

  @Override
  protected boolean speaksHttp2() {
    return true;
  }

  @Override
  protected Running start(KeySource keys, SSLContext unused, Set<String> seen) throws Exception {
    Path base = folder.resolve(keys.name());
    KeyFiles.write(keys, base);
    Tomcat tomcat =
        TomcatServers.embedded(
            base,
            TomcatServers.connector(TomcatServers.NIO2, host(keys, base)),
            new EchoServlet(seen));
    tomcat.start();
    return TomcatServers.Running.of(tomcat.getServer());
  }

  private static SSLHostConfig host(KeySource keys, Path base) {
    return switch (keys) {
      case STATIC ->
          TomcatServers.host(Map.of("type", "PSK", "file", base.resolve("psk.txt").toString()));
      case AGREED ->
          TomcatServers.host(
              Map.of(
                  "type",
                  "DPK",
                  "file",
                  base.resolve("server.dpk").toString(),
                  "password",
                  String.valueOf(PASSWORD)));
    };
  }
}
