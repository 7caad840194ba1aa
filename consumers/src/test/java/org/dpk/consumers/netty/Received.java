package org.dpk.consumers.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The end of a pipeline: what came out of it, and how it ended. */
final class Received extends SimpleChannelInboundHandler<ByteBuf> {

  private static final int PATIENCE = 20;

  private final int expected;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Channel> channel = new CompletableFuture<>();
  private final CompletableFuture<byte[]> all = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final CompletableFuture<SslCloseCompletionEvent> closeNotify = new CompletableFuture<>();
  private final CompletableFuture<Void> writable = new CompletableFuture<>();
  private final CompletableFuture<Void> unwritable = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  Received() {
    this(0);
  }

  /**
   * @param expected how many bytes are to come
   */
  Received(int expected) {
    this.expected = expected;
  }

  Channel channel() throws Exception {
    return channel.get(PATIENCE, TimeUnit.SECONDS);
  }

  byte[] all() throws Exception {
    return all.get(PATIENCE, TimeUnit.SECONDS);
  }

  Throwable failure() throws Exception {
    return failure.get(PATIENCE, TimeUnit.SECONDS);
  }

  /** The peer's close_notify, or what came in its place. */
  SslCloseCompletionEvent closeNotify() throws Exception {
    return closeNotify.get(PATIENCE, TimeUnit.SECONDS);
  }

  void awaitUnwritable() throws Exception {
    unwritable.get(PATIENCE, TimeUnit.SECONDS);
  }

  void awaitWritableAgain() throws Exception {
    writable.get(PATIENCE, TimeUnit.SECONDS);
  }

  void awaitGone() throws Exception {
    gone.get(PATIENCE, TimeUnit.SECONDS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel.complete(context.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf data) throws Exception {
    data.readBytes(bytes, data.readableBytes());
    if (bytes.size() >= expected) {
      all.complete(bytes.toByteArray());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    (context.channel().isWritable() ? writable : unwritable).complete(null);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslCloseCompletionEvent close) {
      closeNotify.complete(close);
      context.close(); // Netty leaves it open: in TLS 1.3 each direction ends by itself
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failure.complete(cause);
    all.completeExceptionally(cause);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all.completeExceptionally(new IllegalStateException("closed after " + bytes.size()));
    gone.complete(null);
  }
}
