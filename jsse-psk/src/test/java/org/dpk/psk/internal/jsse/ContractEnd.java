package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * An application that uses an engine as its documentation says, and checks at each call what the
 * documentation promises. Buffers grow by the sizes of the session, and only when they are too
 * small.
 */
final class ContractEnd {

  /** Where buffers live. */
  enum Memory {
    HEAP,
    DIRECT;

    ByteBuffer allocate(int size) {
      return this == HEAP ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
    }
  }

  /** How large they begin, and how much comes at once. */
  enum Room {
    TINY,
    LARGE
  }

  final SSLEngine engine;
  private final Memory memory;
  private final Room room;
  private final ExecutorService workers;
  private final ByteBuffer wire = ByteBuffer.allocate(1 << 19).limit(0);
  private ByteBuffer received;
  private ByteBuffer packet;
  private ByteBuffer plain;
  private int finished;

  ContractEnd(SSLEngine engine, Memory memory, Room room, ExecutorService workers) {
    this.engine = engine;
    this.memory = memory;
    this.room = room;
    this.workers = workers;
    int first = room == Room.TINY ? 1 : 1 << 18;
    received = memory.allocate(first).limit(0);
    packet = memory.allocate(first);
    plain = memory.allocate(first);
  }

  /** How often FINISHED was reported. */
  int finished() {
    return finished;
  }

  private void arrive(ByteBuffer bytes) {
    wire.compact().put(bytes).flip();
  }

  /** One step of a handshake; whether anything moved. */
  boolean step(ContractEnd peer) throws Exception {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        runTasks();
        return true;
      }
      case NEED_WRAP -> {
        return wrap(ByteBuffer.allocate(0), peer).getStatus() == Status.OK;
      }
      case NEED_UNWRAP -> {
        return unwrap().getStatus() == Status.OK;
      }
      default -> {
        return false;
      }
    }
  }

  /** In another thread, one after the other, until there is none. */
  private void runTasks() throws Exception {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      workers.submit(task).get(20, TimeUnit.SECONDS);
    }
    assertNull(engine.getDelegatedTask());
    assertNotEquals(HandshakeStatus.NEED_TASK, engine.getHandshakeStatus());
  }

  /** Until it is not too small any more. */
  SSLEngineResult wrap(ByteBuffer source, ContractEnd peer) throws SSLException {
    while (true) {
      SSLEngineResult result = checkedWrap(source);
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        peer.arrive(packet.flip());
        packet.clear();
        return result;
      }
      int size = engine.getSession().getPacketBufferSize();
      assertTrue(packet.capacity() < size, "a buffer of the session's size is never too small");
      packet = memory.allocate(size);
    }
  }

  private SSLEngineResult checkedWrap(ByteBuffer source) throws SSLException {
    int from = source.position();
    int to = packet.position();
    boolean mayTake = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    SSLEngineResult result = engine.wrap(source, packet);
    assertEquals(source.position() - from, result.bytesConsumed());
    assertEquals(packet.position() - to, result.bytesProduced());
    assertTrue(mayTake || result.bytesConsumed() == 0, "no data in the middle of a handshake");
    return checked(result);
  }

  /** Until there is room and enough to unwrap; underflow where the wire has no more. */
  SSLEngineResult unwrap() throws SSLException {
    while (true) {
      SSLEngineResult result = checkedUnwrap();
      switch (result.getStatus()) {
        case BUFFER_OVERFLOW -> grow();
        case BUFFER_UNDERFLOW -> {
          if (!wire.hasRemaining()) {
            return result;
          }
          fill();
        }
        default -> {
          return result;
        }
      }
    }
  }

  private void grow() {
    int size = engine.getSession().getApplicationBufferSize();
    assertTrue(plain.remaining() < size, "a buffer of the session's size is never too small");
    ByteBuffer larger = memory.allocate(plain.position() + size);
    plain = larger.put(plain.flip());
  }

  private void fill() {
    if (received.remaining() == received.capacity()) {
      int size = engine.getSession().getPacketBufferSize();
      assertTrue(received.capacity() < size, "a record is never longer than the session says");
      received = memory.allocate(size).put(received).flip();
    }
    received.compact();
    int some = Math.min(portion(), Math.min(wire.remaining(), received.remaining()));
    received.put(wire.slice(wire.position(), some)).flip();
    wire.position(wire.position() + some);
  }

  /** Byte by byte, unless that would take too long. */
  private int portion() {
    if (room == Room.LARGE) {
      return Integer.MAX_VALUE;
    }
    return wire.remaining() > 5_000 ? 777 : 1;
  }

  private SSLEngineResult checkedUnwrap() throws SSLException {
    int from = received.position();
    int to = plain.position();
    boolean handshaking = finished() == 0;
    SSLEngineResult result = engine.unwrap(received, plain);
    assertEquals(received.position() - from, result.bytesConsumed());
    assertEquals(plain.position() - to, result.bytesProduced());
    assertTrue(!handshaking || result.bytesProduced() == 0, "no data before FINISHED");
    return checked(result);
  }

  private SSLEngineResult checked(SSLEngineResult result) {
    boolean tooSmall =
        result.getStatus() == Status.BUFFER_OVERFLOW
            || result.getStatus() == Status.BUFFER_UNDERFLOW;
    if (tooSmall) {
      assertEquals(0, result.bytesConsumed() + result.bytesProduced());
    }
    HandshakeStatus now = engine.getHandshakeStatus();
    assertNotEquals(HandshakeStatus.FINISHED, now, "FINISHED is of results alone");
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      finished++;
    } else {
      assertEquals(result.getHandshakeStatus(), now);
    }
    return result;
  }

  void send(byte[] data, ContractEnd peer) throws SSLException {
    ByteBuffer source = memory.allocate(data.length).put(data).flip();
    do {
      assertEquals(Status.OK, wrap(source, peer).getStatus());
    } while (source.hasRemaining());
  }

  byte[] receive(int length) throws SSLException {
    plain.clear();
    while (plain.position() < length) {
      assertEquals(Status.OK, unwrap().getStatus());
    }
    byte[] data = new byte[plain.flip().remaining()];
    plain.get(data);
    plain.clear();
    return data;
  }
}
