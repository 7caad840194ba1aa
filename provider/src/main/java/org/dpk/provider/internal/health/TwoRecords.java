package org.dpk.provider.internal.health;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dpk.provider.Assurance;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.IdentityRecord;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;

/** What a self test knows of a chain: the records that it made itself. Never changes. */
record TwoRecords(List<IdentityRecord> records) implements KeyRegistry {

  private static final BlockRef BLOCK = new BlockRef(1, new byte[32], 1);
  private static final RegistryId NOWHERE =
      new RegistryId(1, EthereumAddress.parse("0x000000000000000000000000000000000000dead"));

  @Override
  public RegistryId id() {
    return NOWHERE;
  }

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    Optional<Lookup> found =
        records.stream()
            .filter(record -> record.identity().equals(identity))
            .<Lookup>map(record -> new Lookup.Active(record, BLOCK, Assurance.TRUSTED_NODE))
            .findFirst();
    return CompletableFuture.completedFuture(
        found.orElseGet(() -> new Lookup.Absent(identity, BLOCK, Assurance.TRUSTED_NODE)));
  }

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
