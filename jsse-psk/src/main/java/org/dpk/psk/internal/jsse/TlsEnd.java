package org.dpk.psk.internal.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Whoever speaks TLS for an engine: this module, or the provider of ordinary TLS that a client was
 * handed to. The methods mean what their namesakes of {@link javax.net.ssl.SSLEngine} do. Safe for
 * use by several threads.
 */
interface TlsEnd {

  boolean hasBegun();

  void beginHandshake() throws SSLException;

  HandshakeStatus handshakeStatus();

  @Nullable Runnable delegatedTask();

  SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
      throws SSLException;

  SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
      throws SSLException;

  void closeInbound() throws SSLException;

  boolean isInboundDone();

  void closeOutbound();

  boolean isOutboundDone();

  SSLSession session();

  @Nullable SSLSession handshakeSession();

  @Nullable String applicationProtocol();

  @Nullable String handshakeApplicationProtocol();

  /** Whether the handshake is complete, and the connection has not failed. */
  boolean isOpen();

  /** What is left for the handshake, in nanoseconds; null where none is under way. */
  @Nullable Long remainingNanos();

  /** What ended the connection; null while nothing has. */
  @Nullable SSLException failure();
}
