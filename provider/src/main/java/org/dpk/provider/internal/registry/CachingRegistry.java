package org.dpk.provider.internal.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.dpk.provider.BlockRef;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdHash;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChangeListener;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers until the chain says something new, and lets no answer lead back behind an
 * earlier one. Owns the source.
 *
 * <p>Where changes may have been missed, every identity that was ever looked up here is reported as
 * changed: whoever holds something of it got it through here.
 */
public final class CachingRegistry implements KeyRegistry {

  private static final Logger LOG = System.getLogger(CachingRegistry.class.getName());

  /** How often an answer is fetched that was overtaken by a change while it was on its way. */
  private static final int ATTEMPTS = 3;

  /** Longer than any look-up takes. */
  private static final Duration CHANGES_KEPT = Duration.ofMinutes(10);

  private final LookupSource source;
  private final Ticker clock;
  private final Cache<IdHash, Kept> active;
  private final Cache<IdHash, Kept> negative;
  private final Cache<IdHash, Long> changes;
  private final VersionPins pins;
  private final AtomicLong upheavals = new AtomicLong();
  private final List<Consumer<IdentityChanged>> listeners = new CopyOnWriteArrayList<>();

  private record Kept(Lookup lookup, long readAt) {

    boolean isOf(BlockRef block) {
      return lookup.block().equals(block);
    }

    Kept at(BlockRef block, long now) {
      return lookup instanceof Lookup.Active it
          ? new Kept(new Lookup.Active(it.record(), block, it.assurance()), now)
          : this;
    }
  }

  /** One look-up on its way to the caller. */
  private record Request(
      DpkIdentity identity,
      IdHash id,
      @Nullable EncodedRecord brought,
      long start,
      long upheaval,
      CompletableFuture<Lookup> answer) {}

  private CachingRegistry(LookupSource source, CachePolicy policy, Ticker clock) {
    this.source = source;
    this.clock = clock;
    this.active = newCache(policy.active(), policy.activeFor());
    this.negative = newCache(policy.negative(), policy.negativeFor());
    this.changes = newCache(policy.pins(), CHANGES_KEPT);
    this.pins = new VersionPins(policy.pins());
  }

  /**
   * Over this source, which is closed with it.
   *
   * @throws RegistryException if the source can't watch the chain
   */
  public static CachingRegistry over(LookupSource source, CachePolicy policy)
      throws RegistryException {
    return over(source, policy, Ticker.systemTicker());
  }

  static CachingRegistry over(LookupSource source, CachePolicy policy, Ticker clock)
      throws RegistryException {
    CachingRegistry registry = new CachingRegistry(source, policy, clock);
    source.watch(registry.new Invalidation());
    return registry;
  }

  private <K, V> Cache<K, V> newCache(int capacity, Duration lifetime) {
    return Caffeine.newBuilder()
        .maximumSize(capacity)
        .expireAfterWrite(lifetime)
        .ticker(clock)
        .executor(Runnable::run)
        .build();
  }

  @Override
  public RegistryId id() {
    return source.id();
  }

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    return find(identity, wanted, null);
  }

  /**
   * The same for an identity whose record somebody brought along.
   *
   * @param brought null if nobody did
   */
  CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    IdHash id = RecordCodec.idHash(identity);
    Lookup known = known(id, wanted);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<Lookup> answer = new CompletableFuture<>();
    fetch(request(identity, id, brought, answer), wanted, ATTEMPTS);
    return answer;
  }

  private Request request(
      DpkIdentity identity,
      IdHash id,
      @Nullable EncodedRecord brought,
      CompletableFuture<Lookup> answer) {
    return new Request(identity, id, brought, clock.read(), upheavals.get(), answer);
  }

  /** What a peer proves of itself, as of now. */
  interface Proof<X extends Exception> {
    Optional<Lookup.Active> read() throws X;
  }

  /**
   * Remembers an answer that the chain was not asked for, where nothing newer is known.
   *
   * @param proof called once, so that no change is missed that comes meanwhile
   * @return what was proven; empty if nothing was, or it leads back behind what is known
   */
  <X extends Exception> Optional<Lookup> learn(DpkIdentity identity, Proof<X> proof) throws X {
    IdHash id = RecordCodec.idHash(identity);
    Request request = request(identity, id, null, new CompletableFuture<>());
    Lookup lookup = proof.read().orElse(null);
    if (lookup == null
        || isOvertaken(request, lookup)
        || pins.note(id, lookup, clock.read()).isPresent()) {
      return Optional.empty();
    }
    keep(request, lookup);
    return isOvertaken(request, lookup) ? Optional.empty() : Optional.of(lookup);
  }

  @Override
  public Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    return Optional.ofNullable(known(RecordCodec.idHash(identity), wanted));
  }

  private @Nullable Lookup known(IdHash id, Freshness wanted) {
    Kept kept = kept(id);
    if (kept == null || wanted.maxAge().isZero()) {
      return null;
    }
    return age(kept).compareTo(wanted.maxAge()) <= 0 ? kept.lookup : null;
  }

  private @Nullable Kept kept(IdHash id) {
    Kept kept = active.getIfPresent(id);
    return kept != null ? kept : negative.getIfPresent(id);
  }

  private Duration age(Kept kept) {
    return Duration.ofNanos(clock.read() - kept.readAt);
  }

  private void fetch(Request request, Freshness wanted, int attempts) {
    CompletableFuture<Lookup> unused = // whatever happens, the answer is completed by settle
        source
            .find(request.identity, wanted, request.brought)
            .whenComplete((lookup, failure) -> settle(request, lookup, failure, attempts));
  }

  private void settle(
      Request request, @Nullable Lookup lookup, @Nullable Throwable failure, int attempts) {
    try {
      if (lookup == null) {
        request.answer.completeExceptionally(unwrap(failure));
      } else if (isOvertaken(request, lookup)) {
        fetchAgain(request, lookup, attempts);
      } else {
        noteAndAnswer(request, lookup, attempts);
      }
    } catch (RuntimeException e) {
      request.answer.completeExceptionally(unwrap(e));
    }
  }

  /** Whether the chain has reported a change of it in a later block. */
  private boolean isOvertaken(Request request, Lookup lookup) {
    Long changed = changes.getIfPresent(request.id);
    return changed != null && lookup.block().number() < changed;
  }

  private void fetchAgain(Request request, Lookup lookup, int attempts) {
    if (attempts > 1) {
      Request again = request(request.identity, request.id, request.brought, request.answer);
      fetch(again, Freshness.NOW, attempts - 1);
    } else {
      request.answer.completeExceptionally(rolledBack(lookup));
    }
  }

  private void noteAndAnswer(Request request, Lookup lookup, int attempts) {
    Optional<VersionPins.Pin> ahead = pins.note(request.id, lookup, clock.read());
    if (ahead.isEmpty()) {
      keep(request, lookup);
      request.answer.complete(lookup);
    } else if (ahead.get().seenAt() - request.start >= 0) {
      fetchAgain(request, lookup, attempts); // two look-ups crossed: this one is the older
    } else {
      request.answer.completeExceptionally(rolledBack(lookup));
    }
  }

  private void keep(Request request, Lookup lookup) {
    boolean good = lookup instanceof Lookup.Active;
    (good ? negative : active).invalidate(request.id);
    (good ? active : negative).put(request.id, new Kept(lookup, request.start));
    // A change that was reported meanwhile found nothing to invalidate.
    if (isOvertaken(request, lookup) || upheavals.get() != request.upheaval) {
      forget(request.id);
    }
  }

  private void forget(IdHash id) {
    active.invalidate(id);
    negative.invalidate(id);
  }

  private static RegistryException rolledBack(Lookup lookup) {
    return new RegistryException.RolledBack(
        "%s shows an older state of %s than was seen before: is the node in sync?"
            .formatted(lookup.block(), lookup.identity()));
  }

  private static RegistryException unwrap(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RegistryException known
        ? known
        : new RegistryException("the look-up failed: " + cause, cause);
  }

  // ------------------------------------------------------------------------ changes

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    // Each registration is one of its own, also of the same listener.
    Consumer<IdentityChanged> registered = change -> listener.accept(change);
    listeners.add(registered);
    return () -> listeners.remove(registered);
  }

  /** Forgets first and tells then, so that whoever is told looks up anew. */
  private final class Invalidation implements ChangeListener {

    @Override
    public void changed(IdentityChanged change) {
      if (!change.revoked() && isKnown(change)) {
        return;
      }
      changes.asMap().merge(change.idHash(), change.blockNumber(), Math::max);
      forget(change.idHash());
      tell(change);
    }

    /** Right as it may be by now, nobody would say when it ceases to be. */
    @Override
    public void unwatched(IdHash id, long block) {
      forget(id);
      tell(new IdentityChanged(id, false, block));
    }

    /**
     * Whether a record is remembered that was read in this block or later. An identity that is
     * looked up as soon as it is admitted is reported afterwards: that ends no key.
     */
    private boolean isKnown(IdentityChanged change) {
      Kept kept = active.getIfPresent(change.idHash());
      return kept != null && kept.lookup.block().number() >= change.blockNumber();
    }

    @Override
    public void reorganised(long fork) {
      upheavals.incrementAndGet();
      changes.asMap().values().removeIf(block -> block > fork);
      active.asMap().values().removeIf(kept -> kept.lookup.block().number() > fork);
      negative.asMap().values().removeIf(kept -> kept.lookup.block().number() > fork);
      pins.forgetAbove(fork).forEach(id -> tell(new IdentityChanged(id, false, fork)));
    }

    @Override
    public void missed() {
      upheavals.incrementAndGet();
      changes.invalidateAll();
      active.invalidateAll();
      negative.invalidateAll();
      pins.all().forEach((id, pin) -> tell(new IdentityChanged(id, false, pin.block())));
    }

    /**
     * What is confirmed counts as read at that block, and now. Not so what is negative: that is
     * asked for again within seconds, since whoever was just admitted comes at once.
     */
    @Override
    public void confirmed(BlockRef since, BlockRef block) {
      long now = clock.read();
      active
          .asMap()
          .forEach(
              (id, kept) -> {
                if (kept.isOf(since) || kept.isOf(block)) {
                  active.asMap().replace(id, kept, kept.at(block, now));
                }
              });
    }

    private void tell(IdentityChanged change) {
      for (Consumer<IdentityChanged> listener : listeners) {
        try {
          listener.accept(change);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "a listener for changes on chain failed", e);
        }
      }
    }
  }

  @Override
  public void close() {
    listeners.clear();
    source.close();
  }
}
