package org.dpk.provider.internal.agreement;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.dpk.provider.DpkPrincipal;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.internal.admission.AdmissionLimits;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.standalone.AgreementListener;
import org.dpk.psk.standalone.StandaloneAgreement;

/** A responder on a port of its own, with its own view of a real chain, that remembers its keys. */
final class ListeningResponder implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final KeyRegistry registry;
  private final NslAgreement agreement;
  private final AgreementListener listener;
  private final List<Psk> kept = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

  /** How a connection ended: with a peer, or with a reason why there is none. */
  sealed interface Ending {
    record Agreed(PskPrincipal peer) implements Ending {}

    record Failed(Exception reason) implements Ending {}
  }

  ListeningResponder(
      RegistryFixture chain, AdmittedEnd b, AdmissionLimits limits, Predicate<DpkPrincipal> policy)
      throws Exception {
    registry = Registries.open(chain.http());
    agreement = NslAgreement.of(registry, b.own()).limits(limits).policy(Policy.of(policy)).build();
    listener =
        AgreementListener.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new StandaloneAgreement(agreement, LIMIT, LIMIT),
            key -> kept.add(key.psk().copy()),
            new Endings());
  }

  private final class Endings implements AgreementListener.Observer {

    @Override
    public void agreed(InetAddress client, PskPrincipal peer) {
      endings.add(new Ending.Agreed(peer));
    }

    @Override
    public void failed(InetAddress client, Exception reason) {
      endings.add(new Ending.Failed(reason));
    }
  }

  int port() {
    return listener.port();
  }

  /** The endings of so many connections, in their order. */
  List<Ending> endings(int connections) throws InterruptedException {
    List<Ending> ended = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Ending next = endings.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      ended.add(next != null ? next : fail("connection " + i + " does not end"));
    }
    return ended;
  }

  /** The keys that were kept since the last call. */
  List<Psk> takeKeys() {
    List<Psk> taken = List.copyOf(kept);
    kept.clear();
    return taken;
  }

  /** What a test left that failed is no business of the next one. */
  void forget() {
    kept.clear();
    endings.clear();
  }

  @Override
  public void close() throws Exception {
    listener.close();
    agreement.close();
    registry.close();
  }
}
