package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dpk.provider.IdHash;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.QuorumSettings;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.Slot;
import org.dpk.provider.internal.record.EncodedRecord;
import org.dpk.provider.internal.record.RecordCodec;
import org.dpk.provider.internal.record.RecordDecoders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web server that a test misuses: only the right bytes are taken from it. */
class RecordMirrorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final EncodedRecord RECORD = RecordDecoders.some(new Random(4));
  private static final IdHash ID = RecordCodec.idHash(RECORD.identity());

  private final Slot slot = new Slot(Arrays.copyOf(RECORD.digest(), 26), 7, Slot.Status.ACTIVE);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private RecordMirror mirror;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    mirror = new RecordMirror(address("/records/"), Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    closing.countDown();
    mirror.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void serve(int status, byte[] body) {
    server.createContext(
        "/records/" + ID.toString().substring(2), exchange -> answer(exchange, status, body));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Location", "/records/elsewhere");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Optional<byte[]> read(Duration patience) {
    return mirror.record(ID, slot, patience);
  }

  @Test
  void theRecordThatTheSlotNamesIsTaken() {
    serve(200, RECORD.bytes());
    assertArrayEquals(RECORD.bytes(), read(PATIENCE).orElseThrow());
  }

  @Test
  void anAddressWithoutASlashWillDo() throws Exception {
    serve(200, RECORD.bytes());
    try (RecordMirror other = new RecordMirror(address("/records"), PATIENCE)) {
      assertTrue(other.record(ID, slot, PATIENCE).isPresent());
    }
  }

  @Test
  void anotherRecordIsNot() {
    serve(200, RecordDecoders.some(new Random(5)).bytes());
    assertEquals(Optional.empty(), read(PATIENCE));
  }

  @Test
  void whatIsTooLongIsNot() {
    serve(200, new byte[1 << 20]);
    assertEquals(Optional.empty(), read(PATIENCE));
  }

  @Test
  void norWhatIsNotThere() {
    assertEquals(Optional.empty(), read(PATIENCE));
    serve(302, RECORD.bytes());
    server.createContext("/records/elsewhere", each -> answer(each, 200, RECORD.bytes()));
    assertEquals(Optional.empty(), read(PATIENCE));
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedFor() {
    server.createContext(
        "/",
        exchange -> {
          try {
            closing.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    assertEquals(Optional.empty(), read(Duration.ofMillis(50)));
  }

  @Test
  void anAddressIsThatOfAWebServer() {
    assertTrue(RecordMirror.isAddress(URI.create("https://records.example/v1")));
    assertFalse(RecordMirror.isAddress(URI.create("ftp://records.example/v1")));
    LightSettings settings =
        new LightSettings(
            List.of(
                ChainEndpoint.of(
                    "http://localhost:1", new RegistryId(31337, ScriptedBlocks.REGISTRY))),
            QuorumSettings.newest(1, 0),
            LightPolicy.DEFAULT,
            null);
    assertEquals(
        URI.create("http://a.example"),
        settings.withMirror(URI.create("http://a.example")).mirror());
    assertThrows(
        IllegalArgumentException.class,
        () -> settings.withMirror(URI.create("file:///etc/passwd")));
  }
}
