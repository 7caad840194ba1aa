package org.dpk.provider.internal.keystore;

import java.lang.ref.Cleaner;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.IdentityChanged;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.registry.FullMode;
import org.dpk.provider.internal.registry.RegistryAccess;
import org.dpk.provider.internal.staple.Staple;
import org.dpk.provider.internal.staple.Stapling;
import org.dpk.provider.internal.staple.WrongStaple;

/**
 * A handle on the process' one connection to a registry. The connection is made at the first
 * look-up, and closed when its last handle is closed or forgotten.
 *
 * <p>Nothing of it keeps a program from ending, and nothing of it keeps its user in memory: whoever
 * listens to changes holds on to what {@link #onChange} returned, or hears no more.
 */
public final class SharedRegistry implements KeyRegistry, Stapling {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final Map<RegistryAccess, Counted> CONNECTIONS = new HashMap<>();

  private final LazyConnection connection;
  private final Cleaner.Cleanable release;

  private SharedRegistry(LazyConnection connection, Release release) {
    this.connection = connection;
    this.release = CLEANER.register(this, release);
  }

  /**
   * A handle.
   *
   * @param access the way to the registry
   */
  public static SharedRegistry of(RegistryAccess access) {
    synchronized (CONNECTIONS) {
      Counted counted =
          CONNECTIONS.computeIfAbsent(access, each -> new Counted(new LazyConnection(each)));
      counted.users++;
      return new SharedRegistry(counted.connection, new Release(access));
    }
  }

  @Override
  public RegistryId id() {
    return connection.id();
  }

  @Override
  public CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted) {
    return connection.find(identity, wanted);
  }

  @Override
  public Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    return connection.known(identity, wanted);
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, EncodedRecord brought) {
    return connection.find(identity, wanted, brought);
  }

  @Override
  public Optional<Lookup> accept(DpkIdentity claimed, Staple staple) throws WrongStaple {
    Stapling open = connection.stapling().orElse(null);
    return open == null ? Optional.empty() : open.accept(claimed, staple);
  }

  @Override
  public void prepare(DpkIdentity own) {
    connection.prepare(own);
  }

  @Override
  public Optional<byte[]> make(EncodedRecord own, Duration patience) {
    return connection.stapling().flatMap(open -> open.make(own, patience));
  }

  @Override
  public AutoCloseable onChange(Consumer<IdentityChanged> listener) {
    return connection.onChange(listener);
  }

  /** Gives the handle back. Idempotent. */
  @Override
  public void close() {
    release.clean();
  }

  /** How many connections through this node the process holds in full mode. */
  static long connectionsVia(URI node) {
    synchronized (CONNECTIONS) {
      return CONNECTIONS.keySet().stream()
          .filter(FullMode.class::isInstance)
          .flatMap(access -> ((FullMode) access).nodes().stream())
          .filter(each -> each.node().equals(node))
          .count();
    }
  }

  private static final class Counted {
    final LazyConnection connection;
    int users;

    Counted(LazyConnection connection) {
      this.connection = connection;
    }
  }

  /** Refers to no handle: it runs when the handle is gone. */
  private record Release(RegistryAccess key, AtomicBoolean done) implements Runnable {

    Release(RegistryAccess key) {
      this(key, new AtomicBoolean());
    }

    @Override
    public void run() {
      if (!done.compareAndSet(false, true)) {
        return;
      }
      LazyConnection unused = null;
      synchronized (CONNECTIONS) {
        Counted counted = CONNECTIONS.get(key);
        if (counted != null && --counted.users == 0) {
          CONNECTIONS.remove(key);
          unused = counted.connection;
        }
      }
      if (unused != null) {
        unused.close();
      }
    }
  }
}
