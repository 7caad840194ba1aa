package org.dpk.consumers.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dpk.consumers.http.TomcatServers;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application with an application.properties in a folder of its own. */
final class SpringBoots {

  private SpringBoots() {}

  /**
   * @param properties paths in it begin in the folder
   */
  static ConfigurableApplicationContext run(Path folder, String properties, String... more)
      throws IOException {
    Path file = folder.resolve("application.properties");
    Files.writeString(file, properties.replace("file:", "file:" + folder + "/"));
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--spring.config.location=file:" + file);
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--DPK_PASSWORD=" + String.valueOf(IdentityFixture.PASSWORD));
    SpringApplication application = new SpringApplication(EchoApplication.class);
    application.setRegisterShutdownHook(false);
    application.addInitializers(SpringBoots::takeSmallFrames);
    return application.run(arguments.toArray(String[]::new));
  }

  private static void takeSmallFrames(ConfigurableApplicationContext context) {
    TomcatConnectorCustomizer customizer = TomcatServers::takeSmallFrames;
    context.getBeanFactory().registerSingleton("takeSmallFrames", customizer);
  }
}
