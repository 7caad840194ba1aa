package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.dpk.cli.internal.demo.Admission.Ticket;
import org.dpk.cli.internal.output.Terminal;
import org.dpk.provider.internal.enrol.AdmissionMode;

/** Two devices enrol on a real chain and talk HTTPS with keys from it, until one is revoked. */
public final class Demo {

  private static final int PASSWORD_BYTES = 18;

  private final Script script;
  private final DemoPlan plan;
  private final Figures figures = new Figures();

  /** Speaks to this terminal. */
  public Demo(Terminal terminal, DemoPlan plan) {
    this.script = new Script(terminal, plan.quiet());
    this.plan = plan;
  }

  /**
   * Plays it. All that it started is stopped when this returns, however it returns.
   *
   * @return the figures, for a script
   */
  public Map<String, Object> play() throws Exception {
    if (plan.keep() != null) {
      Keeping.requireEmpty(plan.keep());
    }
    script.headline("Two machines, one chain, no certificate authority");
    char[] password = password();
    try (Workshop workshop = new Workshop(plan.keep())) {
      Setting setting = new SettingUp(script, workshop, plan, password).run();
      List<Device> devices = admit(new Admission(workshop, figures, setting, password));
      play(workshop, setting, devices, password);
      end(setting, devices, password);
    } finally {
      Arrays.fill(password, '\0');
    }
    return json();
  }

  private void end(Setting setting, List<Device> devices, char[] password) throws IOException {
    script.say("");
    figures.table().lines(script.columns(), script.style()).forEach(script::say);
    if (plan.keep() != null) {
      Keeping keeping = new Keeping(script, plan.keep());
      keeping.prepare(setting, devices, password);
      keeping.explain(setting);
    }
  }

  /** The server and the client, in this order. */
  private List<Device> admit(Admission admission) throws Exception {
    List<Ticket> tickets =
        script.step(
            "An administrator registers two devices",
            notes -> {
              notes.add(
                  "a server, dns:localhost, sponsored; nobody checked that name (--unchecked)");
              notes.add("a client, a new uuid:, funded");
              return List.of(
                  admission.register("dns:localhost", AdmissionMode.SPONSORED),
                  admission.register("uuid", AdmissionMode.FUNDED));
            });
    Device server =
        script.step(
            "The server enrols", notes -> admission.enrol(tickets.get(0), "server.dpk", notes));
    Device client =
        script.step(
            "The client enrols", notes -> admission.enrol(tickets.get(1), "client.dpk", notes));
    return List.of(server, client);
  }

  private void play(Workshop workshop, Setting setting, List<Device> devices, char[] password)
      throws Exception {
    Device server = devices.get(0);
    Device client = devices.get(1);
    script.step(
        "A look-up of the server's key",
        notes -> new LookUps(figures, setting, plan.repeat()).run(notes, server.identity()));
    talk(
        new Conversation(workshop, figures, server, client, password, plan.repeat()),
        setting,
        client);
  }

  private void talk(Conversation conversation, Setting setting, Device client) throws Exception {
    Tap wire = script.step("The server serves HTTPS", conversation::serve);
    SSLContext context =
        script.step(
            "The client fetches a page: first contact",
            notes -> conversation.firstContact(notes, wire));
    script.step(
        "The client fetches it again: over the key that both remember",
        notes -> {
          conversation.again(notes, wire, context);
          return wire;
        });
    Revocation revocation = new Revocation(figures, setting, client, context, wire);
    script.step(
        "The client is revoked while it is connected",
        notes -> {
          revocation.closesTheSession(notes);
          return wire;
        });
    script.step(
        "The revoked client connects again",
        notes -> {
          revocation.refusesANewOne(notes);
          return wire;
        });
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("figures", figures.json());
    json.put(
        "steps",
        script.times().stream()
            .map(time -> Map.of("step", time.step(), "milliseconds", Figures.millis(time.took())))
            .toList());
    json.put("mode", plan.light() ? "light" : "full");
    json.put("java", Runtime.version().toString());
    return json;
  }

  private static char[] password() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random).toCharArray();
  }
}
