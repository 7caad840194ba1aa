package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.tls.DpkContext;
import org.dpk.cli.internal.tls.Fetcher;
import org.dpk.cli.internal.tls.SecureServer;
import org.dpk.cli.internal.web.PageHandler;
import org.dpk.cli.internal.web.TextPage;

/** One device serves HTTPS, the other fetches pages: the JDK's own HTTP, standard calls only. */
final class Conversation {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MAX_PAGE = 10_000;

  private final Workshop workshop;
  private final Figures figures;
  private final Device server;
  private final Device client;
  private final char[] password;
  private final int repeat;

  Conversation(
      Workshop workshop,
      Figures figures,
      Device server,
      Device client,
      char[] password,
      int repeat) {
    this.workshop = workshop;
    this.figures = figures;
    this.server = server;
    this.client = client;
    this.password = password;
    this.repeat = repeat;
  }

  /** The server listens; what goes to it passes a tap. */
  Tap serve(Notes notes) throws IOException, GeneralSecurityException {
    DpkContext context =
        workshop.stopAtEnd(DpkContext.open(server.file(), password, server.chain().light()));
    SecureServer started =
        workshop.stopAtEnd(
            SecureServer.start(
                context.tls(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new TickingPages(
                    new PageHandler(
                        new TextPage("Hello {peer}, this is " + server.identity() + "."),
                        visit -> {}))));
    Tap wire = workshop.stopAtEnd(Tap.of(started.port()));
    notes.add("com.sun.net.httpserver.HttpsServer on %s", address(wire));
    return wire;
  }

  static URI address(Tap wire) {
    return URI.create("https://localhost:" + wire.port() + "/");
  }

  /** The client has never met the server. */
  SSLContext firstContact(Notes notes, Tap wire) throws Exception {
    KeyStore keys = DpkContext.keys(client.file(), password, client.chain().light());
    DpkContext context = workshop.stopAtEnd(DpkContext.of(keys, password));
    Traffic before = traffic(wire);
    notes.add("«%s»", fetch(context.tls(), address(wire), What.FIRST_CONTACT));
    notes.add(describe(traffic(wire).since(before)));
    for (int i = 0; i < repeat; i++) {
      try (DpkContext stranger = DpkContext.of(keys, password)) {
        fetch(stranger.tls(), address(wire), What.FIRST_CONTACT);
      }
    }
    notes.add(
        "in %s; %d more clients that have not met it: %s each",
        Durations.text(figures.first(What.FIRST_CONTACT)),
        repeat,
        Durations.text(figures.median(What.FIRST_CONTACT)));
    return context.tls();
  }

  /** The client has met the server, and both remember the key. */
  void again(Notes notes, Tap wire, SSLContext context) throws Exception {
    Traffic before = traffic(wire);
    for (int i = 0; i <= repeat; i++) {
      fetch(context, address(wire), What.CACHED_KEY);
    }
    Traffic passed = traffic(wire).since(before);
    if (passed.agreementMessages() > 0) {
      throw new IllegalStateException("a key was agreed on though both ends had one: " + passed);
    }
    notes.add("%d new connections, %s each", repeat + 1, Durations.text(median()));
    notes.add(describe(passed));
  }

  private Duration median() {
    return figures.median(What.CACHED_KEY);
  }

  /** What passed between the devices, and to the chain. */
  record Traffic(long connections, long agreementMessages, long bytesToChain) {
    Traffic since(Traffic earlier) {
      return new Traffic(
          connections - earlier.connections,
          agreementMessages - earlier.agreementMessages,
          bytesToChain - earlier.bytesToChain);
    }
  }

  private Traffic traffic(Tap wire) {
    Tap.Traffic between = wire.traffic();
    long toChain = server.chain().sent() + client.chain().sent();
    return new Traffic(between.connections(), between.agreementMessages(), toChain);
  }

  private static String describe(Traffic passed) {
    String chain =
        passed.bytesToChain == 0
            ? "nothing asked of the chain"
            : passed.bytesToChain + " bytes to the chain";
    return passed.agreementMessages == 0
        ? "on the wire: no key agreement, " + chain
        : "on the wire: a key agreement of 1 + %d messages, %s"
            .formatted(passed.agreementMessages, chain);
  }

  private String fetch(SSLContext context, URI uri, What what) throws Exception {
    long start = System.nanoTime();
    try (Fetcher fetcher = new Fetcher(context, PATIENCE)) {
      HttpResponse<InputStream> response = fetcher.get(uri);
      try (InputStream body = response.body()) {
        String page = new String(body.readNBytes(MAX_PAGE), StandardCharsets.UTF_8);
        figures.add(what, Duration.ofNanos(System.nanoTime() - start));
        return page.strip();
      }
    }
  }
}
