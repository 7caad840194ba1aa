package org.dpk.cli.internal.command;

import org.dpk.cli.internal.agree.HostPort;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask for a key, and where.
 *
 * @param identity who has to answer there
 * @param host a name or an address
 * @param port 1 to 65535
 */
record PeerAddress(DpkIdentity identity, String host, int port) {

  /**
   * Reads it.
   *
   * @param whom an identity, or host[:port] where that is its name
   * @param at host[:port] where it answers, if not at its name
   * @param defaultPort if none is named
   * @throws Failure if that is not clear
   */
  static PeerAddress of(String whom, @Nullable String at, int defaultPort) {
    DpkIdentity identity =
        isIdentity(whom)
            ? Converters.identity(whom)
            : Converters.ofHost(HostPort.parse(whom).host());
    HostPort where = where(whom, at, identity);
    return new PeerAddress(identity, where.host(), where.portOr(defaultPort));
  }

  private static HostPort where(String whom, @Nullable String at, DpkIdentity identity) {
    if (at != null) {
      return HostPort.parse(at);
    }
    if (!isIdentity(whom)) {
      return HostPort.parse(whom);
    }
    if (whom.startsWith("uuid:")) {
      throw new Failure(
          ExitCode.USAGE, "where does " + whom + " answer?", "say it: --at HOST[:PORT]");
    }
    return new HostPort(identity.name(), -1);
  }

  private static boolean isIdentity(String whom) {
    return whom.startsWith("dns:") || whom.startsWith("ip:") || whom.startsWith("uuid:");
  }

  @Override
  public String toString() {
    return identity + " at " + host + ":" + port;
  }
}
