package org.dpk.pkm.internal.outbox;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dpk.pkm.internal.outbox.Meaning.Plan;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxRow.State;
import org.dpk.pkm.internal.progress.Step;
import org.dpk.pkm.internal.progress.StepObserver;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.ethereum.PreparedTransaction;
import org.dpk.provider.internal.ethereum.Receipt;
import org.dpk.provider.internal.ethereum.TransactionSender;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an intent from one state to the next. What a side effect needs is stored before it, what
 * follows from it after it: a process that ends in between finds its way.
 *
 * <pre>
 * INTENT --sign, store--&gt; PREPARED --send, store--&gt; BROADCAST --receipt, store--&gt; MINED | FAILED
 *    ^                        ^                          |
 *    |                        +--- stuck: another one with the same nonce
 *    +---------------------------- refused in its block, or its nonce was taken
 * </pre>
 */
public final class Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
  private static final int MOST_ATTEMPTS = 3;

  // refusals that end by themselves: a clock that is off, a contract that is paused, a record that
  // was replaced since it was read
  private static final Set<String> PASSING =
      Set.of("DeadlinePassed", "DeadlineTooFar", "EnforcedPause", "PreviousMismatch");

  private final Database database;
  private final OutboxStore store;
  private final Ledger ledger;
  private final TransactionSender sender;
  private final Map<Kind, Meaning> meanings;
  private final StepObserver observer;
  private final Clock clock;
  private final Duration stuckAfter;

  /** Since when the nonce of an intent seems to be another's. */
  private final Map<Long, Instant> outrun = new ConcurrentHashMap<>();

  /**
   * @param meanings what each kind of intent means
   * @param stuckAfter after how long a transaction that is not mined gets a higher fee
   */
  public Carrier(
      Database database,
      TransactionSender sender,
      Map<Kind, Meaning> meanings,
      StepObserver observer,
      Clock clock,
      Duration stuckAfter) {
    this.database = database;
    this.store = new OutboxStore(clock);
    this.ledger = new Ledger(clock);
    this.sender = sender;
    this.meanings = Map.copyOf(meanings);
    this.observer = observer;
    this.clock = clock;
    this.stuckAfter = stuckAfter;
  }

  /** Tells the sender which nonces an earlier process took. */
  void resume() throws RegistryException {
    sender.resume(database.read(store::unfinished));
  }

  /**
   * Takes the next step of an intent.
   *
   * @return whether its state changed
   * @throws RegistryException if it can't go on now; it stays as it is
   */
  boolean advance(OutboxRow row) throws RegistryException {
    return switch (row.state()) {
      case INTENT -> prepare(row);
      case PREPARED -> send(row);
      case BROADCAST -> watch(row);
      case MINED, FAILED, CANCELLED -> false;
    };
  }

  private boolean prepare(OutboxRow row) throws RegistryException {
    try {
      Plan plan = meaning(row).plan(row);
      if (plan instanceof Plan.Send send) {
        keep(row, sender.prepare(send.call()), send.call().value(), send.validUntil());
      } else if (plan instanceof Plan.Done done) {
        settle(row, done.block());
      }
    } catch (RegistryException.Refused e) {
      if (PASSING.contains(e.error())) {
        throw e;
      }
      refuse(row, String.valueOf(e.getMessage()));
    }
    return true;
  }

  private boolean send(OutboxRow row) throws RegistryException {
    List<StoredTransaction> signed = transactions(row);
    StoredTransaction newest = signed.get(0);
    // an earlier process may have sent it, and ended before it could say so
    if (hasEnded(newest) && (isSettled(row, signed) || renew(row, newest))) {
      return true;
    }
    try {
      sender.broadcast(newest.transaction());
    } catch (RegistryException.FeeTooLow e) {
      return replace(row, newest);
    } catch (RegistryException.NonceTaken e) {
      LOG.debug("{}: one of its transactions may have been mined already", row.subject());
    }
    reached(Step.SENT, row);
    database.useTransaction(handle -> store.move(handle, row.id(), State.BROADCAST, ""));
    reached(Step.BROADCAST, row);
    return true;
  }

  private boolean watch(OutboxRow row) throws RegistryException {
    List<StoredTransaction> sent = transactions(row);
    return isSettled(row, sent) || push(row, sent.get(0));
  }

  private boolean isSettled(OutboxRow row, List<StoredTransaction> sent) throws RegistryException {
    for (StoredTransaction transaction : sent) {
      Optional<Receipt> receipt = sender.receipt(transaction.transaction().hash());
      if (receipt.isPresent()) {
        outrun.remove(row.id());
        reached(Step.SEEN, row);
        end(row, transaction, receipt.get());
        return true;
      }
    }
    return false;
  }

  private boolean push(OutboxRow row, StoredTransaction newest) throws RegistryException {
    boolean isStuck = clock.instant().isAfter(newest.signedAt().plus(stuckAfter));
    try {
      return isStuck || hasEnded(newest) ? replaceOrRepeat(row, newest) : repeat(row, newest);
    } catch (RegistryException.NonceTaken e) {
      // One that was replaced may have been mined since its receipt was asked for, or the node may
      // not know that receipt yet: starting over at once could spend the same Ether twice.
      if (!isOutrunForLong(row)) {
        throw e;
      }
      outrun.remove(row.id());
      LOG.warn("{} starts over: {}", row.subject(), e.getMessage());
      database.useTransaction(handle -> store.startOver(handle, row.id(), false));
      return true;
    }
  }

  private boolean isOutrunForLong(OutboxRow row) {
    Instant since = outrun.computeIfAbsent(row.id(), id -> clock.instant());
    return clock.instant().isAfter(since.plus(stuckAfter));
  }

  private boolean replaceOrRepeat(OutboxRow row, StoredTransaction newest)
      throws RegistryException {
    try {
      return replace(row, newest);
    } catch (RegistryException.FeeTooLow e) {
      LOG.warn("{} waits for lower fees: {}", row.subject(), e.getMessage());
      return repeat(row, newest);
    }
  }

  // nodes forget what is not mined: it is told again
  private boolean repeat(OutboxRow row, StoredTransaction newest) throws RegistryException {
    sender.broadcast(newest.transaction());
    outrun.remove(row.id());
    return false;
  }

  /** The same intent and nonce once more, with a higher fee and with what is valid now. */
  private boolean replace(OutboxRow row, StoredTransaction old) throws RegistryException {
    if (!hasEnded(old) || !renew(row, old)) {
      keep(row, sender.replace(old.transaction()), old.value(), old.validUntil());
    }
    return true;
  }

  /**
   * The same nonce with what is valid now, in place of what has ended.
   *
   * @return false if nothing would be: then what has ended is sent all the same, and refused in its
   *     block, since its nonce must not stay a gap that all others wait for
   */
  private boolean renew(OutboxRow row, StoredTransaction old) throws RegistryException {
    try {
      if (meaning(row).plan(row) instanceof Plan.Send send) {
        PreparedTransaction next = sender.replace(old.transaction(), send.call());
        keep(row, next, send.call().value(), send.validUntil());
        return true;
      }
    } catch (RegistryException.Refused e) {
      if (PASSING.contains(e.error())) {
        throw e;
      }
      LOG.warn("{} can't be renewed: {}", row.subject(), e.getMessage());
    }
    return false;
  }

  private void keep(
      OutboxRow row, PreparedTransaction signed, BigInteger value, OptionalLong validUntil) {
    reached(Step.SIGNED, row);
    StoredTransaction stored = new StoredTransaction(signed, value, validUntil, clock.instant());
    boolean kept = false;
    try {
      kept = database.inTransaction(handle -> store.addTransaction(handle, row.id(), stored));
    } finally {
      if (!kept) {
        sender.discard(signed);
      }
    }
    if (kept) {
      reached(Step.PREPARED, row);
    }
  }

  private void end(OutboxRow row, StoredTransaction transaction, Receipt receipt) {
    if (receipt.succeeded()) {
      database.useTransaction(
          handle -> {
            note(handle, row, transaction, receipt);
            store.mined(handle, row.id(), receipt.blockNumber());
            meaning(row).done(handle, row, receipt.blockNumber());
          });
      reached(Step.SETTLED, row);
    } else if (row.attempts() + 1 < MOST_ATTEMPTS) {
      LOG.warn("{}: refused in block {}, once more", row.subject(), receipt.blockNumber());
      database.useTransaction(
          handle -> {
            note(handle, row, transaction, receipt);
            store.startOver(handle, row.id(), true);
          });
    } else {
      database.useTransaction(handle -> note(handle, row, transaction, receipt));
      refuse(row, "the registry refused it " + MOST_ATTEMPTS + " times in its block");
    }
  }

  private void note(Handle handle, OutboxRow row, StoredTransaction transaction, Receipt receipt) {
    ledger.add(handle, row, receipt.hash(), Ledger.Kind.GAS, receipt.cost());
    if (receipt.succeeded() && transaction.value().signum() > 0) {
      ledger.add(handle, row, receipt.hash(), Ledger.Kind.FUNDING, transaction.value());
    }
  }

  private void settle(OutboxRow row, long block) {
    database.useTransaction(
        handle -> {
          store.mined(handle, row.id(), block);
          meaning(row).done(handle, row, block);
        });
    reached(Step.SETTLED, row);
  }

  private void refuse(OutboxRow row, String reason) {
    LOG.warn("{} was refused: {}", row.subject(), reason);
    database.useTransaction(
        handle -> {
          store.move(handle, row.id(), State.FAILED, reason);
          meaning(row).refused(handle, row);
        });
    reached(Step.SETTLED, row);
  }

  private List<StoredTransaction> transactions(OutboxRow row) {
    return database.read(handle -> store.transactions(handle, row.id()));
  }

  private boolean hasEnded(StoredTransaction transaction) {
    OptionalLong end = transaction.validUntil();
    return end.isPresent() && clock.instant().getEpochSecond() >= end.getAsLong();
  }

  private Meaning meaning(OutboxRow row) {
    Meaning meaning = meanings.get(row.kind());
    if (meaning == null) {
      throw new IllegalStateException("nobody knows what " + row.kind() + " means");
    }
    return meaning;
  }

  private void reached(Step step, OutboxRow row) {
    observer.reached(step, row.subject());
  }
}
