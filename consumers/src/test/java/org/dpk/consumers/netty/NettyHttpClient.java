package org.dpk.consumers.netty;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.http.HttpOrigin;

/** One connection that posts, one request after the other, by the protocol that it insists on. */
public final class NettyHttpClient implements AutoCloseable {

  private static final int MAX_BODY = 8 << 20;
  private static final int PATIENCE = 60;

  private final EventLoops threads = new EventLoops(1);
  private final HttpOrigin origin;
  private final String protocol;
  private final Channel connection;

  /**
   * @param protocol by its name in ALPN
   */
  public NettyHttpClient(SSLContext context, HttpOrigin origin, String protocol) throws Exception {
    this.origin = origin;
    this.protocol = protocol;
    SslContext client = sslContext(context, protocol);
    Speaking speaking = new Speaking(origin.principal());
    connection =
        new Bootstrap()
            .group(threads.loops())
            .channel(NioSocketChannel.class)
            .handler(
                initializer(
                    channel -> {
                      secure(channel, client, origin.uri().getHost(), port(), threads.tasks());
                      channel.pipeline().addLast(speaking);
                    }))
            .connect(origin.uri().getHost(), port())
            .sync()
            .channel();
    try {
      String chosen = speaking.protocol.get(PATIENCE, TimeUnit.SECONDS);
      assertTrue(chosen.equals(protocol) || !isHttp2(), chosen);
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  private int port() {
    return origin.uri().getPort();
  }

  private boolean isHttp2() {
    return protocol.equals(ApplicationProtocolNames.HTTP_2);
  }

  // example: netty client
  static SslContext sslContext(SSLContext context, String... protocols) {
    return new JdkSslContext(
        context,
        true, // a client
        null, // the context's own cipher suites
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            protocols),
        ClientAuth.NONE); // asked of servers only
  }

  static void secure(Channel channel, SslContext context, String host, int port, Executor tasks) {
    channel.pipeline().addLast(context.newHandler(channel.alloc(), host, port, tasks));
  }

  // end

  /**
   * @return the answer's body
   */
  public byte[] post(String path, byte[] body) throws Exception {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, path, Unpooled.wrappedBuffer(body));
    request.headers().set(HOST, origin.uri().getAuthority()).set(CONTENT_LENGTH, body.length);
    request.headers().set(ExtensionHeaderNames.SCHEME.text(), "https");
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Channel stream = isHttp2() ? newStream(answer) : wholeConnection(answer);
    stream.writeAndFlush(request).addListener((ChannelFuture sent) -> failed(sent, answer));
    return answer.get(PATIENCE, TimeUnit.SECONDS);
  }

  private static void failed(ChannelFuture sent, CompletableFuture<byte[]> answer) {
    if (!sent.isSuccess()) {
      answer.completeExceptionally(sent.cause());
    }
  }

  private Channel newStream(CompletableFuture<byte[]> answer) throws InterruptedException {
    return new Http2StreamChannelBootstrap(connection)
        .handler(
            initializer(
                stream ->
                    stream
                        .pipeline()
                        .addLast(
                            new Http2StreamFrameToHttpObjectCodec(false),
                            new HttpObjectAggregator(MAX_BODY),
                            new Receiver(answer))))
        .open()
        .sync()
        .getNow();
  }

  private Channel wholeConnection(CompletableFuture<byte[]> answer) {
    if (connection.pipeline().get(Receiver.class) == null) {
      connection
          .pipeline()
          .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY), new Receiver(answer));
    } else {
      connection.pipeline().replace(Receiver.class, null, new Receiver(answer));
    }
    return connection;
  }

  private interface Initializer {
    void initialize(Channel channel);
  }

  private static ChannelHandler initializer(Initializer action) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        action.initialize(channel);
      }
    };
  }

  @Override
  public void close() throws InterruptedException {
    connection.close().sync();
    threads.close();
  }

  /** Ready for what the server says first. */
  private static final class Speaking extends ApplicationProtocolNegotiationHandler {

    private final String server;
    private final CompletableFuture<String> protocol = new CompletableFuture<>();

    Speaking(String server) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.server = server;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String chosen)
        throws Exception {
      assertEquals(server, NettyHttpServer.peerOf(context));
      if (chosen.equals(ApplicationProtocolNames.HTTP_2)) {
        context
            .pipeline()
            .addLast(
                Http2FrameCodecBuilder.forClient().build(),
                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
      }
      protocol.complete(chosen);
    }

    /** What fails before anything is sent is no exception in the pipeline. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent ended && !ended.isSuccess()) {
        protocol.completeExceptionally(ended.cause());
      }
      super.userEventTriggered(context, event);
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      protocol.completeExceptionally(cause);
      context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      protocol.completeExceptionally(cause);
      context.close();
    }
  }

  private static final class Receiver extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final CompletableFuture<byte[]> answer;

    Receiver(CompletableFuture<byte[]> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      assertEquals(HttpResponseStatus.OK, response.status());
      answer.complete(ByteBufUtil.getBytes(response.content()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer.completeExceptionally(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new IllegalStateException("the server closed"));
    }
  }
}
