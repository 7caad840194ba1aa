package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.cli.internal.network.DevnetFile;
import org.dpk.cli.internal.network.Network;
import org.dpk.cli.internal.pkm.DevnetOwner;
import org.dpk.cli.internal.pkm.PkmFolder;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.dpk.pkm.Pkm;
import org.dpk.pkm.PkmIdentity;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;

/** The first steps: a chain, and a PKM on it. */
final class SettingUp {

  private final Script script;
  private final Workshop workshop;
  private final DemoPlan plan;
  private final char[] password;

  SettingUp(Script script, Workshop workshop, DemoPlan plan, char[] password) {
    this.script = script;
    this.workshop = workshop;
    this.plan = plan;
    this.password = password;
  }

  Setting run() throws Exception {
    if (plan.light()) {
      script.step("The chain's programs, from npm", this::programs);
    }
    Stage stage = script.step("A chain, and the registry on it", this::chain);
    DevnetFile network = DevnetFile.of(stage.devnet());
    PkmFolder folder = new PkmFolder(workshop.folder().resolve("pkm"));
    Pkm pkm = script.step("A Public Key Manager (PKM)", notes -> pkm(notes, network, folder));
    stage.ready(script);
    AdminClient admin =
        workshop.stopAtEnd(
            new AdminClient(pkm.adminUri(), Files.readString(pkm.adminKeyFile()).strip()));
    return new Setting(stage, network, folder, pkm, admin);
  }

  private DemoPlan programs(Notes notes) throws IOException {
    ProofOfStakePair.install();
    notes.add("Lodestar and ethereumjs: installed once, in some two minutes");
    return plan;
  }

  private Stage chain(Notes notes) throws IOException {
    Stage stage = plan.light() ? LightStage.start(workshop) : AnvilStage.start(workshop, plan);
    stage.describe(notes);
    return stage;
  }

  private Pkm pkm(Notes notes, DevnetFile file, PkmFolder folder) throws IOException {
    Network network = file.network();
    EthereumAddress wallet =
        folder.create(
            DpkIdentity.of(UUID.randomUUID()),
            network,
            "127.0.0.1:0",
            "localhost:0",
            PkmIdentity.SUITES,
            password);
    DevnetOwner.of(network).admit(wallet);
    notes.add("the registry's owner made its wallet a PKM (addPkm)");
    Pkm pkm = workshop.stopAtEnd(Pkm.start(folder.config(), password));
    notes.add("its own key is on chain as %s", pkm.identity());
    notes.add("devices enrol at %s, over TLS keyed by that", pkm.endpoints().get(0));
    return pkm;
  }
}
