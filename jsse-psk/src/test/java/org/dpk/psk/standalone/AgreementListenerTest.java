package org.dpk.psk.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dpk.psk.NonceAgreement;
import org.dpk.psk.PskPeer;
import org.dpk.psk.PskPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgreementListenerTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final PskPeer SERVER = new PskPeer("server.example", 8444);
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final StandaloneAgreement alice =
      new StandaloneAgreement(new NonceAgreement("alice", "their secret"), LIMIT, LIMIT);
  private final StandaloneAgreement server =
      new StandaloneAgreement(new NonceAgreement("server.example", "their secret"), LIMIT, LIMIT);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<Socket> silent = new ArrayList<>();
  private AgreementListener listener;

  private final AgreementListener.Observer observer =
      new AgreementListener.Observer() {
        @Override
        public void agreed(InetAddress client, PskPrincipal peer) {
          heard.add(peer.getName());
        }

        @Override
        public void failed(InetAddress client, Exception reason) {
          heard.add(client.getHostAddress() + " " + reason.getMessage());
        }
      };

  @BeforeEach
  void listen() throws IOException {
    listener = AgreementListener.start(ANY_PORT, server, key -> {}, observer);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    for (Socket socket : silent) {
      socket.close();
    }
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(ANY_PORT.getAddress(), listener.port()));
    return socket;
  }

  private String heard() throws InterruptedException {
    return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void answersManyOneAfterTheOther() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Socket socket = connect("127.0.0.1")) {
        alice.initiate(socket, SERVER).close();
      }
      assertEquals("alice", heard());
    }
  }

  @Test
  void oneAddressDoesNotTakeAllConnections() throws Exception {
    for (int i = 0; i < AgreementListener.MAX_OF_ADDRESS; i++) {
      silent.add(connect("127.0.0.2"));
    }
    try (Socket tooMany = connect("127.0.0.2")) {
      assertEquals(-1, tooMany.getInputStream().read());
    }
    assertEquals("127.0.0.2 it has too many connections already", heard());
    try (Socket other = connect("127.0.0.3")) {
      alice.initiate(other, SERVER).close();
    }
    assertEquals("alice", heard());
  }

  @Test
  void answersOnWhenItsObserverFails() throws Exception {
    AgreementListener.Observer failing =
        new AgreementListener.Observer() {
          @Override
          public void agreed(InetAddress client, PskPrincipal peer) {
            heard.add(peer.getName());
          }

          @Override
          public void failed(InetAddress client, Exception reason) {
            throw new IllegalStateException("a log that can't be written");
          }
        };
    listener.close();
    listener = AgreementListener.start(ANY_PORT, server, key -> {}, failing);
    for (int i = 0; i < AgreementListener.MAX_OF_ADDRESS; i++) {
      silent.add(connect("127.0.0.2"));
    }
    try (Socket tooMany = connect("127.0.0.2")) {
      assertEquals(-1, tooMany.getInputStream().read());
    }
    try (Socket other = connect("127.0.0.3")) {
      alice.initiate(other, SERVER).close();
    }
    assertEquals("alice", heard());
  }

  /** Whoever has a /64 of IPv6 has more addresses than there are connections. */
  @Test
  void manyAddressesOfOneHostAreOne() throws Exception {
    assertTrue(isOne("2001:db8::1", "2001:db8::ffff:2"));
    assertFalse(isOne("2001:db8::1", "2001:db8:0:1::1"));
    assertTrue(isOne("192.0.2.1", "192.0.2.1"));
    assertFalse(isOne("192.0.2.1", "192.0.2.2"));
    assertFalse(isOne("192.0.2.1", "::1"));
  }

  private static boolean isOne(String client, String other) throws IOException {
    return AgreementListener.isOne(InetAddress.getByName(client), InetAddress.getByName(other));
  }

  @Test
  void closesOpenConnectionsWhenItIsClosed() throws Exception {
    Socket open = connect("127.0.0.1");
    silent.add(open);
    try (Socket answered = connect("127.0.0.1")) {
      alice.initiate(answered, SERVER).close(); // accepted after the one before
    }
    listener.close();

    assertEquals(-1, open.getInputStream().read());
    assertThrows(ConnectException.class, () -> connect("127.0.0.1").close());
    assertEquals("alice", heard());
    assertTrue(heard.isEmpty(), "what is closed has not failed");
  }

  @Test
  void saysThatAPortIsTaken() {
    InetSocketAddress taken = new InetSocketAddress(ANY_PORT.getAddress(), listener.port());
    assertThrows(
        BindException.class,
        () -> AgreementListener.start(taken, server, key -> {}, observer).close());
  }
}
