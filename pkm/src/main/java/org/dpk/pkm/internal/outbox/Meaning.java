package org.dpk.pkm.internal.outbox;

import java.util.OptionalLong;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.ContractCall;
import org.jdbi.v3.core.Handle;

/** What an intent of one kind means on chain. */
public interface Meaning {

  /**
   * What has to be sent now. Asks the chain, and signs what is to be signed; may be called any
   * number of times for one intent.
   *
   * @throws RegistryException.Refused if it can never be done
   * @throws RegistryException if it can't be said now
   */
  Plan plan(OutboxRow row) throws RegistryException;

  /** The intent was carried out; called in the transaction that stores it. */
  void done(Handle handle, OutboxRow row, long block);

  /** The intent was refused for good; called in the transaction that stores it. */
  void refused(Handle handle, OutboxRow row);

  /** What follows from an intent. */
  sealed interface Plan {

    /**
     * This call has to be sent.
     *
     * @param validUntil when it ends, Unix seconds; empty for never
     */
    record Send(ContractCall call, OptionalLong validUntil) implements Plan {}

    /**
     * The chain is as it is meant to be, whoever did it.
     *
     * @param block where that was read
     */
    record Done(long block) implements Plan {}
  }
}
