package org.dpk.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.network.Network;
import org.dpk.cli.internal.output.Durations;
import org.dpk.cli.internal.output.LogLines;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.pkm.DevnetOwner;
import org.dpk.cli.internal.pkm.PkmFolder;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.pkm.Pkm;
import org.dpk.pkm.PkmIdentity;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.nsl.Suite;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets up and runs a PKM. */
@Command(
    name = "pkm",
    description = {
      "Run a Public Key Manager, the server that admits devices, until ctrl-c.",
      "",
      "With --init its identity, its wallet and its configuration are made first, in a folder of"
          + " their own. On a devnet the registry's owner is at hand, and makes it a PKM at once;"
          + " elsewhere the owner has to (addPkm), and the wallet needs Ether.",
    },
    footer = {
      "",
      "Examples:",
      "  dpk pkm --init --dir pkm",
      "  dpk pkm --dir pkm",
      "  dpk pkm --init --dir pkm --identity dns:pkm.example.org \\",
      "      --listen pkm.example.org:8471",
    })
final class PkmCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "pkm",
      description = "The PKM's folder. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(names = "--init", description = "Set it up, instead of running it.")
  private boolean init;

  @Option(
      names = "--identity",
      paramLabel = "ID",
      description = "With --init: who the PKM is. Default: a new uuid:.")
  private @Nullable DpkIdentity identity;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      split = ",",
      description =
          "With --init: of which suites the PKM's keys are, in order of preference; NSL_X25519 is"
              + " one of them. It admits devices with keys of these alone. Default: NSL_XWING,"
              + "NSL_X25519,NSL_RSA2048.")
  private List<Suite> suites = PkmIdentity.SUITES;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8471",
      description = "With --init: where devices enrol. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String listen;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8470",
      description =
          "With --init: where administrators are served; on this machine only. Default:"
              + " ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String admin;

  @Mixin private final NetworkOptions network;
  @Mixin private final PasswordOptions password;
  @Mixin private final OutputOptions output;

  PkmCommand(Surroundings surroundings) {
    this.terminal = surroundings.terminal();
    this.network = new NetworkOptions(surroundings);
    this.password = new PasswordOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    PkmFolder place = new PkmFolder(folder);
    if (init) {
      setUp(place);
    } else {
      run(place);
    }
    return ExitCode.OK.number();
  }

  private void setUp(PkmFolder place) throws IOException {
    if (place.exists()) {
      throw new Failure(
          ExitCode.CANNOT_CREATE,
          "there is a PKM in " + folder + " already",
          "run it without --init, or name another --dir");
    }
    if (!Converters.eachOnce(suites).contains(Suite.NSL_X25519)) {
      throw new Failure(
          ExitCode.USAGE,
          "a PKM signs its tokens with keys of NSL_X25519",
          "name it in --suite, or leave --suite out");
    }
    Network chain = network.network();
    DpkIdentity self = identity == null ? DpkIdentity.of(UUID.randomUUID()) : identity;
    char[] secret = password.forFile(place.identityFile());
    try (Progress progress = Progress.start(terminal, "making keys and wallet")) {
      EthereumAddress wallet = place.create(self, chain, admin, listen, suites, secret);
      if (chain.developmentKey().isPresent()) {
        progress.say("having it made a PKM of the devnet's registry");
        DevnetOwner.of(chain).admit(wallet);
      }
      progress.done("set up after " + Durations.text(progress.elapsed()));
      show(self, wallet, chain.developmentKey().isPresent());
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private void show(DpkIdentity self, EthereumAddress wallet, boolean admitted) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identity", self.toString());
    json.put("wallet", wallet.toString());
    json.put("config", new PkmFolder(folder).configFile().toString());
    json.put("isPkm", admitted);
    String next =
        admitted
            ? "run it: dpk pkm --dir " + folder
            : "the registry's owner has to call addPkm(" + wallet + "), and it needs Ether";
    output.print(
        json,
        () ->
            List.of(
                "PKM      " + self,
                "wallet   " + wallet,
                "config   " + json.get("config"),
                "",
                next));
  }

  private void run(PkmFolder place) throws IOException {
    if (!place.exists()) {
      throw new Failure(
          ExitCode.NO_INPUT,
          "there is no PKM in " + folder,
          "set one up: dpk pkm --init --dir DIR");
    }
    LogLines.show(terminal);
    try (Pkm pkm = start(place)) {
      output.print(json(pkm), () -> text(pkm));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      terminal.note("the PKM is stopped; what is open goes on with its next start");
    }
  }

  private Pkm start(PkmFolder place) throws IOException {
    char[] secret = password.password();
    try (Progress progress = Progress.start(terminal, "starting the PKM")) {
      Pkm pkm = Pkm.start(place.config(), secret);
      progress.done("the PKM runs after " + Durations.text(progress.elapsed()));
      return pkm;
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static Map<String, Object> json(Pkm pkm) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identity", pkm.identity().toString());
    json.put("wallet", pkm.wallet().toString());
    json.put("admin", pkm.adminUri().toString());
    json.put("adminKeyFile", pkm.adminKeyFile().toString());
    json.put("endpoints", pkm.endpoints().stream().map(Object::toString).toList());
    return json;
  }

  private static List<String> text(Pkm pkm) {
    return List.of(
        "PKM             " + pkm.identity(),
        "administrators  " + pkm.adminUri() + ", key in " + pkm.adminKeyFile(),
        "devices         "
            + pkm.endpoints().stream().map(Object::toString).collect(Collectors.joining(", ")),
        "",
        "ctrl-c stops it");
  }
}
