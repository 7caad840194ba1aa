package org.dpk.provider.internal.agreement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.dpk.provider.DpkHandshakeException;
import org.dpk.provider.DpkHandshakeException.IdentityRevoked;
import org.dpk.provider.DpkHandshakeException.IdentityUnknown;
import org.dpk.provider.DpkHandshakeException.PolicyDenied;
import org.dpk.provider.internal.nsl.KeyTerms;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.psk.Psk;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.standalone.AgreementListener;
import org.dpk.psk.standalone.KeptKey;
import org.dpk.psk.standalone.StandaloneAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DPK-NSL/1 on its own over TCP: a responder on a port, and initiators. */
@Timeout(60)
class StandaloneNslTest {

  private static final PskPeer SERVER = new PskPeer("server.example.org", 8444);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final End a = new End("uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 1);
  private final End b = new End("dns:server.example.org", 2);
  private final List<Psk> kept = new CopyOnWriteArrayList<>();
  private final CompletableFuture<PskPrincipal> agreed = new CompletableFuture<>();
  private NslAgreement atA;
  private NslAgreement atB;
  private AgreementListener listener;

  @BeforeEach
  void listen() throws IOException {
    a.view.put(b.record);
    b.view.put(a.record);
    atA = NslAgreement.of(a.view, a.own()).build();
    listen(NslAgreement.of(b.view, b.own()).terms(new KeyTerms(Duration.ofHours(24), 1)));
  }

  private void listen(NslAgreementBuilder builder) throws IOException {
    atB = builder.build();
    listener =
        AgreementListener.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new StandaloneAgreement(atB, LIMIT, LIMIT),
            key -> kept.add(key.psk().copy()),
            new AgreementListener.Observer() {
              @Override
              public void agreed(InetAddress client, PskPrincipal peer) {
                agreed.complete(peer);
              }

              @Override
              public void failed(InetAddress client, Exception reason) {
                agreed.completeExceptionally(reason);
              }
            });
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
    atA.close();
    atB.close();
  }

  private KeptKey initiate() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      return new StandaloneAgreement(atA, LIMIT, LIMIT).initiate(socket, SERVER);
    }
  }

  /** What the other end saw. */
  private Throwable atOtherEnd() {
    return assertThrows(
            java.util.concurrent.ExecutionException.class, () -> agreed.get(20, TimeUnit.SECONDS))
        .getCause();
  }

  @Test
  void bothEndsKeepTheSameKeyUntilTheSameTime() throws Exception {
    try (KeptKey key = initiate()) {
      assertEquals(List.of(key.psk()), kept);
      assertEquals("dns:server.example.org", key.peer().getName());
      assertEquals(a.identity.toString(), agreed.get(20, TimeUnit.SECONDS).getName());
      assertEquals(Duration.ofHours(12), key.lifetime(), "the shorter one of both");
      assertTrue(new String(key.psk().identity(), US_ASCII).matches("[A-Za-z0-9_-]{22}"));
      assertEquals(32, key.psk().revealSecret().length);
    }
  }

  @Test
  void eachRunHasAKeyOfItsOwn() throws Exception {
    initiate().close();
    initiate().close();
    assertEquals(2, kept.size());
    assertEquals(2, kept.stream().distinct().count());
  }

  @Test
  void whoIsNotOnTheListIsToldSo() throws Exception {
    listener.close();
    atB.close();
    listen(NslAgreement.of(b.view, b.own()).policy(Policy.of(peer -> false)));

    PolicyDenied denied = assertThrows(PolicyDenied.class, this::initiate);
    assertEquals(a.identity, denied.identity().orElseThrow());
    assertInstanceOf(PolicyDenied.class, atOtherEnd());
    assertEquals(List.of(), kept);
  }

  @Test
  void whoIsNotOnChainIsToldSo() {
    b.view.cached.remove(a.identity);
    b.view.chain.remove(a.identity);

    assertThrows(IdentityUnknown.class, this::initiate);
    assertInstanceOf(IdentityUnknown.class, atOtherEnd());
    assertEquals(List.of(), kept);
  }

  @Test
  void whoIsRevokedIsToldSo() {
    b.view.revoke(a.identity);

    assertThrows(IdentityRevoked.class, this::initiate);
    assertInstanceOf(IdentityRevoked.class, atOtherEnd());
  }

  @Test
  void anInitiatorWithAnotherKeyThanThatOfItsRecord() {
    EncodedRecord other = a.record(1, End.pair(9));
    b.view.put(other);
    a.view.put(a.record);

    assertThrows(DpkHandshakeException.class, this::initiate);
    assertInstanceOf(DpkHandshakeException.class, atOtherEnd());
    assertEquals(List.of(), kept);
  }

  @Test
  void aResponderWithAnotherKeyThanThatOfItsRecord() throws Exception {
    End impostor = new End("dns:server.example.org", 7);
    impostor.view.put(b.record);
    impostor.view.put(a.record);
    listener.close();
    atB.close();
    listen(
        NslAgreement.of(impostor.view, OwnIdentity.of(impostor.identity, List.of(impostor.pair))));

    assertThrows(DpkHandshakeException.class, this::initiate);
    assertEquals(List.of(), kept);
  }
}
