package org.dpk.consumers.spring;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.Guide;
import org.dpk.consumers.KeyFiles;
import org.dpk.consumers.KeySource;
import org.dpk.consumers.http.HttpServerContract;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A web application of Spring Boot on Tomcat by the application.properties of the guide. */
class SpringBootIT extends HttpServerContract {

  @TempDir static Path folder;

  @Override
  protected boolean speaksHttp2() {
    return true;
  }

  @Override
  protected Running start(KeySource keys, SSLContext unused, Set<String> seen) throws Exception {
    String name = keys.name().toLowerCase(Locale.ROOT);
    KeyFiles.write(keys, folder.resolve(name));
    ConfigurableApplicationContext context =
        SpringBoots.run(folder.resolve(name), new Guide("spring-boot").example("server " + name));
    return new Application((ServletWebServerApplicationContext) context, seen);
  }

  private record Application(ServletWebServerApplicationContext context, Set<String> seen)
      implements Running {

    @Override
    public int port() {
      return context.getWebServer().getPort();
    }

    @Override
    public void close() {
      seen.addAll(context.getBean(EchoApplication.class).peers());
      context.close();
    }
  }
}
