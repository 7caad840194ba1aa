package org.dpk.cli.internal.agree;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.internal.agreement.NslAgreement;
import org.dpk.psk.PskAgreement.Invalidation;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.standalone.AgreementListener;
import org.dpk.psk.standalone.KeptKey;
import org.dpk.psk.standalone.StandaloneAgreement;

/**
 * The end that answers: keeps a key for each peer that comes, and removes those that have ended, or
 * whose peer was revoked. Closing it closes the agreement.
 */
public final class Answering implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  /** Who hears what happens, on several threads. */
  public interface Observer {

    /** A key was agreed on and kept. */
    void agreed(InetAddress client, ProgramKey key);

    /** Somebody came and got none. */
    void failed(InetAddress client, Exception reason);

    /** Keys were removed. */
    void removed(String why);

    /** Keys should have been removed, and are still there. */
    void notRemoved(String why, Exception reason);
  }

  private final NslAgreement agreement;
  private final KeySink keys;
  private final FollowUp then;
  private final Clock clock;
  private final Observer observer;
  private final BlockingQueue<Invalidation> revoked = new LinkedBlockingQueue<>();
  private final BlockingQueue<ProgramKey> agreed = new LinkedBlockingQueue<>();

  /** What the peers are known by: whoever is not held is not reported. */
  private final Map<String, PskPrincipal> peers = new ConcurrentHashMap<>();

  private final AutoCloseable reports;
  private final AgreementListener listener;

  /**
   * Starts to listen.
   *
   * @param agreement closed with this, or if it does not start
   * @param then run after each change, before the peer is told
   */
  public Answering(
      InetSocketAddress address,
      NslAgreement agreement,
      KeySink keys,
      FollowUp then,
      Clock clock,
      Observer observer)
      throws Exception {
    this.agreement = agreement;
    this.keys = keys;
    this.then = then;
    this.clock = clock;
    this.observer = observer;
    this.reports = agreement.onInvalidated(this::invalidated);
    this.listener = listen(address);
  }

  private AgreementListener listen(InetSocketAddress address) throws Exception {
    Map<Thread, ProgramKey> kept = new ConcurrentHashMap<>(); // each connection has a thread
    AgreementListener.Observer each =
        new AgreementListener.Observer() {
          @Override
          public void agreed(InetAddress client, PskPrincipal peer) {
            ProgramKey key = Objects.requireNonNull(kept.remove(Thread.currentThread()));
            observer.agreed(client, key);
            agreed.add(key);
          }

          @Override
          public void failed(InetAddress client, Exception reason) {
            kept.remove(Thread.currentThread());
            observer.failed(client, reason);
          }
        };
    try {
      return AgreementListener.start(
          address,
          new StandaloneAgreement(agreement, LIMIT, PATIENCE),
          key -> kept.put(Thread.currentThread(), keep(key)),
          each);
    } catch (IOException | RuntimeException e) {
      agreement.close();
      throw e;
    }
  }

  /** Without its secret, for those who are told of it. */
  private ProgramKey keep(KeptKey kept) throws IOException {
    try (ProgramKey key = ProgramKey.of(kept, clock)) {
      peers.put(key.peer(), kept.peer());
      keys.keep(key);
      requireNotRevoked(kept.peer());
      then.run();
      return key;
    }
  }

  /** A revocation that came before the key was in its place found nothing to remove. */
  private void requireNotRevoked(PskPrincipal peer) throws IOException {
    try {
      agreement.confirm(peer);
    } catch (DpkHandshakeException.IdentityRevoked e) {
      keys.remove(peer.getName());
      throw new IOException("it was revoked before its key was kept: " + e.getMessage(), e);
    } catch (DpkHandshakeException e) {
      // a change ends no key that a program holds; without an answer later reports count
    }
  }

  private void invalidated(Invalidation invalidation) {
    // a changed record ends no key that a program holds: that would lock the peer out at once
    if (invalidation.closeSessions()) {
      revoked.add(invalidation);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.port();
  }

  /** Waits for the first key that is agreed on. */
  public void once() throws InterruptedException {
    agreed.take();
  }

  /** Sees to it that keys end in time; until it is interrupted. */
  public void run() throws InterruptedException {
    while (true) {
      remove("have ended", keys::removeEnded);
      Invalidation next = revoked.poll(BETWEEN_LOOKS.toSeconds(), TimeUnit.SECONDS);
      if (next != null) {
        String whose = next.peer() == null ? "this identity" : next.peer();
        remove(whose + " is revoked", () -> keys.remove(next.peer()));
      }
      agreed.clear();
    }
  }

  private interface Removal {
    boolean run() throws IOException;
  }

  @SuppressWarnings("IllegalCatch") // the next look may do what this one could not
  private void remove(String why, Removal removal) {
    try {
      if (removal.run()) {
        then.run();
        observer.removed(why);
      }
    } catch (IOException | RuntimeException e) {
      observer.notRemoved(why, e);
    }
  }

  /** Ends it. */
  @Override
  public void close() throws Exception {
    try (agreement;
        reports) {
      listener.close();
    }
  }
}
