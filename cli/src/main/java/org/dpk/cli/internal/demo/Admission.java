package org.dpk.cli.internal.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dpk.cli.internal.demo.Figures.What;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.output.Durations;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.dpk.provider.internal.enrol.EnrolmentClient;
import org.dpk.provider.internal.enrol.EnrolmentClient.Enrolled;
import org.dpk.provider.internal.enrol.EnrolmentSettings;
import org.dpk.provider.internal.enrol.EnrolmentStep;
import org.dpk.provider.internal.enrol.TokenFile;
import org.dpk.provider.internal.network.LightConfiguration;

/** From a name to a device on chain: registered by an administrator, enrolled by itself. */
final class Admission {

  private final Workshop workshop;
  private final Figures figures;
  private final Setting setting;
  private final char[] password;

  Admission(Workshop workshop, Figures figures, Setting setting, char[] password) {
    this.workshop = workshop;
    this.figures = figures;
    this.setting = setting;
    this.password = password;
  }

  /** What the administrator hands to a device. */
  record Ticket(String registration, TokenFile token) {}

  /** An administrator registers a device over the PKM's REST API. */
  Ticket register(String identity, AdmissionMode mode) throws IOException, InterruptedException {
    JsonNode answer =
        setting
            .admin()
            .register(
                Map.of(
                    "identity",
                    identity,
                    "unchecked",
                    identity.startsWith("dns:"),
                    "mode",
                    mode.text(),
                    "fees",
                    mode == AdmissionMode.FUNDED ? "waived" : "due"));
    byte[] file = answer.path("tokenFile").toString().getBytes(StandardCharsets.UTF_8);
    return new Ticket(answer.path("registration").path("id").asText(), TokenFile.parse(file));
  }

  /** A device enrols with its token file. */
  Device enrol(Ticket ticket, String fileName, Notes notes) throws IOException {
    Path file = workshop.folder().resolve(fileName);
    Way chain = setting.stage().way(fileName);
    TokenFile token = through(chain, ticket.token());
    Map<EnrolmentStep, Long> reached = new EnumMap<>(EnrolmentStep.class);
    Enrolled enrolled =
        new EnrolmentClient(
                settings(chain), (step, detail) -> reached.putIfAbsent(step, System.nanoTime()))
            .enrol(token, file, password);
    boolean funded = token.mode() == AdmissionMode.FUNDED;
    Duration stored =
        between(reached, EnrolmentStep.ADMISSION_BEGUN, EnrolmentStep.RECORD_VERIFIED);
    figures.add(funded ? What.STORE_FUNDED : What.STORE_SPONSORED, stored);
    notes.add("%s", enrolled.identity());
    notes.add(
        funded
            ? "the PKM sent Ether, the device added itself, the PKM approved"
            : "the PKM signed a voucher and paid: the device holds no Ether");
    notes.add("stored on chain in %s, read back and compared", Durations.text(stored));
    return new Device(enrolled.identity(), ticket.registration(), file, chain);
  }

  private static EnrolmentSettings settings(Way chain) {
    EnrolmentSettings full = EnrolmentSettings.DEFAULT;
    return chain.light().map(LightConfiguration::read).map(full::withLight).orElse(full);
  }

  /** The same token with a node of one's own: which nodes to ask is only a hint in it. */
  private static TokenFile through(Way chain, TokenFile token) {
    return new TokenFile(
        token.identity(),
        token.mode(),
        token.registry(),
        token.pkm(),
        token.pkmRecordHash(),
        token.endpoints(),
        List.of(chain.node()),
        token.recordNotAfter(),
        token.token());
  }

  private static Duration between(
      Map<EnrolmentStep, Long> reached, EnrolmentStep from, EnrolmentStep to) {
    Long begun = reached.get(from);
    Long ended = reached.get(to);
    if (begun == null || ended == null) {
      throw new IllegalStateException("the enrolment skipped " + from + " or " + to);
    }
    return Duration.ofNanos(ended - begun);
  }
}
