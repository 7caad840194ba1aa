package org.dpk.cli.internal.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.LogLines;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.cli.internal.tls.DpkContext;
import org.dpk.cli.internal.tls.SecureServer;
import org.dpk.cli.internal.web.Folder;
import org.dpk.cli.internal.web.PageHandler;
import org.dpk.cli.internal.web.PageHandler.Visit;
import org.dpk.cli.internal.web.Pages;
import org.dpk.cli.internal.web.TextPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves HTTPS as an identity. */
@Command(
    name = "serve",
    description = "Serve HTTPS as this identity until ctrl-c, and show who comes.",
    footer = {
      "",
      "Examples:",
      "  dpk serve -i server.dpk",
      "  dpk serve -i server.dpk --dir public --port 443 --bind 0.0.0.0",
      "  dpk serve -i server.dpk --text 'hello {peer}' --password-file pw",
    })
final class ServeCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final IdentityOptions identity;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8443",
      description = "Port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "localhost",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String bind;

  @ArgGroup private Content content = new Content();

  @Mixin private final OutputOptions output;

  /** What is served. */
  static final class Content {
    @Option(names = "--dir", paramLabel = "DIR", description = "Serve the files of this folder.")
    private @Nullable Path folder;

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        description = "Serve this text; {peer} stands for who asks.")
    private String text = "Hello {peer}";

    Pages pages() throws IOException {
      return folder == null ? new TextPage(text) : new Folder(folder);
    }
  }

  ServeCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.identity = new IdentityOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Pages pages = content.pages();
    LogLines.show(terminal);
    try (DpkContext context = unlock();
        SecureServer server = start(context, pages)) {
      String url = "https://" + bind + ":" + server.port() + "/";
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("url", url);
      data.put("port", server.port());
      output.print(data, () -> List.of("serving " + url + ", ctrl-c stops it"));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      terminal.note("the server is stopped");
    }
    return ExitCode.OK.number();
  }

  private DpkContext unlock() throws Exception {
    try (Progress progress = Progress.start(terminal, "unlocking " + identity.file())) {
      return identity.context();
    }
  }

  private SecureServer start(DpkContext context, Pages pages) throws IOException {
    return SecureServer.start(
        context.tls(), new InetSocketAddress(bind, port), new PageHandler(pages, this::show));
  }

  private void show(Visit visit) {
    terminal.note(
        "%s  %s  %s %s  %d"
            .formatted(
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                visit.peer(),
                visit.method(),
                printable(visit.path()),
                visit.status()));
  }

  /** What a peer sends must not move the cursor of whoever reads it. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
