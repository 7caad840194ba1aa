package org.dpk.provider.internal.keystore;

import java.security.ProviderException;
import java.util.Optional;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.jspecify.annotations.Nullable;

/** Entries that are looked up on chain. */
final class Foreigners {

  private Foreigners() {}

  /**
   * What the chain says now.
   *
   * @return empty if the identity is not admitted, was revoked, or is at another version
   * @throws ProviderException if the chain could not be asked or its record can't be shown
   */
  static Optional<Entry.Foreign> find(Snapshot now, Alias alias) {
    ChainAccess access = now.access();
    KeyRegistry registry = now.registry();
    if (access == null || registry == null) {
      throw ChainAccess.failed(alias.identity(), noAccess(access));
    }
    Lookup found = access.find(registry, alias.identity());
    return found instanceof Lookup.Active active && alias.means(active.record().version())
        ? Optional.of(entry(active))
        : Optional.empty();
  }

  private static Entry.Foreign entry(Lookup.Active active) {
    return Entry.foreign(active.record(), active.block())
        .orElseThrow(
            () ->
                ChainAccess.failed(
                    active.identity(),
                    new RegistryException.UnusableRecord(
                        "its record has no key of a suite that is known here", null)));
  }

  private static RegistryException noAccess(@Nullable ChainAccess access) {
    return access == null ? new RegistryException(noRegistry(), null) : ChainAccess.noNode();
  }

  static String noRegistry() {
    return "no registry is known: load an identity file, or set -D"
        + DpkProvider.CHAIN_PROPERTY
        + ", -D"
        + DpkProvider.REGISTRY_PROPERTY
        + " and -D"
        + DpkProvider.NODES_PROPERTY;
  }
}
