package org.dpk.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.cli.internal.tls.DpkContext;
import org.dpk.cli.internal.tls.Fetcher;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a page over TLS keyed by DPK. */
@Command(
    name = "get",
    description = "Fetch a page over HTTPS as this identity.",
    footer = {
      "",
      "The page goes to standard output. Ends with 1 if the server answers with an error.",
      "",
      "Examples:",
      "  dpk get https://localhost:8443/ -i client.dpk",
      "  dpk get https://10.0.0.7:8443/ -i client.dpk \\",
      "      --peer uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2",
      "  dpk get https://localhost:8443/ -i client.dpk --repeat 5 --json",
    })
final class GetCommand implements Callable<Integer> {

  private static final int FIRST_ERROR_STATUS = 400;
  private static final int MAX_JSON_BODY = 1024 * 1024;

  private final Terminal terminal;

  @Parameters(paramLabel = "URL", description = "https://host[:port]/path")
  @SuppressWarnings("NullAway.Init")
  private URI uri;

  @Mixin private final IdentityOptions identity;

  @Option(
      names = "--peer",
      paramLabel = "ID",
      description = "Whom the URL's host stands for, where that is not its name.")
  private @Nullable DpkIdentity peer;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Fetch it so often, each time over a new connection.")
  private int repeat;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  @Mixin private final OutputOptions output;

  /** One fetch. */
  private record Fetched(int status, String peer, Duration took) {}

  GetCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.identity = new IdentityOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    requireUsable();
    List<Fetched> fetched = new ArrayList<>();
    try (DpkContext context = context()) {
      String body = "";
      for (int i = 0; i < repeat; i++) {
        body = fetch(context.tls(), fetched);
      }
      if (output.isJson()) {
        output.print(json(fetched, body), List::of);
      }
    }
    boolean failed = fetched.stream().anyMatch(one -> one.status >= FIRST_ERROR_STATUS);
    return (failed ? ExitCode.NO : ExitCode.OK).number();
  }

  private void requireUsable() {
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new Failure(
          ExitCode.USAGE, uri + " is no HTTPS address", "write https://host:port/path");
    }
    if (repeat < 1) {
      throw new Failure(ExitCode.USAGE, "nothing is to be fetched", "--repeat takes 1 or more");
    }
  }

  /** The setting is read when a context is made, and is the whole process': put back at once. */
  private DpkContext context() throws IOException, GeneralSecurityException {
    if (peer == null) {
      return identity.context();
    }
    String before = System.setProperty(DpkProvider.PEERS_PROPERTY, uri.getHost() + "=" + peer);
    try {
      return identity.context();
    } finally {
      if (before == null) {
        System.clearProperty(DpkProvider.PEERS_PROPERTY);
      } else {
        System.setProperty(DpkProvider.PEERS_PROPERTY, before);
      }
    }
  }

  private String fetch(SSLContext context, List<Fetched> fetched)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (Fetcher fetcher = new Fetcher(context, timeout);
        Progress progress = Progress.start(terminal, "fetching " + uri)) {
      HttpResponse<InputStream> response = fetcher.get(uri);
      try (InputStream body = response.body()) {
        String text = pass(body);
        fetched.add(
            new Fetched(
                response.statusCode(),
                peerName(response),
                Duration.ofNanos(System.nanoTime() - start)));
        progress.close();
        show(fetched.get(fetched.size() - 1), response);
        return text;
      }
    }
  }

  private String pass(InputStream body) throws IOException {
    if (output.isJson()) {
      return new String(body.readNBytes(MAX_JSON_BODY), StandardCharsets.UTF_8);
    }
    body.transferTo(terminal.out());
    terminal.out().flush();
    return "";
  }

  private void show(Fetched one, HttpResponse<?> response) {
    terminal.note(
        "%d from %s in %s (%s)"
            .formatted(one.status, one.peer, Durations.text(one.took), response.version().name()));
  }

  private static String peerName(HttpResponse<?> response) throws SSLPeerUnverifiedException {
    SSLSession session =
        response
            .sslSession()
            .orElseThrow(() -> new IllegalStateException("an HTTPS answer without a session"));
    return session.getPeerPrincipal().getName();
  }

  private Map<String, Object> json(List<Fetched> fetched, String body) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("url", uri.toString());
    json.put("status", fetched.get(fetched.size() - 1).status);
    json.put("peer", fetched.get(fetched.size() - 1).peer);
    json.put("milliseconds", fetched.stream().map(one -> one.took.toNanos() / 1e6).toList());
    json.put("body", body);
    return json;
  }
}
