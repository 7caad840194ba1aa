package org.dpk.provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What the rest of DPK knows of the chain. Safe for use by several threads.
 *
 * <p>Retries and deadlines live behind this interface and nowhere above it: every future completes
 * in bounded time, and fails with a {@link RegistryException} only.
 */
public interface KeyRegistry extends AutoCloseable {

  /** Which contract, on which chain. */
  RegistryId id();

  /**
   * Looks an identity up. Does not block.
   *
   * @param wanted how old the answer may be
   * @return completes with the answer, or exceptionally with a {@link RegistryException}
   */
  CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted);

  /**
   * What is known already, without a question to the chain. Does not block.
   *
   * @param wanted how old the answer may be
   * @return what {@link #find} would answer at once; empty if it would ask, or where nothing is
   *     kept
   */
  default Optional<Lookup> known(DpkIdentity identity, Freshness wanted) {
    return Optional.empty();
  }

  /**
   * Reports changes on chain until it is closed: every revocation, and each other change that no
   * look-up here has seen meanwhile. A report may only invalidate what is held, never confirm it.
   * The listener is called on a thread of the registry and does not block.
   *
   * <p>Where changes may have been missed or undone (a node that was out of reach for long, a
   * reorganisation of the chain), every identity is reported that may be concerned and was ever
   * looked up here; so a change may be reported more than once, and one that never was.
   *
   * @return ends the reports
   */
  AutoCloseable onChange(Consumer<IdentityChanged> listener);

  @Override
  void close();
}
