package org.dpk.provider.internal.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** The real cache over another registry, which tells it nothing, and a clock that is set. */
public final class AgingRegistry {

  private AgingRegistry() {}

  /**
   * @param nanos what time it is
   */
  public static KeyRegistry over(KeyRegistry chain, AtomicLong nanos) throws RegistryException {
    return CachingRegistry.over(new Source(chain), CachePolicy.DEFAULT, nanos::get);
  }

  private record Source(KeyRegistry chain) implements LookupSource {

    @Override
    public RegistryId id() {
      return chain.id();
    }

    @Override
    public CompletableFuture<Lookup> find(
        DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
      return chain.find(identity, wanted);
    }

    @Override
    public AutoCloseable watch(ChangeListener listener) {
      return () -> {};
    }

    @Override
    public void close() {}
  }
}
