package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS keyed by a pre-shared key as an {@link SSLEngine}, modelled on how the JDK's engine behaves.
 *
 * <p>What may block runs as a delegated task. A server that has certificates, too, hands a client
 * of ordinary TLS to the JDK's engine, and from then on is that engine. Safe for use by several
 * threads.
 */
class PskEngine extends ConfigurableEngine {

  private final PskEnd own;
  private volatile TlsEnd end;

  PskEngine(PskContext context, @Nullable String host, int port) {
    super(context, host, port);
    this.own = new PskEnd(this);
    this.end = own;
  }

  void handOver(TlsEnd to) {
    end = to;
  }

  TlsEnd end() {
    return end;
  }

  @Override
  boolean hasBegun() {
    return end.hasBegun();
  }

  /** Says what is to be closed when this connection is revoked. */
  void carriedBy(Transport carrier) {
    own.carriedBy(carrier);
  }

  /**
   * The peer may no longer be connected: its key agreement said so.
   *
   * @return what carries the connection and is to be closed; null where there is nothing to do
   */
  @Nullable Transport revoke() {
    return own.revoke();
  }

  // ---- the handshake

  @Override
  public void beginHandshake() throws SSLException {
    end.beginHandshake();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return end.handshakeStatus();
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return end.delegatedTask();
  }

  /** Whether the handshake is complete, and the connection has not failed. */
  boolean isOpen() {
    return end.isOpen();
  }

  /** What is left for the handshake, in nanoseconds; null where none is under way. */
  @Nullable Long remainingNanos() {
    return end.remainingNanos();
  }

  /** What ended the connection; null while nothing has. */
  @Nullable SSLException failure() {
    return end.failure();
  }

  // ---- data

  @Override
  public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException {
    requireMode();
    Buffers.of(srcs, offset, length);
    Buffers.of(dst).requireWritable();
    return end.wrap(srcs, offset, length, dst);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException {
    requireMode();
    Buffers.of(src);
    Buffers.of(dsts, offset, length).requireWritable();
    return end.unwrap(src, dsts, offset, length);
  }

  // ---- the end

  @Override
  public void closeInbound() throws SSLException {
    end.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return end.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    end.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return end.isOutboundDone();
  }

  // ---- what was negotiated

  @Override
  public SSLSession getSession() {
    return end.session();
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return end.handshakeSession();
  }

  @Override
  public @Nullable String getApplicationProtocol() {
    return end.applicationProtocol();
  }

  @Override
  public @Nullable String getHandshakeApplicationProtocol() {
    return end.handshakeApplicationProtocol();
  }
}
