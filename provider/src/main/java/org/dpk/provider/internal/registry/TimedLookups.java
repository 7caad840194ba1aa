package org.dpk.provider.internal.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/** Ends every look-up in time, whatever the source does. */
final class TimedLookups implements LookupSource {

  private final LookupSource source;
  private final Duration deadline;

  TimedLookups(LookupSource source, Duration deadline) {
    this.source = source;
    this.deadline = deadline;
  }

  @Override
  public RegistryId id() {
    return source.id();
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    return source
        .find(identity, wanted, brought)
        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException ? late(identity, failure) : failure));
  }

  private RegistryException late(DpkIdentity identity, Throwable cause) {
    return new RegistryException.Unreachable(
        "no answer from the chain on %s within %d ms: is the node in sync and in reach?"
            .formatted(identity, deadline.toMillis()),
        cause);
  }

  @Override
  public AutoCloseable watch(ChangeListener listener) throws RegistryException {
    return source.watch(listener);
  }

  @Override
  public void close() {
    source.close();
  }
}
