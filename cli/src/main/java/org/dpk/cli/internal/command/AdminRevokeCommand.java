package org.dpk.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes a device. */
@Command(
    name = "revoke",
    description = {
      "Revoke a device: its token if it has not enrolled yet, else its record on chain.",
      "",
      "Its open sessions end, and nobody lets it in again.",
    },
    footer = {
      "",
      "Examples:",
      "  dpk admin revoke dns:www.example.org",
      "  dpk admin revoke 1d7e0b1c-5ad0-4f6e-9b7f-0d3f1c2a4b5c   # a registration",
    })
final class AdminRevokeCommand implements Callable<Integer> {

  private static final Set<String> OVER = Set.of("revoked", "expired", "failed");
  private static final int MANY = 1000;
  private static final Duration POLL = Duration.ofMillis(100);

  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID",
      description = "An identity, or the id of a registration as dpk admin list --json shows it.")
  @SuppressWarnings("NullAway.Init")
  private String id;

  @Mixin private final PkmOptions pkm;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long to wait until it stands on chain. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration patience;

  @Mixin private final OutputOptions output;

  AdminRevokeCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.pkm = new PkmOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    try (AdminClient client = pkm.client();
        Progress progress = Progress.start(terminal, "revoking " + id)) {
      JsonNode revoked = await(client, client.revoke(registration(client)));
      progress.done("revoked after " + Durations.text(progress.elapsed()));
      output.print(revoked, () -> List.of(revoked.path("identity").asText() + " is revoked"));
    }
    return ExitCode.OK.number();
  }

  private String registration(AdminClient client) throws IOException, InterruptedException {
    if (id.indexOf(':') < 0) {
      return id;
    }
    String identity = Converters.identity(id).toString();
    List<JsonNode> living =
        client.list(identity, MANY).stream()
            .filter(one -> !OVER.contains(one.path("stage").asText()))
            .toList();
    if (living.size() != 1) {
      throw new Failure(
          ExitCode.DATA,
          living.isEmpty()
              ? "there is no living registration of " + identity
              : identity + " has " + living.size() + " living registrations",
          "see dpk admin list --json, and name the registration's id");
    }
    return living.get(0).path("id").asText();
  }

  private JsonNode await(AdminClient client, JsonNode registration)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    JsonNode now = registration;
    while (!now.path("stage").asText().equals("revoked")) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            ExitCode.UNAVAILABLE,
            "the revocation is ordered, but not on chain after " + Durations.text(patience),
            "the PKM goes on by itself; see dpk admin list");
      }
      Thread.sleep(POLL.toMillis());
      now = client.show(now.path("id").asText());
    }
    return now;
  }
}
