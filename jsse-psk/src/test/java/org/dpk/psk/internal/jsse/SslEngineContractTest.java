package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.dpk.psk.internal.jsse.ContractEnd.Memory;
import org.dpk.psk.internal.jsse.ContractEnd.Room;
import org.dpk.psk.internal.jsse.EnginePair.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life cycle of an SSLEngine as the JDK documents it, held against ours and against SunJSSE.
 * What differs on purpose is a {@link Difference}.
 */
@Timeout(60)
class SslEngineContractTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ExecutorService workers = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() throws InterruptedException {
    workers.shutdownNow();
    assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
  }

  static Stream<Subject> subjects() {
    return Subject.all();
  }

  static Stream<Subject> tls13() {
    return Subject.all().filter(Subject::is13);
  }

  static Stream<Subject> tls12() {
    return Subject.all().filter(subject -> !subject.is13());
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocate(40_000);
  }

  private static void assertResult(Status status, HandshakeStatus next, SSLEngineResult result) {
    assertEquals(status, result.getStatus(), result::toString);
    assertEquals(next, result.getHandshakeStatus(), result::toString);
  }

  private static void assertMovedNothing(SSLEngineResult result) {
    assertEquals(0, result.bytesConsumed() + result.bytesProduced(), result::toString);
  }

  private static void assertDone(boolean inbound, boolean outbound, SSLEngine engine) {
    assertEquals(inbound, engine.isInboundDone(), "inbound done");
    assertEquals(outbound, engine.isOutboundDone(), "outbound done");
  }

  // ---- the whole life

  /** Whose end is looked at, and closes first. */
  enum Role {
    CLIENT,
    SERVER
  }

  static Stream<Arguments> lives() {
    return Subject.all()
        .flatMap(
            subject ->
                Stream.of(Role.values())
                    .flatMap(
                        role ->
                            Stream.of(Memory.values())
                                .flatMap(
                                    memory ->
                                        Stream.of(Room.values())
                                            .map(
                                                room ->
                                                    Arguments.of(subject, role, memory, room)))));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void livesAsDocumented(Subject subject, Role role, Memory memory, Room room) throws Exception {
    ContractEnd client = new ContractEnd(subject.newClient(), memory, room, workers);
    ContractEnd server = new ContractEnd(subject.newServer(), memory, room, workers);
    ContractEnd self = role == Role.CLIENT ? client : server;
    ContractEnd peer = role == Role.CLIENT ? server : client;

    assertIsNew(self.engine);
    client.engine.beginHandshake();
    client.engine.beginHandshake();
    server.engine.beginHandshake();
    settle(client, server);
    assertEquals(1, server.finished());
    assertEquals(
        subject.expects(Difference.FINISHED_ONCE, 1, subject.is13() ? 2 : 1), client.finished());
    assertIsOpen(self.engine, subject);

    exchange(self, peer, 0);
    exchange(self, peer, 1);
    exchange(peer, self, 300);
    exchange(self, peer, 100_000);
    exchange(peer, self, 100_000);

    end(self, peer, subject);
  }

  private static void assertIsNew(SSLEngine engine) {
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
    assertEquals("SSL_NULL_WITH_NULL_NULL", engine.getSession().getCipherSuite());
    assertFalse(engine.getSession().isValid());
    assertNull(engine.getHandshakeSession());
    assertNull(engine.getApplicationProtocol());
    assertNull(engine.getDelegatedTask());
    assertDone(false, false, engine);
  }

  private static void settle(ContractEnd client, ContractEnd server) throws Exception {
    for (int turn = 0; turn < 1000; turn++) {
      if (!(client.step(server) | server.step(client)) && client.finished() > 0) {
        client.unwrap(); // a ticket, where there is one
        return;
      }
    }
    throw new AssertionError("the handshake does not end");
  }

  private static void assertIsOpen(SSLEngine engine, Subject subject) {
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
    assertEquals(subject.protocol(), engine.getSession().getProtocol());
    assertTrue(engine.getSession().isValid());
    assertNull(engine.getHandshakeSession());
    assertNull(engine.getDelegatedTask());
    assertEquals("", engine.getApplicationProtocol());
    assertDone(false, false, engine);
  }

  private static void exchange(ContractEnd from, ContractEnd to, int length) throws Exception {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    from.send(data, to);
    assertArrayEquals(data, to.receive(length));
  }

  private static void end(ContractEnd self, ContractEnd peer, Subject subject) throws Exception {
    self.engine.closeOutbound();
    assertEquals(HandshakeStatus.NEED_WRAP, self.engine.getHandshakeStatus());
    assertDone(false, false, self.engine);
    assertResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, self.wrap(NOTHING, peer));
    assertDone(false, true, self.engine);
    assertMovedNothing(self.wrap(ByteBuffer.allocate(5), peer));

    assertResult(
        Status.CLOSED,
        subject.is13() ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_WRAP,
        peer.unwrap());
    assertDone(true, false, peer.engine);
    if (subject.is13()) { // each direction by itself (RFC 8446 §6.1)
      exchange(peer, self, 1000);
    }
    peer.engine.closeOutbound();
    assertResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, peer.wrap(NOTHING, self));
    assertDone(true, true, peer.engine);
    assertEquals(Status.CLOSED, self.unwrap().getStatus());
    assertDone(true, true, self.engine);
    self.engine.closeInbound();
    peer.engine.closeInbound();
    assertEquals(Status.CLOSED, self.unwrap().getStatus());
  }

  // ---- modes

  @ParameterizedTest
  @MethodSource("subjects")
  void nothingGoesBeforeTheModeIsSet(Subject subject) throws Exception {
    SSLEngine engine = subject.client().createSSLEngine(Subject.HOST, 443);
    assertFalse(engine.getUseClientMode());
    assertThrows(IllegalStateException.class, engine::beginHandshake);
    assertThrows(IllegalStateException.class, () -> engine.wrap(NOTHING, room()));
    assertThrows(IllegalStateException.class, () -> engine.unwrap(NOTHING, room()));
    assertThrows(IllegalStateException.class, () -> engine.wrap(NOTHING, null));
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
    assertEquals(Subject.HOST, engine.getPeerHost());
    assertEquals(443, engine.getPeerPort());
    engine.setUseClientMode(true);
    engine.setUseClientMode(false);
    engine.setUseClientMode(true);
    assertTrue(engine.getUseClientMode());
    engine.beginHandshake();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theModeStaysFromTheFirstHandshakeOn(Subject subject) throws Exception {
    SSLEngine begun = subject.newClient();
    begun.beginHandshake();
    assertModeStays(begun);
    EnginePair pair = subject.open();
    assertModeStays(pair.client.engine);
    assertThrows(IllegalArgumentException.class, () -> pair.server.engine.setUseClientMode(true));
  }

  private static void assertModeStays(SSLEngine engine) {
    assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(false));
    assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(true));
    assertTrue(engine.getUseClientMode());
  }

  // ---- statuses of a handshake

  @ParameterizedTest
  @MethodSource("subjects")
  void aServerWaits(Subject subject) throws Exception {
    SSLEngine server = subject.newServer();
    server.beginHandshake();
    assertEquals(HandshakeStatus.NEED_UNWRAP, server.getHandshakeStatus());
    assertResult(
        Status.BUFFER_UNDERFLOW, HandshakeStatus.NEED_UNWRAP, server.unwrap(NOTHING, room()));
    SSLEngineResult wrapped = server.wrap(ByteBuffer.allocate(5), room());
    assertResult(Status.OK, HandshakeStatus.NEED_UNWRAP, wrapped);
    assertMovedNothing(wrapped);
  }

  /** Kafka's clients wait for ever where it is NEED_TASK. */
  @ParameterizedTest
  @MethodSource("subjects")
  void aClientThatBeginsWantsToWrap(Subject subject) throws Exception {
    SSLEngine client = subject.newClient();
    client.beginHandshake();
    assertEquals(HandshakeStatus.NEED_WRAP, client.getHandshakeStatus());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClientBegins(Subject subject) throws Exception {
    SSLEngine client = subject.newClient();
    SSLEngineResult first = client.unwrap(NOTHING, room());
    assertMovedNothing(first);
    assertResult(
        Status.OK,
        subject.expects(
            Difference.CLIENT_BEGINS_WITH_A_TASK,
            HandshakeStatus.NEED_TASK,
            HandshakeStatus.NEED_WRAP),
        first);
    runTasks(client);
    assertEquals(HandshakeStatus.NEED_WRAP, client.getHandshakeStatus());
    assertResult(
        Status.BUFFER_OVERFLOW, HandshakeStatus.NEED_WRAP, client.wrap(NOTHING, buffer(0)));
    assertResult(
        Status.BUFFER_OVERFLOW, HandshakeStatus.NEED_WRAP, client.wrap(NOTHING, buffer(50)));
    SSLEngineResult hello = client.wrap(ByteBuffer.allocate(5), room());
    assertResult(Status.OK, HandshakeStatus.NEED_UNWRAP, hello);
    assertEquals(0, hello.bytesConsumed());
    assertMovedNothing(client.wrap(ByteBuffer.allocate(5), room()));
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size);
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** A server that has a hello and whose task nobody has run. */
  private static EnginePair withTask(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.deliver(pair.client.wrap(NOTHING));
    assertEquals(HandshakeStatus.NEED_TASK, pair.server.unwrap().getHandshakeStatus());
    return pair;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aTaskIsGivenOutOnceAndWaitedFor(Subject subject) throws Exception {
    EnginePair pair = withTask(subject);
    SSLEngine server = pair.server.engine;
    Runnable task = server.getDelegatedTask();
    assertNotNull(task);
    assertNull(server.getDelegatedTask());
    assertEquals(HandshakeStatus.NEED_TASK, server.getHandshakeStatus());
    assertResult(Status.OK, HandshakeStatus.NEED_TASK, server.wrap(NOTHING, room()));
    SSLEngineResult early = server.unwrap(ByteBuffer.wrap(new byte[] {22, 3, 3, 0}), room());
    assertEquals(HandshakeStatus.NEED_TASK, early.getHandshakeStatus());
    assertMovedNothing(early);

    Future<?> run = workers.submit(task);
    run.get(20, TimeUnit.SECONDS);
    task.run(); // once more, in vain
    assertNull(server.getDelegatedTask());
    assertEquals(HandshakeStatus.NEED_WRAP, server.getHandshakeStatus());
    pair.handshake();
    assertEquals(1, pair.server.finished());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anEngineMayBeUsedByAThreadForEachDirection(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    int records = 300;
    Future<?> sending =
        workers.submit(
            () -> {
              for (int i = 0; i < records; i++) {
                assertEquals(Status.OK, pair.client.engine.wrap(buffer(1000), room()).getStatus());
              }
              return null;
            });
    for (int i = 0; i < records; i++) {
      ByteBuffer record = pair.server.wrap(buffer(1000));
      assertEquals(1000, pair.client.engine.unwrap(record, room()).bytesProduced());
    }
    sending.get(20, TimeUnit.SECONDS);
  }

  // ---- buffers

  @ParameterizedTest
  @MethodSource("subjects")
  void argumentsAreChecked(Subject subject) throws Exception {
    SSLEngine engine = subject.open().client.engine;
    ByteBuffer readOnly = room().asReadOnlyBuffer();
    ByteBuffer[] hole = {null};
    assertThrows(ReadOnlyBufferException.class, () -> engine.wrap(NOTHING, readOnly));
    assertThrows(ReadOnlyBufferException.class, () -> engine.unwrap(NOTHING, readOnly));
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    assertThrows(illegal, () -> engine.wrap((ByteBuffer) null, room()));
    assertThrows(illegal, () -> engine.wrap(NOTHING, null));
    assertThrows(illegal, () -> engine.wrap((ByteBuffer[]) null, room()));
    assertThrows(illegal, () -> engine.wrap(null, 0, 1, room()));
    assertThrows(illegal, () -> engine.wrap(hole, 0, 1, room()));
    assertThrows(illegal, () -> engine.unwrap(null, room()));
    assertThrows(illegal, () -> engine.unwrap(NOTHING, (ByteBuffer) null));
    assertThrows(illegal, () -> engine.unwrap(NOTHING, null, 0, 1));
    assertThrows(illegal, () -> engine.unwrap(NOTHING, hole, 0, 1));
    Class<IndexOutOfBoundsException> bounds = IndexOutOfBoundsException.class;
    assertThrows(bounds, () -> engine.wrap(new ByteBuffer[1], 0, 2, room()));
    assertThrows(bounds, () -> engine.wrap(new ByteBuffer[1], -1, 1, room()));
    assertThrows(bounds, () -> engine.unwrap(NOTHING, new ByteBuffer[1], 0, 2));
    assertThrows(bounds, () -> engine.unwrap(NOTHING, new ByteBuffer[1], 2, 1));
    assertEquals(Status.OK, engine.wrap(buffer(5), room()).getStatus(), "nothing was harmed");
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anEmptyWrapIsNothing(Subject subject) throws Exception {
    SSLEngine engine = subject.open().client.engine;
    for (ByteBuffer[] sources : new ByteBuffer[][] {{}, {NOTHING}, {NOTHING, buffer(0)}}) {
      SSLEngineResult result = engine.wrap(sources, room());
      assertResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, result);
      assertMovedNothing(result);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void gathersAndScatters(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    ByteBuffer[] sources = {
      ascii("not this"),
      ascii("one "),
      NOTHING,
      ByteBuffer.allocateDirect(4).put(ascii("two ")),
      ascii("three").asReadOnlyBuffer(),
      ascii("nor that")
    };
    sources[3].flip();
    ByteBuffer record = room();
    SSLEngineResult wrapped = pair.client.engine.wrap(sources, 1, 4, record);
    assertEquals(13, wrapped.bytesConsumed());
    assertEquals(8, sources[0].remaining());
    assertEquals(8, sources[5].remaining());

    ByteBuffer[] targets = {buffer(3), buffer(4), NOTHING, ByteBuffer.allocateDirect(2), room()};
    SSLEngineResult unwrapped = pair.server.engine.unwrap(record.flip(), targets, 1, 4);
    assertEquals(13, unwrapped.bytesProduced());
    assertEquals(0, targets[0].position());
    assertEquals("one ", text(targets[1]));
    assertEquals("tw", text(targets[3]));
    assertEquals("o three", text(targets[4]));
  }

  /** Where the source stands in the array, before, at or behind the record. */
  @ParameterizedTest
  @MethodSource("subjects")
  void sealsIntoTheArrayThatHoldsTheSource(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    for (int from : new int[] {0, 3, 5, 8, 13, 20_000}) {
      byte[] shared = new byte[40_000];
      System.arraycopy("one two three".getBytes(StandardCharsets.US_ASCII), 0, shared, from, 13);
      ByteBuffer record = ByteBuffer.wrap(shared);
      pair.client.engine.wrap(ByteBuffer.wrap(shared, from, 13), record);

      ByteBuffer plain = room();
      pair.server.engine.unwrap(record.flip(), plain);
      assertEquals("one two three", text(plain), "from " + from);
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aRecordIsUnwrappedWholeOrNotAtAll(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    ByteBuffer two = room();
    pair.client.engine.wrap(buffer(10), two);
    int first = two.position();
    pair.client.engine.wrap(buffer(20), two);
    two.flip();
    for (int length = 0; length < first; length++) {
      ByteBuffer part = two.slice(0, length);
      SSLEngineResult result = pair.server.engine.unwrap(part, room());
      assertResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NOT_HANDSHAKING, result);
      assertMovedNothing(result);
    }
    for (int room = 0; room < 10; room++) {
      SSLEngineResult result = pair.server.engine.unwrap(two, buffer(room));
      assertResult(Status.BUFFER_OVERFLOW, HandshakeStatus.NOT_HANDSHAKING, result);
      assertMovedNothing(result);
    }
    SSLEngineResult result =
        pair.server.engine.unwrap(two, buffer(subject.expects(Difference.EXACT_ROOM, 10, 40_000)));
    assertEquals(10, result.bytesProduced());
    assertEquals(first, result.bytesConsumed());
    assertEquals(20, pair.server.engine.unwrap(two, room()).bytesProduced());
    assertFalse(two.hasRemaining());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void sealsWholeRecordsOrNothing(Subject subject) throws Exception {
    SSLEngine engine = subject.open().client.engine;
    int sealed = engine.wrap(buffer(64), room()).bytesProduced();
    int packet = engine.getSession().getPacketBufferSize();
    for (int room : new int[] {0, 1, 5, sealed - 1}) {
      SSLEngineResult result = engine.wrap(buffer(64), buffer(room));
      assertResult(Status.BUFFER_OVERFLOW, HandshakeStatus.NOT_HANDSHAKING, result);
      assertMovedNothing(result);
    }
    int enough = subject.expects(Difference.EXACT_ROOM, sealed, packet);
    assertEquals(64, engine.wrap(buffer(64), buffer(enough)).bytesConsumed());
    ByteBuffer large = buffer(50_000);
    SSLEngineResult one = engine.wrap(large, buffer(200_000));
    assertTrue(one.bytesConsumed() <= 16_384 && one.bytesProduced() <= packet, "one record");
  }

  // ---- once more

  @ParameterizedTest
  @MethodSource("tls13")
  void beginningAnewChangesTheKeysOfTls13(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    pair.client.engine.beginHandshake();
    assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    ByteBuffer update = room();
    assertResult(
        Status.OK,
        subject.expects(
            Difference.FINISHED_ONCE, HandshakeStatus.NOT_HANDSHAKING, HandshakeStatus.FINISHED),
        pair.client.engine.wrap(NOTHING, update));
    assertResult(
        Status.OK,
        subject.expects(
            Difference.KEY_UPDATE_IS_ANSWERED_WITH_DATA,
            HandshakeStatus.NOT_HANDSHAKING,
            HandshakeStatus.NEED_WRAP),
        pair.server.engine.unwrap(update.flip(), room()));
    assertTalks(pair);
  }

  @ParameterizedTest
  @MethodSource("tls12")
  void beginningAnewInTls12(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    if (subject.has(Difference.NO_RENEGOTIATION)) {
      assertThrows(SSLException.class, pair.client.engine::beginHandshake);
      assertTalks(pair);
    } else {
      pair.client.engine.beginHandshake();
      assertEquals(HandshakeStatus.NEED_WRAP, pair.client.engine.getHandshakeStatus());
    }
  }

  private static void assertTalks(EnginePair pair) throws Exception {
    for (End[] way : new End[][] {{pair.client, pair.server}, {pair.server, pair.client}}) {
      pair.send(way[0], way[1], "hello");
      way[1].app.clear();
      while (way[1].in.hasRemaining()) {
        way[1].unwrap();
      }
      assertEquals("hello", way[1].read());
    }
  }

  // ---- the end

  @ParameterizedTest
  @MethodSource("subjects")
  void anEngineThatDidNothingClosesWithoutAWord(Subject subject) throws Exception {
    SSLEngine engine = subject.newClient();
    engine.closeOutbound();
    assertDone(subject.has(Difference.CANCELLED_IS_OVER), true, engine);
    SSLEngineResult wrapped = engine.wrap(NOTHING, room());
    assertResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, wrapped);
    assertMovedNothing(wrapped);
    assertThrows(SSLException.class, engine::beginHandshake);
    engine.closeInbound();
    assertDone(true, true, engine);
    assertEquals(Status.CLOSED, engine.unwrap(NOTHING, room()).getStatus());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void withoutAWayInNothingBegins(Subject subject) throws Exception {
    SSLEngine engine = subject.newClient();
    engine.closeInbound();
    assertDone(true, false, engine);
    assertResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, engine.unwrap(NOTHING, room()));
    SSLEngineResult wrapped = engine.wrap(NOTHING, room());
    assertResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, wrapped);
    assertMovedNothing(wrapped);
    assertThrows(SSLException.class, engine::beginHandshake);
    engine.closeOutbound();
    assertDone(true, true, engine);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aClientCancelsItsHandshake(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    SSLEngine client = pair.client.engine;
    client.beginHandshake();
    pair.client.runTasks();
    pair.client.wrap(NOTHING);
    client.closeOutbound();
    assertEquals(HandshakeStatus.NEED_WRAP, client.getHandshakeStatus());
    ByteBuffer alerts = room();
    for (int i = 0; !client.isOutboundDone(); i++) {
      assertTrue(i < 10, "it has an end");
      client.wrap(NOTHING, alerts.limit(40_000));
    }
    assertEquals(21, alerts.get(0));
    assertEquals(90, alerts.get(6), "user_canceled (RFC 8446 §6.1)");
    assertEquals(Status.CLOSED, client.wrap(NOTHING, room()).getStatus());
    assertTrue(client.isOutboundDone());
    if (subject.has(Difference.CANCELLED_IS_OVER)) {
      assertEquals(HandshakeStatus.NOT_HANDSHAKING, client.getHandshakeStatus());
      client.closeInbound();
    } else {
      assertEquals(HandshakeStatus.NEED_UNWRAP, client.getHandshakeStatus());
      assertThrows(SSLException.class, client::closeInbound);
    }
    assertDone(true, true, client);
    assertEquals("SSL_NULL_WITH_NULL_NULL", client.getSession().getCipherSuite());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aServerCancelsItsHandshake(Subject subject) throws Exception {
    EnginePair pair = withTask(subject);
    SSLEngine server = pair.server.engine;
    pair.server.runTasks();
    server.closeOutbound();
    for (int i = 0; !server.isOutboundDone(); i++) {
      assertTrue(i < 10, "it has an end");
      assertEquals(HandshakeStatus.NEED_WRAP, server.getHandshakeStatus());
      pair.client.deliver(pair.server.wrap(NOTHING));
    }
    assertEquals(Status.CLOSED, server.wrap(NOTHING, room()).getStatus());
    if (subject.has(Difference.CANCELLED_IS_OVER)) {
      server.closeInbound();
    } else {
      assertThrows(SSLException.class, server::closeInbound);
    }
    assertDone(true, true, server);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aTruncatedEndIsToldOnce(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    SSLEngine engine = pair.client.engine;
    assertThrows(SSLException.class, engine::closeInbound);
    assertDone(true, false, engine);
    engine.closeInbound();
    assertEquals(Status.CLOSED, engine.unwrap(NOTHING, room()).getStatus());
    assertEquals(4, engine.wrap(buffer(4), room()).bytesConsumed(), "the way out is open");
    assertThrows(SSLException.class, engine::beginHandshake);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aTruncatedHandshakeIsTold(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    SSLEngine engine = pair.client.engine;
    engine.beginHandshake();
    pair.client.runTasks();
    pair.client.wrap(NOTHING);
    assertThrows(SSLException.class, engine::closeInbound);
    assertTrue(engine.isInboundDone());
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    assertEquals(Status.CLOSED, engine.wrap(NOTHING, room()).getStatus());
    engine.closeInbound();
    assertEquals(
        subject.has(Difference.CANCELLED_IS_OVER), engine.isOutboundDone(), "alert was wrapped");
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anotherHandshakeAfterTheEndIsRefused(Subject subject) throws Exception {
    SSLEngine engine = subject.open().client.engine;
    engine.closeOutbound();
    engine.wrap(NOTHING, room());
    SSLEngineResult late = engine.wrap(buffer(5), room());
    assertResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, late);
    assertMovedNothing(late);
    assertMovedNothing(engine.wrap(buffer(5), buffer(0)));
    engine.closeOutbound();
    assertThrows(SSLException.class, engine::beginHandshake);
  }

  // ---- failures

  @ParameterizedTest
  @MethodSource("subjects")
  void nonsenseInAHandshakeIsAnsweredWithAnAlert(Subject subject) throws Exception {
    SSLEngine server = subject.newServer();
    ByteBuffer nonsense = ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ByteBuffer alert = failure(subject, server, nonsense);
    assertEquals(21, alert.get(0));
    assertEquals(2, alert.get(5), "fatal");
    assertEquals("SSL_NULL_WITH_NULL_NULL", server.getSession().getCipherSuite());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aForgedRecordEndsBothEnds(Subject subject) throws Exception {
    EnginePair pair = subject.open();
    ByteBuffer record = pair.client.wrap(buffer(100));
    record.put(50, (byte) (record.get(50) ^ 1));
    ByteBuffer alert = failure(subject, pair.server.engine, record);

    SSLEngine told = pair.client.engine;
    SSLException heard = assertThrows(SSLException.class, () -> told.unwrap(alert, room()));
    assertTrue(heard.getMessage().contains("bad_record_mac"), heard.getMessage());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, told.getHandshakeStatus());
    assertDone(true, true, told);
    assertEnded(subject, told, heard);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anAlertEndsAHandshake(Subject subject) throws Exception {
    EnginePair pair = subject.pair();
    SSLEngine client = pair.client.engine;
    client.beginHandshake();
    pair.client.runTasks();
    pair.client.wrap(NOTHING);
    ByteBuffer alert = ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 2, 2, 80});
    SSLException heard = assertThrows(SSLException.class, () -> client.unwrap(alert, room()));
    assertTrue(heard.getMessage().contains("internal_error"), heard.getMessage());
    assertDone(true, true, client);
    assertEnded(subject, client, heard);
  }

  /** The alert of an engine that fails on this input. */
  private static ByteBuffer failure(Subject subject, SSLEngine engine, ByteBuffer input)
      throws SSLException {
    ByteBuffer alert = room();
    SSLException reason;
    if (subject.has(Difference.ALERT_FIRST)) {
      assertResult(Status.OK, HandshakeStatus.NEED_WRAP, engine.unwrap(input, room()));
      engine.wrap(NOTHING, alert);
      reason = assertThrows(SSLException.class, () -> engine.unwrap(NOTHING, room()));
    } else {
      reason = assertThrows(SSLException.class, () -> engine.unwrap(input, room()));
      assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
      for (int i = 0; i < 3 && alert.position() == 0; i++) {
        engine.wrap(NOTHING, alert);
      }
    }
    assertTrue(alert.position() >= 7, "the peer is told");
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
    assertDone(true, true, engine);
    assertEnded(subject, engine, reason);
    return alert.flip();
  }

  private static void assertEnded(Subject subject, SSLEngine engine, SSLException reason)
      throws SSLException {
    assertThrows(SSLException.class, engine::beginHandshake);
    if (subject.has(Difference.ALERT_FIRST)) {
      assertSame(reason, assertThrows(SSLException.class, () -> engine.wrap(NOTHING, room())));
      assertSame(reason, assertThrows(SSLException.class, () -> engine.unwrap(NOTHING, room())));
      assertSame(reason, assertThrows(SSLException.class, engine::closeInbound));
    } else {
      assertEquals(Status.CLOSED, engine.wrap(NOTHING, room()).getStatus());
      assertEquals(Status.CLOSED, engine.unwrap(NOTHING, room()).getStatus());
      engine.closeInbound();
    }
    engine.closeOutbound();
    assertDone(true, true, engine);
  }
}
