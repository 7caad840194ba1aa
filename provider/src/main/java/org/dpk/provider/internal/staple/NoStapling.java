package org.dpk.provider.internal.staple;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.record.EncodedRecord;

/** Of a registry that knows no staples: every look-up is an ordinary one. */
record NoStapling(KeyRegistry registry) implements Stapling {

  @Override
  public Optional<Lookup> accept(DpkIdentity claimed, Staple staple) {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, EncodedRecord brought) {
    return registry.find(identity, wanted);
  }

  @Override
  public void prepare(DpkIdentity own) {}

  @Override
  public Optional<byte[]> make(EncodedRecord own, Duration patience) {
    return Optional.empty();
  }
}
