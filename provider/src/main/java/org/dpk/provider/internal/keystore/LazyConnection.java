package org.dpk.provider.internal.keystore;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.registry.RegistryAccess;
import org.dpk.provider.internal.staple.Stapling;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a registry that is made when it is needed, by one attempt at a time. A failed
 * attempt fails the look-ups that waited for it; the next look-up tries again.
 */
final class LazyConnection {

  private static final Executor DAEMON =
      task -> {
        Thread thread = new Thread(task, "dpk-registry-connect");
        thread.setDaemon(true);
        thread.start();
      };

  private final RegistryAccess access;
  private final Set<WeakReference<Subscription>> subscriptions = ConcurrentHashMap.newKeySet();
  private @Nullable CompletableFuture<KeyRegistry> opened;
  private boolean closed;

  LazyConnection(RegistryAccess access) {
    this.access = access;
  }

  RegistryId id() {
    return access.id();
  }

  CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    return opened().thenCompose(registry -> registry.find(identity, wanted));
  }

  /** Nothing is known before the connection is there. */
  Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    return ready().flatMap(registry -> registry.known(identity, wanted));
  }

  CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted, EncodedRecord brought) {
    return opened().thenCompose(registry -> Stapling.of(registry).find(identity, wanted, brought));
  }

  /** A proof for the first staple is fetched while the first look-ups are under way. */
  void prepare(DpkIdentity own) {
    var unused = opened().thenAccept(registry -> Stapling.of(registry).prepare(own));
  }

  /** That of the registry, if it is open: a staple opens none. */
  Optional<Stapling> stapling() {
    return ready().map(Stapling::of);
  }

  private synchronized Optional<KeyRegistry> ready() {
    return opened != null && opened.isDone() && !opened.isCompletedExceptionally()
        ? Optional.of(opened.join())
        : Optional.empty();
  }

  AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    Subscription subscription = new Subscription(listener);
    subscriptions.add(subscription.self);
    return subscription;
  }

  synchronized void close() {
    closed = true;
    if (opened != null) {
      var unused = opened.thenAccept(KeyRegistry::close);
    }
  }

  private synchronized CompletableFuture<KeyRegistry> opened() {
    if (closed) {
      return CompletableFuture.failedFuture(
          new RegistryException("the registry was closed: open the key store again", null));
    }
    if (opened == null || opened.isCompletedExceptionally()) {
      opened = CompletableFuture.supplyAsync(this::open, DAEMON);
    }
    return opened;
  }

  private KeyRegistry open() {
    try {
      KeyRegistry registry = access.open();
      // ends with the registry, which this connection owns
      var unused = registry.onChange(this::report);
      return registry;
    } catch (RegistryException e) {
      throw new CompletionException(e);
    }
  }

  private void report(IdentityChanged change) {
    subscriptions.removeIf(each -> each.refersTo(null));
    for (WeakReference<Subscription> each : subscriptions) {
      Subscription subscription = each.get();
      if (subscription != null) {
        subscription.listener.accept(change);
      }
    }
  }

  /** Held by the listener's owner, and only weakly from here. */
  private final class Subscription implements AutoCloseable {
    final Consumer<IdentityChanged> listener;
    final WeakReference<Subscription> self = new WeakReference<>(this);

    Subscription(Consumer<IdentityChanged> listener) {
      this.listener = listener;
    }

    @Override
    public void close() {
      subscriptions.remove(self);
    }
  }
}
