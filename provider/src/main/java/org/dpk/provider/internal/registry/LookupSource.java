package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where look-ups are answered from: the chain, and what stands between it and the cache. Safe for
 * use by several threads.
 */
public interface LookupSource extends AutoCloseable {

  /** Which contract, on which chain. */
  RegistryId id();

  /** As {@link #find(DpkIdentity, Freshness, EncodedRecord)}, of whom nothing is here. */
  default CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    return find(identity, wanted, null);
  }

  /**
   * Looks an identity up. Does not block.
   *
   * @param wanted how long before this call the chain may have been read
   * @param brought its record, as somebody brought it along: spares reading it, if it is the right
   *     one; null if there is none
   * @return completes in bounded time; fails with a {@link RegistryException}, which may be wrapped
   */
  CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought);

  /**
   * Reports changes from now on until it is closed.
   *
   * @throws RegistryException if the chain does not say where it stands now
   */
  AutoCloseable watch(ChangeListener listener) throws RegistryException;

  @Override
  void close();
}
