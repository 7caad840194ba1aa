package org.dpk.cli.internal.command;

import java.util.concurrent.Callable;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.registry.RegistryAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks the chain what it says of an identity. */
@Command(
    name = "lookup",
    description = "Show what the chain says of an identity.",
    footer = {
      "",
      "Ends with 0 if the identity is active, with 1 if it is revoked or unknown.",
      "",
      "Examples:",
      "  dpk lookup dns:example.org",
      "  dpk lookup uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2 --json",
      "  dpk lookup ip:192.0.2.7 --network devnet.json",
      "  dpk lookup dns:example.org --light light.json",
    })
final class LookupCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "dns:host, ip:address or uuid:…")
  @SuppressWarnings("NullAway.Init")
  private DpkIdentity identity;

  @Mixin private final ReadingOptions reading;
  @Mixin private final OutputOptions output;

  LookupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.reading = new ReadingOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Lookup lookup = find(reading.access());
    LookupReport report =
        new LookupReport(lookup, reading.configuration().map(LightConfiguration::voucher));
    output.print(report.json(), () -> report.lines(surroundings.terminal()));
    return (lookup instanceof Lookup.Active ? ExitCode.OK : ExitCode.NO).number();
  }

  private Lookup find(RegistryAccess access) throws Exception {
    try (Progress progress = Progress.start(surroundings.terminal(), "looking up " + identity);
        KeyRegistry registry = access.open()) {
      return registry.find(identity, Freshness.NOW).get();
    }
  }
}
