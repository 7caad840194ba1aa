package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;

/**
 * Where look-ups are answered from: the chain, and what stands between it and the cache. Safe for
 * use by several threads.
 */
public interface LookupSource extends AutoCloseable {

  /** Which contract, on which chain. */
  RegistryId id();

  /**
   * Looks an identity up. Does not block.
   *
   * @param wanted how long before this call the chain may have been read
   * @return completes in bounded time; fails with a {@link RegistryException}, which may be wrapped
   */
  CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted);

  /**
   * Reports changes from now on until it is closed.
   *
   * @throws RegistryException if the chain does not say where it stands now
   */
  AutoCloseable watch(ChangeListener listener) throws RegistryException;

  @Override
  void close();
}
