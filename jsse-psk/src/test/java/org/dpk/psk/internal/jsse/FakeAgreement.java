package org.dpk.psk.internal.jsse;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dpk.psk.AgreementException;
import org.dpk.psk.PskAgreement;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.jspecify.annotations.Nullable;

/** An agreement that misbehaves where a test wants it to, and is another one everywhere else. */
final class FakeAgreement implements PskAgreement {

  private final PskAgreement real;

  /** Thrown for each cached key; null for none. */
  volatile @Nullable AgreementException confirmation;

  /** What the responder throws when it begins; null for nothing. */
  volatile @Nullable RuntimeException accident;

  /** Run before each step of the responder. */
  volatile Runnable beforeStep = () -> {};

  final AtomicInteger confirmations = new AtomicInteger();

  /** How many runs of the responder were begun and not closed. */
  final AtomicInteger open = new AtomicInteger();

  FakeAgreement(PskAgreement real) {
    this.real = real;
  }

  @Override
  public Exchange initiate(PskPeer server) throws AgreementException {
    return real.initiate(server);
  }

  @Override
  public Exchange respond(@Nullable InetAddress client) {
    if (accident != null) {
      throw accident;
    }
    Exchange exchange = real.respond(client);
    open.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return new Exchange() {
      @Override
      public Step next(byte[] message) throws AgreementException {
        beforeStep.run();
        return exchange.next(message);
      }

      @Override
      public void close() {
        if (closed.compareAndSet(false, true)) {
          open.decrementAndGet();
        }
        exchange.close();
      }
    };
  }

  @Override
  public void confirm(PskPrincipal peer) throws AgreementException {
    confirmations.incrementAndGet();
    if (confirmation != null) {
      throw confirmation;
    }
    real.confirm(peer);
  }

  @Override
  public Optional<byte[]> describe(PskPrincipal peer) {
    return real.describe(peer);
  }

  @Override
  public PskPrincipal recognise(byte[] description) throws AgreementException {
    return real.recognise(description);
  }

  @Override
  public boolean isNamed(PskPrincipal peer, PskPeer server) {
    return real.isNamed(peer, server);
  }

  @Override
  public byte[] keyUnknown() {
    return real.keyUnknown();
  }

  @Override
  public boolean isKeyUnknown(byte[] message) {
    return real.isKeyUnknown(message);
  }

  @Override
  public AutoCloseable onInvalidated(Consumer<Invalidation> listener) {
    return real.onInvalidated(listener);
  }
}
