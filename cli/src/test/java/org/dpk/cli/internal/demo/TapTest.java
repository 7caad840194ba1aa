package org.dpk.cli.internal.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TapTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void bytesAndMessagesOfTheAgreementAreCounted() throws Exception {
    byte[] hello = {0x16, 3, 1, 0, 2, 0x01, 0};
    byte[] agreement = {0x16, 3, 3, 0, 3, (byte) 0xE1, (byte) 0xE1, 0};
    byte[] data = {0x17, 3, 3, 0, 1, (byte) 0xE1};
    try (ServerSocket target = new ServerSocket(0, 1, LOOPBACK);
        Tap tap = Tap.of(target.getLocalPort())) {
      CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> echo(target));
      try (Socket client = new Socket(LOOPBACK, tap.port())) {
        client.getOutputStream().write(hello);
        client.getOutputStream().write(agreement);
        client.getOutputStream().write(data);
        client.shutdownOutput();
        byte[] echoed = client.getInputStream().readAllBytes();
        assertArrayEquals(received.get(), echoed);
      }
      assertEquals(new Tap.Traffic(1, 21, 21, 2), tap.traffic());
      assertEquals(new Tap.Traffic(0, 0, 0, 0), tap.traffic().since(tap.traffic()));
    }
  }

  private static byte[] echo(ServerSocket target) {
    try (Socket socket = target.accept()) {
      byte[] all = socket.getInputStream().readAllBytes();
      socket.getOutputStream().write(all);
      return all;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsNoTlsIsForwardedAllTheSame() throws Exception {
    byte[] http = "POST / HTTP/1.1\r\n\u00e1\u00e1\u00e1".getBytes("ISO-8859-1");
    try (ServerSocket target = new ServerSocket(0, 1, LOOPBACK);
        Tap tap = Tap.of(target.getLocalPort())) {
      CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> echo(target));
      try (Socket client = new Socket(LOOPBACK, tap.port())) {
        client.getOutputStream().write(http);
        client.shutdownOutput();
        assertArrayEquals(http, client.getInputStream().readAllBytes());
      }
      assertArrayEquals(http, received.get());
      assertEquals(0, tap.traffic().agreementMessages());
    }
  }

  @Test
  void aClosedTapIsGone() throws Exception {
    Tap tap = Tap.of(1);
    tap.close();
    assertThrows(ConnectException.class, () -> new Socket(LOOPBACK, tap.port()).close());
  }
}
