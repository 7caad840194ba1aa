package org.dpk.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.admin.NewFile;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.output.Json;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a device and writes its token file. */
@Command(
    name = "register",
    description = "Register a device: writes the token file that it enrols with.",
    footer = {
      "",
      "The token file is a secret of the device: whoever has it can become that device.",
      "",
      "Examples:",
      "  dpk admin register uuid --out sensor.token",
      "  dpk admin register dns:www.example.org --unchecked --out www.token",
      "  dpk admin register uuid --funded --fees waived --valid-for 2h --out s.token",
    })
final class AdminRegisterCommand implements Callable<Integer> {

  /** Whether the fees are paid. */
  enum Fees {
    DUE,
    PAID,
    WAIVED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "ID",
      description = "dns:host, ip:address or uuid:…, or just «uuid» for a new one.")
  @SuppressWarnings("NullAway.Init")
  private String identity;

  @Mixin private final PkmOptions pkm;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write the token file; must not exist.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(
      names = "--unchecked",
      description = "Vouch for a dns: or ip: name yourself: nobody checks whose it is.")
  private boolean unchecked;

  @Option(
      names = "--funded",
      description =
          "The PKM gives the device's wallet Ether and the device adds itself. Default:"
              + " sponsored, the PKM adds it.")
  private boolean funded;

  @Option(
      names = "--fees",
      paramLabel = "STATE",
      defaultValue = "due",
      description = "One of ${COMPLETION-CANDIDATES}; a funded device needs paid or waived.")
  @SuppressWarnings("NullAway.Init")
  private Fees fees;

  @Option(
      names = "--valid-for",
      paramLabel = "TIME",
      description = "How long the token waits for the device. Default: the PKM's setting.")
  private @Nullable Duration validFor;

  @Mixin private final OutputOptions output;

  AdminRegisterCommand(Surroundings surroundings) {
    this.pkm = new PkmOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    try (AdminClient client = pkm.client();
        NewFile file = NewFile.create(out)) {
      JsonNode answer = client.register(request());
      file.write(Json.text(answer.path("tokenFile")).getBytes(StandardCharsets.UTF_8));
      JsonNode registration = answer.path("registration");
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("registration", registration);
      data.put("tokenFile", out.toString());
      output.print(data, () -> text(registration));
    }
    return ExitCode.OK.number();
  }

  private Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put(
        "identity", identity.equals("uuid") ? identity : Converters.identity(identity).toString());
    request.put("unchecked", unchecked);
    request.put("mode", funded ? "funded" : "sponsored");
    request.put("fees", fees.toString());
    if (validFor != null) {
      request.put("validFor", validFor.toString());
    }
    return request;
  }

  private List<String> text(JsonNode registration) {
    return List.of(
        "registered  " + registration.path("identity").asText(),
        "as          " + registration.path("id").asText(),
        "until       " + registration.path("tokenNotAfter").asText(),
        "token file  " + out,
        "",
        "on the device: dpk enrol " + out + " --out device.dpk");
  }
}
