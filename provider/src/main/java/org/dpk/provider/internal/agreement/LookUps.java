package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.admission.Counters;
import org.dpk.provider.internal.admission.LookupBudget;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.staple.Stapling;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that are waited for, within a deadline and, for those who come by themselves, within a
 * budget. Safe for use by several threads.
 */
public final class LookUps {

  /** How many may wait for the same look-up, beside the one who began it. */
  private static final int MAX_JOINED = 8;

  private final KeyRegistry registry;
  private final Stapling stapling;
  private final Duration deadline;
  private final LookupBudget budget;
  private final Counters counters;
  private final Map<Question, Flight> flights = new ConcurrentHashMap<>();

  private record Question(DpkIdentity identity, Freshness wanted) {}

  /** A look-up that is under way, and how many more may wait for it. */
  private record Flight(CompletableFuture<Lookup> answer, AtomicInteger seats) {}

  /**
   * An answer.
   *
   * @param fresh whether the chain was asked for it, after the question
   */
  public record Found(Lookup lookup, boolean fresh) {}

  /**
   * @param deadline of one look-up
   * @param budget of those who come by themselves
   * @param counters told how their look-ups are answered
   */
  public LookUps(KeyRegistry registry, Duration deadline, LookupBudget budget, Counters counters) {
    this.registry = registry;
    this.stapling = Stapling.of(registry);
    this.deadline = deadline;
    this.budget = budget;
    this.counters = counters;
  }

  /**
   * What the chain says of an identity.
   *
   * @throws RegistryException if that can't be found out in time
   */
  public Lookup find(DpkIdentity identity, Freshness wanted) throws RegistryException {
    return await(identity, registry.find(identity, wanted));
  }

  /** Where staples are taken and made. */
  Stapling stapling() {
    return stapling;
  }

  /** Lets a look-up begin that will be waited for soon. */
  void prepare(DpkIdentity identity) {
    registry.find(identity, Freshness.RECENT);
  }

  /**
   * The same for somebody who came by himself: what is known, else what somebody else is asking
   * already, else within the budget.
   *
   * @param kind whose budget
   * @param turn how long a place in the budget is waited for
   * @param brought the record that the caller brought along; null if none
   * @throws OverBudget if there is none
   */
  public Found findCaller(
      DpkIdentity identity,
      Freshness wanted,
      LookupBudget.Kind kind,
      Duration turn,
      @Nullable EncodedRecord brought)
      throws RegistryException, OverBudget {
    Optional<Lookup> known = known(identity, wanted);
    if (known.isPresent()) {
      return new Found(known.get(), false);
    }
    Question question = new Question(identity, wanted);
    Flight flight = flights.get(question);
    return flight == null
        ? new Found(lead(question, kind, turn, brought), true)
        : new Found(join(question, flight), false);
  }

  /** What is known of somebody who came by himself, without a question to the chain. */
  Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    Optional<Lookup> known = registry.known(identity, wanted);
    known.ifPresent(
        lookup ->
            counters.count(
                lookup instanceof Lookup.Active ? Rung.CACHED_RECORD : Rung.CACHED_REFUSAL));
    return known;
  }

  private Lookup lead(
      Question question, LookupBudget.Kind kind, Duration turn, @Nullable EncodedRecord brought)
      throws RegistryException, OverBudget {
    if (!budget.take(kind, turn)) {
      throw new OverBudget();
    }
    Flight flight = null;
    try {
      flight = new Flight(ask(question, brought), new AtomicInteger(MAX_JOINED));
      flights.putIfAbsent(question, flight);
      return await(question.identity, flight.answer);
    } finally {
      forget(question, flight);
      budget.giveBack(kind);
    }
  }

  private CompletableFuture<Lookup> ask(Question question, @Nullable EncodedRecord brought) {
    return brought == null
        ? registry.find(question.identity, question.wanted)
        : stapling.find(question.identity, question.wanted, brought);
  }

  private void forget(Question question, @Nullable Flight flight) {
    if (flight != null) {
      flights.remove(question, flight);
    }
  }

  private Lookup join(Question question, Flight flight) throws RegistryException, OverBudget {
    if (flight.seats.decrementAndGet() < 0) {
      counters.count(Rung.CROWD);
      throw new OverBudget();
    }
    counters.count(Rung.LOOKUP_SHARED);
    return await(question.identity, flight.answer);
  }

  private Lookup await(DpkIdentity identity, CompletableFuture<Lookup> answer)
      throws RegistryException {
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException registryFailure) {
        throw registryFailure;
      }
      throw new RegistryException("the look-up of " + identity + " failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new RegistryException.Unreachable(
          "no answer on " + identity + " within " + deadline.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("the look-up of " + identity + " was interrupted", e);
    }
  }

  /** Too many look-ups are under way. */
  public static final class OverBudget extends Exception {
    private static final long serialVersionUID = 1L;

    OverBudget() {
      super("too many look-ups are under way");
    }
  }
}
