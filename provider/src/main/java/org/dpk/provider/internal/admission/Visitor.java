package org.dpk.provider.internal.admission;

import java.net.InetAddress;
import java.time.Duration;
import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.internal.admission.Verdict.Come;
import org.dpk.provider.internal.admission.Verdict.Leave;
import org.dpk.provider.internal.admission.Verdict.Repeat;
import org.dpk.provider.internal.nsl.FirstMessage;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a responder, on its way up the ladder (protocol.md "What B does before it
 * trusts NS1"): parsed → load: cookie, bucket of its network → room → replay → the private key.
 * Belongs to one thread at a time.
 */
public final class Visitor {

  /** How long a look-up waits for its turn while there is no load. */
  private static final Duration TURN = Duration.ofSeconds(2);

  private final Admission admission;
  private final @Nullable InetAddress client;
  private final @Nullable NetworkPrefix network;

  /** RETRY was sent: an initiator takes one. */
  private boolean asked;

  /** RETRY was answered. */
  private boolean passed;

  private boolean entered;

  Visitor(Admission admission, @Nullable InetAddress client) {
    this.admission = admission;
    this.client = client;
    this.network = client == null ? null : NetworkPrefix.of(client, admission.networks);
  }

  /** What becomes of a message that should be NS1. What is none is for the state machine to say. */
  public Verdict knock(byte[] bytes) {
    FirstMessage message = FirstMessage.of(bytes).orElse(null);
    if (message == null) {
      return new Come();
    }
    count(Rung.ARRIVED);
    boolean high = asked ? admission.load.isHigh() : admission.load.arrived();
    if (high) {
      Verdict verdict = underLoad(message);
      if (!(verdict instanceof Come)) {
        return verdict;
      }
    }
    passed |= asked;
    return enter(high);
  }

  private Verdict underLoad(FirstMessage message) {
    if (!passed) {
      Verdict verdict = cookie(message);
      if (!(verdict instanceof Come)) {
        return verdict;
      }
    }
    // only who is where he says he is can empty the bucket of his network
    if (network == null) {
      count(Rung.ADDRESS_UNKNOWN);
    } else if (!admission.buckets.take(network)) {
      return leave(Rung.BUCKET_EMPTY, "its network asks too often");
    }
    return new Come();
  }

  private Verdict cookie(FirstMessage message) {
    if (admission.cookies.isGood(client, message)) {
      count(Rung.COOKIE_GOOD);
      passed = true;
      return new Come();
    }
    if (asked) {
      return leave(Rung.COOKIE_REFUSED, "its cookie is not good");
    }
    asked = true;
    count(Rung.COOKIE_ASKED);
    return new Repeat(message.retry(admission.cookies.make(client, message)));
  }

  private Verdict enter(boolean high) {
    if (entered) {
      return new Come();
    }
    Rung stopped = admission.unfinished.enter(this, network, high);
    if (stopped != null) {
      return leave(stopped, "too many unfinished handshakes");
    }
    entered = true;
    return new Come();
  }

  private Leave leave(Rung rung, String reason) {
    count(rung);
    return new Leave(reason);
  }

  /**
   * The last question before the private key is used.
   *
   * @param hash of {@code ct_b}
   */
  public boolean isNew(byte[] hash) {
    boolean isNew = admission.replays.isNew(hash);
    count(isNew ? Rung.PRIVATE_KEY_USED : Rung.REPLAYED);
    return isNew;
  }

  /** How long a look-up for this connection waits for its turn: not at all while there is load. */
  public Duration turn() {
    return admission.load.isHigh() ? Duration.ZERO : TURN;
  }

  /** NS2 goes out. */
  public void answered() {
    count(Rung.ANSWERED);
    admission.unfinished.answered(this);
  }

  /** Whether the run may go on: it was not too slow, nor had it to make room. */
  public boolean isAwaited() {
    return admission.unfinished.holds(this);
  }

  /** Counts what happened to this connection. */
  public void count(Rung rung) {
    admission.counters().count(rung);
  }

  /** The run is over. Idempotent. */
  public void leave() {
    entered = false;
    admission.unfinished.leave(this);
  }
}
