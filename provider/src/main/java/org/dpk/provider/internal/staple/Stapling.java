package org.dpk.provider.internal.staple;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.internal.record.EncodedRecord;

/** A registry that takes staples and makes them. Safe for use by several threads. */
public interface Stapling {

  /**
   * A registry's own staples, or none.
   *
   * @param registry any; of one that knows no staples, those of others are left alone
   */
  static Stapling of(KeyRegistry registry) {
    return registry instanceof Stapling stapling ? stapling : new NoStapling(registry);
  }

  /**
   * What a staple proves, without a question to the chain. It is remembered like any answer, and
   * led back behind by none.
   *
   * @param claimed who brought it
   * @return empty if the chain has to be asked
   * @throws WrongStaple if no sound peer sends it
   */
  Optional<Lookup> accept(DpkIdentity claimed, Staple staple) throws WrongStaple;

  /**
   * As {@link KeyRegistry#find}, for an identity whose record is here already, if it is the right
   * one: one slot is read then, and no log.
   */
  CompletableFuture<Lookup> find(DpkIdentity identity, Freshness wanted, EncodedRecord brought);

  /** Lets a proof be fetched for a staple that is made soon. Does not block. */
  void prepare(DpkIdentity own);

  /**
   * The bytes of a staple; empty where none are made. Never fails.
   *
   * @param own the record on chain
   * @param patience how long it may block for a proof that is under way
   */
  Optional<byte[]> make(EncodedRecord own, Duration patience);
}
