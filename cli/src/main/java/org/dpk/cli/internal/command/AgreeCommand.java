package org.dpk.cli.internal.command;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.dpk.cli.internal.agree.Answering;
import org.dpk.cli.internal.agree.Asking;
import org.dpk.cli.internal.agree.Export;
import org.dpk.cli.internal.agree.FollowUp;
import org.dpk.cli.internal.agree.HostPort;
import org.dpk.cli.internal.agree.KeyFile;
import org.dpk.cli.internal.agree.KeySink;
import org.dpk.cli.internal.agree.ProgramKey;
import org.dpk.cli.internal.agree.Side;
import org.dpk.cli.internal.agree.StandardOutput;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.output.LogLines;
import org.dpk.cli.internal.output.Progress;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.provider.internal.agreement.NslAgreementBuilder;
import org.dpk.provider.internal.agreement.Policy;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Agrees on a key for another program. */
@Command(
    name = "agree",
    description = {
      "Agree with a peer on a key for another program: stunnel, mosquitto, OpenSSL.",
      "",
      "One end answers (--listen), at the machine of the program that is the TLS server; the other"
          + " asks for PEER, at that of the client. Both write the key into the file of their"
          + " program.",
    },
    footer = {
      "",
      "The file gets the mode 600 if it is new, and keeps its owner and group if it is not. Keys of"
          + " others in it stay. Where it holds several, FILE.dpk beside it says whose they are, and"
          + " until when.",
      "",
      "Arguments of a running program can be read by every user of its machine (ps): --out - prints"
          + " the key, with --export openssl as arguments of s_client. A file does not have that.",
      "",
      "Examples:",
      "  dpk agree --listen 0.0.0.0:8444 -i broker.dpk --peer uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2"
          + " \\",
      "      --export mosquitto --out /etc/mosquitto/psk.txt --then 'pkill -HUP -x mosquitto'",
      "  dpk agree broker.example -i sensor.dpk --export mosquitto --out ~/.config/mosquitto_pub",
      "  dpk agree uuid:9b2d… --at 10.0.0.7:8444 -i a.dpk --export stunnel --out psk.txt",
      "Each night, from cron, for keys of 24 hours and more:",
      "  0 3 * * *  dpk agree broker.example -i sensor.dpk --password-file pw --export stunnel \\",
      "             --out /etc/stunnel/psk.txt --then 'pkill -HUP -x stunnel'",
    })
final class AgreeCommand implements Callable<Integer> {

  private static final int DEFAULT_PORT = 8444;
  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofSeconds(0xFFFF_FFFFL);
  private static final String STANDARD_OUTPUT = "-";

  private final Surroundings surroundings;
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "PEER",
      description =
          "Whom to ask: its identity (dns:, ip:, uuid:), or host[:port] where that is its name.")
  private @Nullable String peer;

  @Option(
      names = "--at",
      paramLabel = "HOST[:PORT]",
      description = "Where PEER answers, if not at its name. Default port: " + DEFAULT_PORT + ".")
  private @Nullable String at;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to wait for PEER. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Duration timeout;

  @Option(
      names = "--listen",
      paramLabel = "[HOST:]PORT",
      description =
          "Answer there, until ctrl-c. HOST is localhost if not named, PORT 0 a free one.")
  private @Nullable String listen;

  @Option(
      names = "--peer",
      paramLabel = "ID",
      description = "With --listen: who may have a key. More than once for more of them.")
  private Set<DpkIdentity> allowed = Set.of();

  @Option(
      names = "--any-peer",
      description = "With --listen: everybody who is on the chain may have a key.")
  private boolean anybody;

  @Option(names = "--once", description = "With --listen: end when a key is agreed on.")
  private boolean once;

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      description =
          "How long a key is good; the shorter of both ends counts. Default: 24h with --listen, else"
              + " what PEER says.")
  private @Nullable Duration lifetime;

  @Option(
      names = "--export",
      required = true,
      paramLabel = "PROGRAM",
      description = "For which program: openssl, mosquitto or stunnel.")
  @SuppressWarnings("NullAway.Init")
  private Export export;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The program's file of keys, or - to print the key.")
  @SuppressWarnings("NullAway.Init")
  private String out;

  @Option(
      names = "--then",
      paramLabel = "COMMAND",
      description =
          "Run this by sh when the file has changed, such as to make the program read it.")
  private @Nullable String then;

  @Mixin private final IdentityOptions identity;
  @Mixin private final OutputOptions output;

  AgreeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
    this.identity = new IdentityOptions(surroundings);
    this.output = new OutputOptions(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    requireUsable();
    if (listen == null) {
      ask(String.valueOf(peer));
    } else {
      answer(HostPort.parse(listen.matches("\\d+") ? "localhost:" + listen : listen));
    }
    return ExitCode.OK.number();
  }

  private void requireUsable() {
    if ((peer == null) == (listen == null)) {
      throw usage("whom to ask, or where to answer?", "name either a PEER or --listen PORT");
    }
    if (output.isJson() && isPrinted()) {
      throw usage("--json and --out - both go to standard output", "name a file: --out FILE");
    }
    if (listen == null && (anybody || once || !allowed.isEmpty())) {
      throw usage("--peer, --any-peer and --once go with --listen", "see dpk agree --help");
    }
    if (listen != null && at != null) {
      throw usage("--at goes with a PEER", "see dpk agree --help");
    }
    if (listen != null && anybody != allowed.isEmpty()) {
      throw usage("who may have a key?", "name each with --peer ID, or say --any-peer");
    }
    boolean several = listen != null && (anybody || allowed.size() > 1);
    if (several && !isPrinted() && !export.holdsSeveral(Side.SERVER)) {
      throw usage("openssl s_server knows one key", "name one --peer, and a file for each");
    }
    if (lifetime != null
        && (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST) > 0)) {
      throw usage("a key lives from 1 s to 2^32 - 1 s", "write --lifetime 48h, say");
    }
  }

  private static Failure usage(String what, String advice) {
    return new Failure(ExitCode.USAGE, what, advice);
  }

  private boolean isPrinted() {
    return STANDARD_OUTPUT.equals(out);
  }

  private KeySink sink(Side side) {
    return isPrinted()
        ? new StandardOutput(export, side, terminal.out())
        : new KeyFile(Path.of(out), export, side, surroundings.clock());
  }

  private NslAgreementBuilder agreement(Duration otherwise) throws Exception {
    Duration longest = lifetime == null ? otherwise : lifetime;
    // one key comes of a run, for any number of connections
    return identity.agreement().terms(new KeyTerms(longest, 1));
  }

  // ---- the end that asks

  private void ask(String whom) throws Exception {
    PeerAddress address = PeerAddress.of(whom, at, DEFAULT_PORT);
    KeySink keys = sink(Side.CLIENT);
    keys.check();
    ProgramKey key;
    try (Progress progress = Progress.start(terminal, "unlocking " + identity.file());
        NslAgreement agreement = agreement(LONGEST).hosts(server -> address.identity()).build()) {
      progress.say("asking " + address);
      key =
          new Asking(agreement, timeout)
              .ask(address.host(), address.port(), keys, surroundings.clock());
    }
    FollowUp followUp = new FollowUp(then);
    followUp.run();
    report(key, followUp);
  }

  private void report(ProgramKey key, FollowUp followUp) {
    if (isPrinted()) {
      terminal.note("agreed with " + key.peer() + ", good until " + key.until());
      return;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peer", key.peer());
    json.put("pskIdentity", key.identity());
    json.put("file", out);
    json.put("until", key.until().toString());
    json.put("seconds", key.lifetime().toSeconds());
    output.print(json, () -> text(key, followUp));
  }

  private List<String> text(ProgramKey key, FollowUp followUp) {
    return List.of(
        "peer          " + key.peer(),
        "PSK identity  " + key.identity(),
        "key file      " + out,
        "good until    " + key.until(),
        "next          "
            + (followUp.isThere() ? "done: " + then : export.next(Side.CLIENT, Path.of(out), key)));
  }

  // ---- the end that answers

  private void answer(HostPort where) throws Exception {
    KeySink keys = sink(Side.SERVER);
    keys.check();
    LogLines.show(terminal);
    try (Answering answering = start(where, keys)) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("host", where.host());
      json.put("port", answering.port());
      String line = "answering on " + where.host() + ":" + answering.port() + ", ctrl-c stops it";
      if (isPrinted()) {
        terminal.note(line);
      } else {
        output.print(json, () -> List.of(line));
      }
      if (once) {
        answering.once();
      } else {
        answering.run();
      }
    } catch (InterruptedException e) {
      terminal.note("no more keys are agreed on");
    }
  }

  private Answering start(HostPort where, KeySink keys) throws Exception {
    try (Progress progress = Progress.start(terminal, "unlocking " + identity.file())) {
      NslAgreement agreement =
          agreement(DEFAULT_LIFETIME)
              .policy(Policy.of(peer -> anybody || allowed.contains(peer.identity())))
              .build();
      return new Answering(
          new InetSocketAddress(where.host(), where.portOr(DEFAULT_PORT)),
          agreement,
          keys,
          new FollowUp(then),
          surroundings.clock(),
          new AnswerLog(terminal, hint()));
    }
  }

  private @Nullable Function<ProgramKey, String> hint() {
    return then != null || isPrinted() ? null : key -> export.next(Side.SERVER, Path.of(out), key);
  }
}
