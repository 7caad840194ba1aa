package org.dpk.provider.internal.agreement;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;

/**
 * Look-ups that are waited for, within a deadline and a budget. Safe for use by several threads.
 */
public final class LookUps {

  private final KeyRegistry registry;
  private final Duration deadline;
  private final Semaphore budget;
  private final Semaphore strangers;

  /**
   * @param deadline of one look-up
   * @param atOnce how many look-ups may wait at a time
   * @param strangersAtOnce how many of them for identities that never came before, so that these
   *     never starve the others
   */
  public LookUps(KeyRegistry registry, Duration deadline, int atOnce, int strangersAtOnce) {
    this.registry = registry;
    this.deadline = deadline;
    this.budget = new Semaphore(atOnce);
    this.strangers = new Semaphore(strangersAtOnce);
  }

  /**
   * What the chain says of an identity.
   *
   * @throws RegistryException if that can't be found out in time
   */
  public Lookup find(DpkIdentity identity, Freshness wanted) throws RegistryException {
    return await(identity, registry.find(identity, wanted));
  }

  /** Lets a look-up begin that will be waited for soon. */
  void prepare(DpkIdentity identity) {
    registry.find(identity, Freshness.RECENT);
  }

  /**
   * The same for somebody who came by himself: within the budget.
   *
   * @throws OverBudget if too many wait already
   */
  public Lookup findCaller(DpkIdentity identity, Freshness wanted, boolean stranger)
      throws RegistryException, OverBudget {
    Semaphore share = stranger ? strangers : budget;
    if (!share.tryAcquire()) {
      throw new OverBudget();
    }
    try {
      return find(identity, wanted);
    } finally {
      share.release();
    }
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
