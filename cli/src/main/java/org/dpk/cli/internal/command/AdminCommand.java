package org.dpk.cli.internal.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an administrator of a PKM does. */
@Command(
    name = "admin",
    description = "Register, list and revoke devices at a PKM.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  export DPK_ADMIN_KEY_FILE=pkm/data/admin.key",
      "  dpk admin register uuid --out sensor.token",
      "  dpk admin list",
    },
    subcommands = {AdminRegisterCommand.class, AdminListCommand.class, AdminRevokeCommand.class})
final class AdminCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
