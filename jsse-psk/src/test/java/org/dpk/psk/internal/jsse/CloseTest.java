package org.dpk.psk.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class CloseTest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static EnginePair open(String protocol) throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    pair.client.engine.setEnabledProtocols(new String[] {protocol});
    return pair.handshake();
  }

  private static SSLEngineResult close(EnginePair.End from, EnginePair.End to) throws Exception {
    from.engine.closeOutbound();
    assertFalse(from.engine.isOutboundDone());
    assertEquals(HandshakeStatus.NEED_WRAP, from.engine.getHandshakeStatus());
    ByteBuffer out = ByteBuffer.allocate(20_000);
    SSLEngineResult result = from.engine.wrap(NOTHING, out);
    assertTrue(from.engine.isOutboundDone());
    to.deliver(out.flip());
    return result;
  }

  @Test
  void eachDirectionOfTls13ClosesByItself() throws Exception {
    EnginePair pair = open("TLSv1.3");
    assertEquals(Status.CLOSED, close(pair.client, pair.server).getStatus());
    assertEquals(
        Status.CLOSED, pair.client.engine.wrap(NOTHING, ByteBuffer.allocate(20_000)).getStatus());

    assertEquals(Status.CLOSED, pair.server.unwrap().getStatus());
    assertTrue(pair.server.engine.isInboundDone());
    assertFalse(pair.server.engine.isOutboundDone());
    pair.server.engine.closeInbound();
    pair.send(pair.server, pair.client, "last words");
    pair.client.unwrap();
    assertEquals("last words", pair.client.read());

    close(pair.server, pair.client);
    assertEquals(Status.CLOSED, pair.client.unwrap().getStatus());
    assertTrue(pair.client.engine.isInboundDone());
    assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.client.engine.getHandshakeStatus());
  }

  @Test
  void tls12ClosesBothDirections() throws Exception {
    EnginePair pair = open("TLSv1.2");
    close(pair.client, pair.server);
    SSLEngineResult result = pair.server.unwrap();
    assertEquals(Status.CLOSED, result.getStatus());
    assertEquals(HandshakeStatus.NEED_WRAP, result.getHandshakeStatus());
    pair.client.deliver(pair.server.wrap(NOTHING));
    assertTrue(pair.server.engine.isOutboundDone());
    assertEquals(Status.CLOSED, pair.client.unwrap().getStatus());
  }

  @Test
  void anEndWithoutCloseNotifyIsTold() throws Exception {
    EnginePair pair = open("TLSv1.3");
    assertThrows(SSLException.class, pair.client.engine::closeInbound);
    assertTrue(pair.client.engine.isInboundDone());
    pair.client.engine.closeInbound();
  }

  @Test
  void anEngineThatHasDoneNothingClosesSilently() throws Exception {
    SSLEngine engine = Contexts.fixed().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    engine.closeInbound();
    engine.closeOutbound();
    assertTrue(engine.isInboundDone() && engine.isOutboundDone());
    assertEquals(Status.CLOSED, engine.wrap(NOTHING, ByteBuffer.allocate(20_000)).getStatus());
    assertEquals(Status.CLOSED, engine.unwrap(NOTHING, NOTHING).getStatus());
  }

  @Test
  void aHandshakeIsCancelled() throws Exception {
    EnginePair pair = new EnginePair(Contexts.fixed(), Contexts.fixed(), "server.example", 443);
    pair.client.engine.beginHandshake();
    pair.client.runTasks();
    pair.server.deliver(pair.client.wrap(NOTHING));
    pair.client.engine.closeOutbound();
    pair.server.deliver(pair.client.wrap(NOTHING));
    assertTrue(pair.client.engine.isOutboundDone() && pair.client.engine.isInboundDone());
    assertFalse(((PskEngine) pair.client.engine).isOpen(), "it never was");
    assertEquals("SSL_NULL_WITH_NULL_NULL", pair.client.engine.getSession().getCipherSuite());
    pair.server.unwrap();
    pair.server.runTasks();
    assertEquals(Status.CLOSED, pair.client.engine.unwrap(NOTHING, NOTHING).getStatus());
  }

  @Test
  void closingWhileATaskRunsTakesEffectAfterIt() throws Exception {
    SSLEngine engine = Contexts.fixed().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    Runnable task = engine.getDelegatedTask();
    engine.closeOutbound();
    assertFalse(engine.isOutboundDone());
    task.run();
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    SSLEngineResult result = engine.wrap(NOTHING, ByteBuffer.allocate(20_000));
    assertEquals(Status.CLOSED, result.getStatus());
    assertTrue(engine.isOutboundDone());
  }

  @Test
  void aTaskIsGivenOutOnce() throws Exception {
    SSLEngine engine = Contexts.fixed().createSSLEngine("server.example", 443);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    Runnable task = engine.getDelegatedTask();
    assertEquals(null, engine.getDelegatedTask());
    assertEquals(HandshakeStatus.NEED_TASK, engine.getHandshakeStatus());
    ByteBuffer out = ByteBuffer.allocate(20_000);
    assertEquals(HandshakeStatus.NEED_TASK, engine.wrap(NOTHING, out).getHandshakeStatus());
    assertEquals(HandshakeStatus.NEED_TASK, engine.unwrap(NOTHING, out).getHandshakeStatus());
    task.run();
    task.run();
    assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
  }

  @Test
  void keysAreUpdatedOnRequest() throws Exception {
    EnginePair pair = open("TLSv1.3");
    for (int i = 0; i < 3; i++) {
      pair.client.engine.beginHandshake();
      pair.server.deliver(pair.client.wrap(NOTHING));
      pair.server.unwrap();
      pair.send(pair.client, pair.server, "with new keys");
      pair.server.unwrap();
      assertEquals("with new keys", pair.server.read());
      pair.send(pair.server, pair.client, "as well");
      while (pair.client.in.hasRemaining()) {
        pair.client.unwrap();
      }
      assertEquals("as well", pair.client.read());
    }
  }

  @Test
  void tls12DoesNotRenegotiate() throws Exception {
    EnginePair pair = open("TLSv1.2");
    assertThrows(SSLException.class, pair.client.engine::beginHandshake);
  }
}
