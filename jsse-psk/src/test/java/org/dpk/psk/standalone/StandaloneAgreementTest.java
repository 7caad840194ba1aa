package org.dpk.psk.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.dpk.psk.AgreementException;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PeerSpeaksNoAgreementException;
import org.dpk.psk.Psk;
import org.dpk.psk.PskAgreement.Exchange;
import org.dpk.psk.PskAgreement.Step;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.dpk.psk.internal.line.HandshakeLine;
import org.dpk.psk.internal.preface.AgreementFrame;
import org.dpk.psk.internal.preface.PrefaceHello;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StandaloneAgreementTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Of those who are kept waiting: no test waits for more than one of them. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final PskPeer SERVER = new PskPeer("server.example", 8444);

  private final ExecutorService otherThread = Executors.newSingleThreadExecutor();
  private final NonceAgreement alice = new NonceAgreement("alice", "their secret");
  private final NonceAgreement server = new NonceAgreement("server.example", "their secret");
  private final List<Psk> kept = new ArrayList<>();
  private final List<Psk> made = new ArrayList<>();
  private Socket near;
  private Socket far;

  @BeforeEach
  void connectSockets() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      far = listening.accept();
    }
    alice.onKey = made::add;
    server.onKey = made::add;
  }

  @AfterEach
  void closeSockets() throws Exception {
    near.close();
    far.close();
    otherThread.shutdownNow();
    assertTrue(otherThread.awaitTermination(20, TimeUnit.SECONDS));
  }

  private StandaloneAgreement patient(NonceAgreement agreement) {
    return new StandaloneAgreement(agreement, LIMIT, LIMIT);
  }

  private <T> Future<T> meanwhile(Callable<T> task) {
    return otherThread.submit(task);
  }

  private Future<PskPrincipal> responding() {
    return responding(LIMIT, LIMIT);
  }

  private Future<PskPrincipal> responding(Duration limit, Duration patience) {
    StandaloneAgreement agreement = new StandaloneAgreement(server, limit, patience);
    return meanwhile(
        () -> {
          try (Socket socket = far) {
            return agreement.respond(socket, key -> kept.add(key.psk().copy()));
          }
        });
  }

  private static Exception failureOf(Future<?> task) {
    return (Exception)
        assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS)).getCause();
  }

  @Test
  void bothEndsHaveTheKeyAndEachOthersName() throws Exception {
    Future<PskPrincipal> responder = responding();

    try (KeptKey key = patient(alice).initiate(near, SERVER)) {
      assertEquals("server.example", key.peer().getName());
      assertEquals(Duration.ofMinutes(10), key.lifetime());
      assertEquals("alice", responder.get(20, TimeUnit.SECONDS).getName());
      assertEquals(List.of(key.psk()), kept);
      assertEquals(-1, near.getInputStream().read(), "nothing follows");
    }
  }

  @Test
  void theKeyOfTheRunItselfIsErasedAtBothEnds() throws Exception {
    Future<PskPrincipal> responder = responding();
    patient(alice).initiate(near, SERVER).close();
    responder.get(20, TimeUnit.SECONDS);

    assertEquals(2, made.size());
    assertTrue(made.stream().allMatch(Psk::isDestroyed));
  }

  @Test
  void whoeverHasNoConfirmationHasNoKey() throws Exception {
    Future<PskPrincipal> responder =
        meanwhile(
            () ->
                patient(server)
                    .respond(
                        far,
                        key -> {
                          throw new IOException("the disk is full");
                        }));

    SSLException told =
        assertThrows(SSLException.class, () -> patient(alice).initiate(near, SERVER));
    assertTrue(told.getMessage().contains("did not keep the key"), told::toString);
    assertTrue(told.getMessage().contains("alert 80"), told::toString);
    assertEquals("the disk is full", failureOf(responder).getMessage());
    assertTrue(made.stream().allMatch(Psk::isDestroyed));
  }

  @Test
  void aForgedConfirmationIsNone() throws Exception {
    Future<Void> forger = meanwhile(() -> answerAsServer(new byte[32]));

    assertThrows(IOException.class, () -> patient(alice).initiate(near, SERVER));
    forger.get(20, TimeUnit.SECONDS);
    assertTrue(made.stream().allMatch(Psk::isDestroyed));
  }

  /** The server's part by hand; something else instead of its confirmation. */
  private Void answerAsServer(byte[] confirmation) throws Exception {
    HandshakeLine line = new HandshakeLine(far, LIMIT);
    try (Exchange exchange = server.respond(null)) {
      Step first = exchange.next(AgreementFrame.message(line.read()));
      far.getOutputStream().write(AgreementFrame.records(((Step.Send) first).message()));
      ((Step.Agreed) exchange.next(AgreementFrame.message(line.read()))).keys().close();
      far.getOutputStream().write(AgreementFrame.records(confirmation));
    }
    return null;
  }

  @Test
  void endsWhoseSecretsDifferBothSaySo() throws Exception {
    Future<PskPrincipal> responder = responding();
    NonceAgreement stranger = new NonceAgreement("alice", "another secret");

    assertThrows(AgreementException.class, () -> patient(stranger).initiate(near, SERVER));
    assertInstanceOf(AgreementException.class, failureOf(responder));
    assertEquals(List.of(), kept);
  }

  @Test
  void aTlsClientIsToldThatThisIsNoTlsServer() throws Exception {
    Future<PskPrincipal> responder = responding();
    near.getOutputStream()
        .write(PrefaceHello.records(new byte[64], "server.example", List.of(), new byte[] {1}));

    assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2, 10}, near.getInputStream().readNBytes(7));
    near.shutdownOutput();
    assertTrue(failureOf(responder).getMessage().contains("ordinary TLS handshake"));
  }

  @Test
  void aTlsServerIsNoResponder() throws Exception {
    Future<Void> other =
        meanwhile(
            () -> {
              new HandshakeLine(far, LIMIT).read();
              far.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 10});
              far.close();
              return null;
            });
    assertThrows(PeerSpeaksNoAgreementException.class, () -> patient(alice).initiate(near, SERVER));
    other.get(20, TimeUnit.SECONDS);
  }

  @Test
  void messagesInManySmallRecordsAreTakenToo() throws Exception {
    Future<PskPrincipal> responder = responding();
    HandshakeLine line = new HandshakeLine(near, LIMIT);
    try (Exchange exchange = alice.initiate(SERVER)) {
      sendByteByByte(((Step.Send) exchange.next(new byte[0])).message());
      Step.Agreed agreed = (Step.Agreed) exchange.next(AgreementFrame.message(line.read()));
      sendByteByByte(agreed.lastMessage());
      assertArrayEquals(agreed.keys().export().confirmation(), AgreementFrame.message(line.read()));
    }
    assertEquals("alice", responder.get(20, TimeUnit.SECONDS).getName());
  }

  private void sendByteByByte(byte[] message) throws IOException {
    byte[] record = AgreementFrame.records(message);
    for (int i = 5; i < record.length; i++) {
      near.getOutputStream().write(new byte[] {22, 3, 1, 0, 1, record[i]});
    }
  }

  // ---- misbehaving peers, in the place of each message

  @ParameterizedTest
  @EnumSource
  void anInitiatorThatMisbehavesAtFirst(Misbehaviour misbehaviour) throws Exception {
    Future<PskPrincipal> responder = responding(LIMIT, SHORT);

    misbehaviour.show(near, new byte[40]);

    assertFails(misbehaviour, failureOf(responder));
  }

  @ParameterizedTest
  @EnumSource
  void anInitiatorThatMisbehavesInsteadOfItsLastMessage(Misbehaviour misbehaviour)
      throws Exception {
    Future<PskPrincipal> responder = responding(LIMIT, SHORT);
    try (Exchange exchange = alice.initiate(SERVER)) {
      Step first = exchange.next(new byte[0]);
      near.getOutputStream().write(AgreementFrame.records(((Step.Send) first).message()));
      HandshakeLine line = new HandshakeLine(near, LIMIT);
      Step.Agreed agreed = (Step.Agreed) exchange.next(AgreementFrame.message(line.read()));

      misbehaviour.show(near, agreed.lastMessage());
    }
    assertFails(misbehaviour, failureOf(responder));
  }

  @ParameterizedTest
  @EnumSource
  void aResponderThatMisbehavesAtFirst(Misbehaviour misbehaviour) throws Exception {
    Future<Void> responder =
        meanwhile(
            () -> {
              new HandshakeLine(far, LIMIT).read();
              misbehaviour.show(far, new byte[40]);
              return null;
            });
    StandaloneAgreement agreement = new StandaloneAgreement(alice, LIMIT, SHORT);
    assertFails(
        misbehaviour, assertThrows(Exception.class, () -> agreement.initiate(near, SERVER)));
    responder.get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void aResponderThatMisbehavesInsteadOfConfirming(Misbehaviour misbehaviour) throws Exception {
    Future<Void> responder =
        meanwhile(
            () -> {
              HandshakeLine line = new HandshakeLine(far, LIMIT);
              try (Exchange exchange = server.respond(null)) {
                Step first = exchange.next(AgreementFrame.message(line.read()));
                far.getOutputStream().write(AgreementFrame.records(((Step.Send) first).message()));
                Step.Agreed agreed =
                    (Step.Agreed) exchange.next(AgreementFrame.message(line.read()));
                misbehaviour.show(far, agreed.keys().export().confirmation());
              }
              return null;
            });
    StandaloneAgreement agreement = new StandaloneAgreement(alice, LIMIT, SHORT);
    assertFails(
        misbehaviour, assertThrows(Exception.class, () -> agreement.initiate(near, SERVER)));
    responder.get(20, TimeUnit.SECONDS);
  }

  private void assertFails(Misbehaviour misbehaviour, Exception failure) {
    assertInstanceOf(IOException.class, failure);
    assertTrue(
        Pattern.compile(misbehaviour.complaint).matcher(failure.getMessage()).find(),
        failure::toString);
    assertEquals(List.of(), kept);
  }

  @Test
  void dripsDoNotOutliveTheLimit() throws Exception {
    Future<PskPrincipal> responder = responding(Duration.ofMillis(600), LIMIT);
    Future<?> unused = responder;
    byte[] record = AgreementFrame.records(new byte[10_000]);
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; !unused.isDone(); i++) {
            near.getOutputStream().write(record, i, 1);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // a drip at a time
          }
          throw new IOException("it is over");
        });
    assertInstanceOf(SocketTimeoutException.class, failureOf(responder));
    assertFalse(made.stream().anyMatch(key -> !key.isDestroyed()));
  }
}
