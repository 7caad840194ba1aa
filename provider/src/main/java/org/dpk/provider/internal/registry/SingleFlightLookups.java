package org.dpk.provider.internal.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
 * One look-up of an identity at a time, however many ask. Who may have an older answer joins the
 * one under way; who wants it as of now shares the next one, which begins when that has ended.
 */
final class SingleFlightLookups implements LookupSource {

  private final LookupSource source;
  private final Map<DpkIdentity, Flights> flights = new HashMap<>();

  SingleFlightLookups(LookupSource source) {
    this.source = source;
  }

  /** Of one identity; guarded by the map's lock. */
  private static final class Flights {
    private Flight running;
    private @Nullable Flight next;

    Flights(Flight first) {
      running = first;
    }

    /** Makes the next one the running one; null if there is none. */
    @Nullable Flight advance() {
      Flight started = next == null ? null : next.now();
      next = null;
      if (started != null) {
        running = started;
      }
      return started;
    }
  }

  /** As whoever opened it wants it: all who join are content with that, or with less. */
  private record Flight(
      CompletableFuture<Lookup> answer,
      long start,
      Freshness wanted,
      @Nullable EncodedRecord brought) {

    Flight(Freshness wanted, @Nullable EncodedRecord brought) {
      this(new CompletableFuture<>(), System.nanoTime(), wanted, brought);
    }

    Flight now() {
      return new Flight(answer, System.nanoTime(), wanted, brought);
    }

    boolean satisfies(Freshness wanted) {
      return wanted.maxAge().compareTo(Duration.ofNanos(System.nanoTime() - start)) >= 0;
    }
  }

  @Override
  public RegistryId id() {
    return source.id();
  }

  @Override
  public CompletableFuture<Lookup> find(
      DpkIdentity identity, Freshness wanted, @Nullable EncodedRecord brought) {
    Flight started;
    synchronized (flights) {
      Flights present = flights.get(identity);
      if (present != null) {
        return join(present, wanted, brought).answer.copy();
      }
      Flights first = new Flights(new Flight(wanted, brought));
      flights.put(identity, first);
      started = first.running;
    }
    CompletableFuture<Lookup> answer = started.answer.copy();
    start(identity, started);
    return answer;
  }

  private static Flight join(Flights present, Freshness wanted, @Nullable EncodedRecord brought) {
    if (present.running.satisfies(wanted)) {
      return present.running;
    }
    if (present.next == null) {
      present.next = new Flight(Freshness.NOW, brought);
    }
    return present.next;
  }

  private void start(DpkIdentity identity, Flight flight) {
    CompletableFuture<Lookup> unused = // those who wait have the flight's own
        source
            .find(identity, flight.wanted, flight.brought)
            .whenComplete(
                (lookup, failure) -> {
                  land(flight, lookup, failure);
                  advance(identity);
                });
  }

  /** Before the next one starts, so that answers come in the order of the chain. */
  private static void land(Flight flight, @Nullable Lookup lookup, @Nullable Throwable failure) {
    if (failure != null) {
      flight.answer.completeExceptionally(failure);
    } else {
      flight.answer.complete(lookup);
    }
  }

  private void advance(DpkIdentity identity) {
    Flight next = null;
    synchronized (flights) {
      Flights present = flights.get(identity);
      if (present != null) {
        next = present.advance();
        if (next == null) {
          flights.remove(identity);
        }
      }
    }
    if (next != null) {
      start(identity, next);
    }
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
