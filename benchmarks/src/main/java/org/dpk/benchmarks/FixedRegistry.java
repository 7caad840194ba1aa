package org.dpk.benchmarks;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;

/** Answers that are known beforehand, so that a handshake is measured without the chain. */
record FixedRegistry(RegistryId id, Map<DpkIdentity, Lookup> answers) implements KeyRegistry {

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    Lookup answer = answers.get(identity);
    return answer == null
        ? CompletableFuture.failedFuture(new RegistryException("no answer for " + identity, null))
        : CompletableFuture.completedFuture(answer);
  }

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
