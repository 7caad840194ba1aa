package org.dpk.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Table;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is registered. */
@Command(
    name = "list",
    description = "List what is registered, and how far each device is.",
    footer = {
      "",
      "Examples:",
      "  dpk admin list",
      "  dpk admin list --identity dns:www.example.org --json",
    })
final class AdminListCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final PkmOptions pkm;

  @Option(names = "--identity", paramLabel = "ID", description = "Registrations of this one only.")
  private @Nullable DpkIdentity identity;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private final OutputOptions output;

  AdminListCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.pkm = new PkmOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    try (AdminClient client = pkm.client()) {
      List<JsonNode> found = client.list(identity == null ? "" : identity.toString(), limit);
      output.print(found, () -> text(found));
    }
    return ExitCode.OK.number();
  }

  private List<String> text(List<JsonNode> found) {
    if (found.isEmpty()) {
      return List.of("nothing is registered");
    }
    Table table = new Table("!identity", "!stage", "mode", "fees", "checked");
    for (JsonNode one : found) {
      table.row(
          one.path("identity").asText(),
          one.path("stage").asText(),
          one.path("mode").asText(),
          one.path("fees").asText(),
          one.path("unchecked").asBoolean() ? "no" : "yes");
    }
    return table.lines(terminal.columns(), terminal.outStyle());
  }
}
