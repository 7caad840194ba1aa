package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS sockets held against those of SunJSSE; what differs on purpose is a {@link Difference}. */
@Timeout(60)
class SslSocketContractTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    Collections.reverse(opened); // servers first: a client of SunJSSE may wait for them
    for (AutoCloseable one : opened) {
      one.close();
    }
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
  }

  static Stream<Subject> subjects() {
    return Stream.concat(
        Subject.all().filter(subject -> !subject.name().startsWith("agreed")),
        Stream.of(Subject.agreed("localhost")));
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  private <T> Future<T> run(Callable<T> action) {
    return threads.submit(action);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static Exception failureOf(Future<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
    return (Exception) e.getCause();
  }

  private SSLServerSocket listen(Subject subject) throws IOException {
    SSLServerSocket listening =
        (SSLServerSocket)
            subject.server().getServerSocketFactory().createServerSocket(0, 5, LOOPBACK);
    listening.setEnabledProtocols(new String[] {subject.protocol()});
    return opened(listening);
  }

  /** A client and a server that have not shaken hands. */
  private final class Ends {
    final SSLServerSocket listening;
    final SSLSocket client;
    final SSLSocket server;

    Ends(Subject subject) throws Exception {
      listening = listen(subject);
      SSLSocketFactory factory = subject.client().getSocketFactory();
      client = opened((SSLSocket) factory.createSocket("localhost", listening.getLocalPort()));
      server = opened((SSLSocket) listening.accept());
    }

    Ends handshake() throws Exception {
      Future<?> other = handshakeOf(server);
      client.startHandshake();
      get(other);
      return this;
    }
  }

  private Future<?> handshakeOf(SSLSocket socket) {
    return run(
        () -> {
          socket.startHandshake();
          return null;
        });
  }

  private Ends open(Subject subject) throws Exception {
    return new Ends(subject).handshake();
  }

  // ---- before the connection

  @ParameterizedTest
  @MethodSource("subjects")
  void anUnconnectedSocketSaysSo(Subject subject) throws Exception {
    SSLSocket socket = opened((SSLSocket) subject.client().getSocketFactory().createSocket());
    assertFalse(socket.isConnected() || socket.isBound() || socket.isClosed());
    assertTrue(socket.getUseClientMode());
    assertThrows(SocketException.class, socket::startHandshake);
    assertThrows(SocketException.class, socket::getInputStream);
    assertThrows(SocketException.class, socket::getOutputStream);
    assertThrows(SocketException.class, socket::shutdownInput);
    assertThrows(SocketException.class, socket::shutdownOutput);
    assertEquals("SSL_NULL_WITH_NULL_NULL", socket.getSession().getCipherSuite());
    assertNull(socket.getHandshakeSession());
    assertNull(socket.getInetAddress());
    assertNull(socket.getRemoteSocketAddress());
    assertEquals(0, socket.getPort());
    assertEquals(-1, socket.getLocalPort());
    socket.close();
    assertTrue(socket.isClosed());
    assertThrows(SocketException.class, () -> socket.connect(new InetSocketAddress(LOOPBACK, 1)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void connectsLaterAndInTime(Subject subject) throws Exception {
    SSLServerSocket listening = listen(subject);
    SSLSocketFactory factory = subject.client().getSocketFactory();
    SSLSocket socket = opened((SSLSocket) factory.createSocket());
    socket.bind(new InetSocketAddress(LOOPBACK, 0));
    assertThrows(IllegalArgumentException.class, () -> socket.connect(address(listening), -1));
    socket.connect(address(listening), 10_000);
    assertTrue(socket.isConnected());
    Future<?> server = handshakeOf(opened((SSLSocket) listening.accept()));
    socket.startHandshake();
    get(server);
    assertEquals("localhost", socket.getSession().getPeerHost());
    assertThrows(SocketException.class, () -> socket.connect(address(listening), 10_000));

    SSLSocket late = opened((SSLSocket) factory.createSocket());
    InetSocketAddress nobody = address(listening);
    listening.close();
    assertThrows(ConnectException.class, () -> late.connect(nobody, 10_000));
    assertThrows(ConnectException.class, () -> factory.createSocket("localhost", nobody.getPort()));
    assertThrows(IllegalArgumentException.class, () -> factory.createSocket("localhost", -1));
  }

  private static InetSocketAddress address(SSLServerSocket listening) {
    return new InetSocketAddress("localhost", listening.getLocalPort());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void layersOverAConnectedSocketOnly(Subject subject) throws Exception {
    SSLSocketFactory factory = subject.client().getSocketFactory();
    InputStream none = new ByteArrayInputStream(new byte[0]);
    assertThrows(SocketException.class, () -> factory.createSocket(new Socket(), "h", 1, true));
    assertThrows(SocketException.class, () -> factory.createSocket(new Socket(), none, true));
    assertThrows(
        NullPointerException.class, () -> factory.createSocket((Socket) null, "h", 1, true));
    SSLServerSocket listening = listen(subject);
    for (boolean autoClose : new boolean[] {true, false}) {
      Socket lower = opened(new Socket(LOOPBACK, listening.getLocalPort()));
      SSLSocket layered = (SSLSocket) factory.createSocket(lower, Subject.HOST, 443, autoClose);
      assertTrue(layered.getUseClientMode() && layered.isConnected());
      assertEquals(lower.getPort(), layered.getPort());
      assertEquals(lower.getLocalPort(), layered.getLocalPort());
      assertThrows(SocketException.class, () -> layered.connect(address(listening)));
      assertThrows(IOException.class, () -> layered.bind(null));
      layered.close();
      assertTrue(layered.isClosed());
      assertEquals(autoClose, lower.isClosed());
    }
    Socket lower = opened(new Socket(LOOPBACK, listening.getLocalPort()));
    assertFalse(((SSLSocket) factory.createSocket(lower, none, true)).getUseClientMode());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aServerTakesWhatWasReadAlready(Subject subject) throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, LOOPBACK)) {
      SSLSocket client =
          opened(
              (SSLSocket)
                  subject
                      .client()
                      .getSocketFactory()
                      .createSocket("localhost", plain.getLocalPort()));
      client.setEnabledProtocols(new String[] {subject.protocol()});
      Future<?> shaking = handshakeOf(client);
      Socket lower = opened(plain.accept());
      byte[] consumed = lower.getInputStream().readNBytes(11);
      SSLSocket server =
          opened(
              (SSLSocket)
                  subject
                      .server()
                      .getSocketFactory()
                      .createSocket(lower, new ByteArrayInputStream(consumed), true));
      server.startHandshake();
      get(shaking);
      client.getOutputStream().write(42);
      assertEquals(42, server.getInputStream().read());
    }
  }

  // ---- handshake and session

  @ParameterizedTest
  @MethodSource("subjects")
  void theModeStaysAfterTheHandshake(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    ends.client.setUseClientMode(false);
    ends.client.setUseClientMode(true);
    ends.handshake();
    assertThrows(IllegalArgumentException.class, () -> ends.client.setUseClientMode(false));
    assertThrows(IllegalArgumentException.class, () -> ends.client.setUseClientMode(true));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void askingForTheSessionShakesHands(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    Future<SSLSession> server = run(ends.server::getSession);
    assertEquals(subject.protocol(), ends.client.getSession().getProtocol());
    assertTrue(get(server).isValid());
    assertSame(ends.client.getSession(), ends.client.getSession());
    assertNull(ends.client.getHandshakeSession());
    assertEquals("", ends.client.getApplicationProtocol());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aSessionThatFailsHasNoCipher(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    ends.server.close();
    SSLSession session = ends.client.getSession();
    assertEquals("SSL_NULL_WITH_NULL_NULL", session.getCipherSuite());
    assertFalse(session.isValid());
    assertTrue(ends.client.isClosed());
    assertThrows(IOException.class, ends.client::startHandshake);
    assertThrows(IOException.class, () -> ends.client.getInputStream().read());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void listenersAreToldOnceEach(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    CountDownLatch told = new CountDownLatch(2);
    List<HandshakeCompletedEvent> events = new CopyOnWriteArrayList<>();
    HandshakeCompletedListener first =
        event -> {
          events.add(event);
          told.countDown();
        };
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    assertThrows(illegal, () -> ends.client.addHandshakeCompletedListener(null));
    assertThrows(illegal, () -> ends.client.removeHandshakeCompletedListener(null));
    assertThrows(illegal, () -> ends.client.removeHandshakeCompletedListener(first));
    ends.client.addHandshakeCompletedListener(first);
    ends.client.addHandshakeCompletedListener(first);
    ends.client.addHandshakeCompletedListener(event -> told.countDown());
    ends.handshake();
    assertTrue(told.await(20, TimeUnit.SECONDS));
    assertEquals(1, events.size());
    HandshakeCompletedEvent event = events.get(0);
    assertSame(ends.client, event.getSocket());
    assertSame(ends.client.getSession(), event.getSession());
    assertEquals(ends.client.getSession().getCipherSuite(), event.getCipherSuite());
    assertNotNull(event.getPeerPrincipal());
    ends.client.removeHandshakeCompletedListener(first);
    assertThrows(illegal, () -> ends.client.removeHandshakeCompletedListener(first));
  }

  // ---- time

  @ParameterizedTest
  @MethodSource("subjects")
  void aTimeoutInterruptsAndNothingIsLost(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    ends.client.setSoTimeout(50);
    assertThrows(SocketTimeoutException.class, ends.client::startHandshake);
    assertThrows(SocketTimeoutException.class, ends.client::startHandshake);
    assertFalse(ends.client.isClosed());
    ends.client.setSoTimeout(20_000);
    ends.handshake();

    ends.client.setSoTimeout(50);
    InputStream in = ends.client.getInputStream();
    assertThrows(SocketTimeoutException.class, in::read);
    ends.server.getOutputStream().write(7);
    ends.client.setSoTimeout(20_000);
    assertEquals(7, in.read());
    assertThrows(IllegalArgumentException.class, () -> ends.client.setSoTimeout(-1));
    assertEquals(20_000, ends.client.getSoTimeout());
  }

  // ---- data

  @ParameterizedTest
  @MethodSource("subjects")
  void availableIsWhatCanBeReadAtOnce(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    InputStream in = ends.client.getInputStream();
    assertEquals(0, in.available());
    ends.handshake();
    ends.server.getOutputStream().write(new byte[10]);
    assertEquals(0, in.read());
    assertEquals(9, in.available());
    assertEquals(0, in.read(new byte[0]));
    assertEquals(3, in.skip(3));
    assertEquals(6, in.available());
    assertEquals(6, in.read(new byte[100]));
    ends.server.shutdownOutput();
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(new byte[5]));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void argumentsOfStreamsAreChecked(Subject subject) throws Exception {
    Ends ends = open(subject);
    InputStream in = ends.client.getInputStream();
    OutputStream out = ends.client.getOutputStream();
    assertThrows(NullPointerException.class, () -> in.read(null, 0, 1));
    assertThrows(NullPointerException.class, () -> out.write(null, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[1], 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> out.write(new byte[1], 0, 2));
    out.write(new byte[0]);
    out.flush();
    out.write(8);
    assertEquals(8, ends.server.getInputStream().read());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void urgentDataIsRefused(Subject subject) throws Exception {
    Ends ends = open(subject);
    assertThrows(SocketException.class, () -> ends.client.sendUrgentData(1));
    assertThrows(SocketException.class, ends.client::getOOBInline);
    assertThrows(SocketException.class, () -> ends.client.setOOBInline(true));
  }

  // ---- the end

  @ParameterizedTest
  @MethodSource("subjects")
  void shuttingTheWayOutLeavesTheWayIn(Subject subject) throws Exception {
    Ends ends = open(subject);
    OutputStream out = ends.client.getOutputStream();
    ends.client.shutdownOutput();
    assertTrue(ends.client.isOutputShutdown());
    assertFalse(ends.client.isClosed());
    ends.client.shutdownOutput();
    assertThrows(SocketException.class, ends.client::getOutputStream);
    assertThrows(SocketException.class, () -> out.write(1));
    assertFalse(ends.client.isClosed(), "a write in vain closes nothing");
    assertEquals(-1, ends.server.getInputStream().read());
    if (subject.is13()) {
      ends.server.getOutputStream().write(7);
      assertEquals(7, ends.client.getInputStream().read());
      ends.server.shutdownOutput();
    }
    assertEquals(-1, ends.client.getInputStream().read());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void shuttingTheWayInLeavesTheWayOut(Subject subject) throws Exception {
    Ends ends = open(subject);
    assertThrows(SSLException.class, ends.client::shutdownInput, "there was no close_notify");
    assertTrue(ends.client.isInputShutdown());
    assertFalse(ends.client.isClosed());
    assertThrows(SocketException.class, ends.client::getInputStream);
    ends.client.shutdownInput();
    ends.client.getOutputStream().write(3);
    assertEquals(3, ends.server.getInputStream().read());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theWayInMayBeShutOnceThePeerIsDone(Subject subject) throws Exception {
    Ends ends = open(subject);
    ends.server.shutdownOutput();
    assertEquals(-1, ends.client.getInputStream().read());
    ends.client.shutdownInput();
    assertTrue(ends.client.isInputShutdown());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClosedSocketIsOver(Subject subject) throws Exception {
    Ends ends = open(subject);
    InputStream in = ends.client.getInputStream();
    OutputStream out = ends.client.getOutputStream();
    String suite = ends.client.getSession().getCipherSuite();
    ends.client.close();
    ends.client.close();
    assertTrue(ends.client.isClosed() && ends.client.isConnected());
    assertThrows(SocketException.class, ends.client::getInputStream);
    assertThrows(SocketException.class, ends.client::getOutputStream);
    assertThrows(SocketException.class, ends.client::startHandshake);
    assertThrows(SocketException.class, () -> out.write(1));
    assertThrows(SocketException.class, () -> ends.client.setSoTimeout(5));
    assertThrows(SocketException.class, () -> ends.client.setTcpNoDelay(true));
    if (subject.has(Difference.STREAMS_OF_CLOSED_SOCKETS_THROW)) {
      assertThrows(SocketException.class, in::read);
      assertThrows(SocketException.class, in::available);
    } else {
      assertEquals(-1, in.read());
      assertEquals(0, in.available());
    }
    out.flush();
    in.close();
    assertEquals(suite, ends.client.getSession().getCipherSuite());
    assertEquals(-1, ends.server.getInputStream().read());
    assertFalse(ends.server.isClosed());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void closingAStreamClosesItsSocket(Subject subject) throws Exception {
    Ends ends = open(subject);
    ends.client.getInputStream().close();
    assertTrue(ends.client.isClosed());
    ends.server.getOutputStream().close();
    assertTrue(ends.server.isClosed());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void closingFreesAReader(Subject subject) throws Exception {
    Ends ends = open(subject);
    CountDownLatch reading = new CountDownLatch(1);
    Future<Integer> reader =
        run(
            () -> {
              reading.countDown();
              return ends.client.getInputStream().read();
            });
    assertTrue(reading.await(20, TimeUnit.SECONDS));
    ends.client.close(); // whether the reader waits already or not yet
    try {
      assertEquals(-1, get(reader));
      assertFalse(subject.has(Difference.STREAMS_OF_CLOSED_SOCKETS_THROW));
    } catch (ExecutionException e) {
      assertTrue(e.getCause() instanceof SocketException, e::toString);
    }
  }

  /** SunJSSE waits for the peer: {@link Difference#CLOSE_FREES_WRITERS}. */
  static Stream<Subject> ours() {
    return subjects().filter(subject -> subject.has(Difference.CLOSE_FREES_WRITERS));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void closingFreesAWriter(Subject subject) throws Exception {
    Ends ends = open(subject);
    Future<?> writer =
        run(
            () -> {
              ends.client.getOutputStream().write(new byte[60_000_000]);
              return null;
            });
    Socket lower = ((PskSocket) ends.server).lower();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (lower.getInputStream().available() == 0) {
      assertTrue(System.nanoTime() < deadline, "nothing was written");
      LockSupport.parkNanos(1_000_000);
    }
    ends.client.close();
    assertTrue(failureOf(writer) instanceof SocketException);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anEndOfTcpIsAnEnd(Subject subject) throws Exception {
    SSLServerSocket listening = listen(subject);
    Socket lower = opened(new Socket(LOOPBACK, listening.getLocalPort()));
    SSLSocket client =
        opened(
            (SSLSocket)
                subject.client().getSocketFactory().createSocket(lower, "localhost", 443, false));
    SSLSocket server = opened((SSLSocket) listening.accept());
    Future<?> shaking = handshakeOf(server);
    client.startHandshake();
    get(shaking);
    lower.close();
    assertEquals(-1, server.getInputStream().read());
  }

  // ---- server sockets

  @ParameterizedTest
  @MethodSource("subjects")
  void settingsGoToSocketsThatAreAcceptedLater(Subject subject) throws Exception {
    Ends ends = new Ends(subject);
    SSLServerSocket listening = ends.listening;
    assertFalse(listening.getUseClientMode() || listening.getNeedClientAuth());
    assertTrue(listening.getEnableSessionCreation());
    listening.setWantClientAuth(true);
    listening.setEnableSessionCreation(false);
    listening.setUseClientMode(true);
    opened(new Socket(LOOPBACK, listening.getLocalPort()));
    SSLSocket later = opened((SSLSocket) listening.accept());
    assertTrue(later.getUseClientMode() && later.getWantClientAuth());
    assertFalse(later.getEnableSessionCreation());
    assertArrayEquals(new String[] {subject.protocol()}, later.getEnabledProtocols());
    assertFalse(ends.server.getUseClientMode() || ends.server.getWantClientAuth());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void acceptingHasATimeoutAndAnEnd(Subject subject) throws Exception {
    SSLServerSocket listening = listen(subject);
    listening.setSoTimeout(50);
    assertThrows(SocketTimeoutException.class, listening::accept);
    listening.setSoTimeout(0);
    CountDownLatch accepting = new CountDownLatch(1);
    Future<Socket> accepted =
        run(
            () -> {
              accepting.countDown();
              return listening.accept();
            });
    assertTrue(accepting.await(20, TimeUnit.SECONDS));
    listening.close();
    assertTrue(failureOf(accepted) instanceof SocketException);

    SSLServerSocket unbound =
        opened((SSLServerSocket) subject.server().getServerSocketFactory().createServerSocket());
    assertFalse(unbound.isBound());
    assertThrows(SocketException.class, unbound::accept);
    unbound.bind(new InetSocketAddress(LOOPBACK, 0));
    assertTrue(unbound.isBound());
  }
}
