package org.dpk.provider.internal.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.BlockAnchor;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.OwnStaples;
import org.dpk.provider.internal.staple.RecordProofs;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.StapleCheck;
import org.dpk.provider.internal.staple.Stapling;
import org.dpk.provider.internal.staple.WrongStaple;

/** A cache that learns from staples too, and makes them. Owns the cache. */
final class StaplingRegistry implements KeyRegistry, Stapling {

  private final CachingRegistry cache;
  private final StapleCheck check;
  private final OwnStaples own;

  /**
   * @param anchor the blocks whose changes the cache hears of before they are covered
   */
  StaplingRegistry(CachingRegistry cache, BlockAnchor anchor, RecordProofs proofs) {
    this.cache = cache;
    this.check = new StapleCheck(cache.id(), anchor);
    this.own = new OwnStaples(cache.id(), anchor, proofs, System::nanoTime);
  }

  @Override
  public RegistryId id() {
    return cache.id();
  }

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    return cache.find(identity, wanted);
  }

  @Override
  public Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    return cache.known(identity, wanted);
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, EncodedRecord brought) {
    return cache.find(identity, wanted, brought);
  }

  @Override
  public Optional<Lookup> accept(DpkIdentity claimed, Staple staple) throws WrongStaple {
    return cache.learn(claimed, () -> check.check(claimed, staple));
  }

  @Override
  public void prepare(DpkIdentity identity) {
    own.prepare(identity);
  }

  @Override
  public Optional<byte[]> make(EncodedRecord record, Duration patience) {
    return Optional.of(own.make(record, patience));
  }

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    return cache.onChange(listener);
  }

  @Override
  public void close() {
    cache.close();
  }
}
