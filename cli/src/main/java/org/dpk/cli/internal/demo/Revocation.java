package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.demo.OpenSession.Ending;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.tls.Fetcher;

/** The client is revoked while it is connected. */
final class Revocation {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(10);

  private final Figures figures;
  private final Setting setting;
  private final Device client;
  private final SSLContext context;
  private final Tap wire;

  Revocation(Figures figures, Setting setting, Device client, SSLContext context, Tap wire) {
    this.figures = figures;
    this.setting = setting;
    this.client = client;
    this.context = context;
    this.wire = wire;
  }

  /** An open session is ended by it. */
  void closesTheSession(Notes notes) throws Exception {
    URI ticks = Conversation.address(wire).resolve(TickingPages.TICKS);
    try (Fetcher fetcher = new Fetcher(context, Conversation.PATIENCE);
        OpenSession session = OpenSession.read(fetcher.get(ticks).body())) {
      session.awaitBegin(PATIENCE);
      client.chain().hold();
      notes.add("the client's way to the chain is cut: it can't know");
      long ordered = System.nanoTime();
      setting.admin().revoke(client.registration());
      Duration onChain = awaitOnChain(ordered);
      Ending ending = session.awaitEnd(PATIENCE);
      Duration took = Duration.ofNanos(ending.nanos() - ordered);
      figures.add(What.REVOCATION, took);
      notes.add("the administrator revokes %s", client.identity());
      notes.add("%s later that is on chain", Durations.text(onChain));
      notes.add(
          "%s later its open session ended, after %d lines", Durations.text(took), ending.lines());
      notes.add(
          ending.failure() == null
              ? "the client's HttpClient saw the end of the answer"
              : "the client saw " + Told.of(ending.failure()));
    }
  }

  private Duration awaitOnChain(long since) throws IOException, InterruptedException {
    long deadline = since + PATIENCE.toNanos();
    while (!setting.admin().show(client.registration()).path("stage").asText().equals("revoked")) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the revocation is not on chain after " + Durations.text(PATIENCE));
      }
      Thread.sleep(POLL.toMillis());
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** A new one is refused. */
  void refusesANewOne(Notes notes) throws Exception {
    try (Fetcher fetcher = new Fetcher(context, Conversation.PATIENCE)) {
      fetcher.get(Conversation.address(wire)).body().close();
    } catch (IOException e) {
      notes.add("the client saw " + Told.of(e));
      return;
    }
    throw new IllegalStateException("a revoked client was let in");
  }
}
