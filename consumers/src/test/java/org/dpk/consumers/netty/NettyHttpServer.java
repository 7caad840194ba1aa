package org.dpk.consumers.netty;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Answers each request with its own body, by HTTP/1.1 and by HTTP/2, whichever ALPN chooses. */
public final class NettyHttpServer implements AutoCloseable {

  private static final int MAX_BODY = 8 << 20;

  private final EventLoops threads = new EventLoops(4);
  private final Channel listener;

  /**
   * @param seen takes the name of each client's principal
   */
  public NettyHttpServer(SSLContext context, Set<String> seen) throws Exception {
    listener =
        new ServerBootstrap()
            .group(threads.loops())
            .channel(NioServerSocketChannel.class)
            .childHandler(new Connection(sslContext(context), threads.tasks(), seen))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() throws InterruptedException {
    listener.close().sync();
    threads.close();
  }

  // example: netty server
  static SslContext sslContext(SSLContext context) {
    return new JdkSslContext(
        context,
        false, // a server
        null, // the context's own cipher suites
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1),
        ClientAuth.REQUIRE);
  }

  static void secure(Channel channel, SslContext context, Executor tasks) {
    channel.pipeline().addLast(context.newHandler(channel.alloc(), tasks)); // with an executor!
  }

  // end

  private static final class Connection extends ChannelInitializer<Channel> {

    private final SslContext context;
    private final Executor tasks;
    private final Set<String> seen;

    Connection(SslContext context, Executor tasks, Set<String> seen) {
      this.context = context;
      this.tasks = tasks;
      this.seen = seen;
    }

    @Override
    protected void initChannel(Channel channel) {
      secure(channel, context, tasks);
      channel.pipeline().addLast(new ByProtocol(seen));
    }
  }

  private static final class ByProtocol extends ApplicationProtocolNegotiationHandler {

    private final Set<String> seen;

    ByProtocol(Set<String> seen) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.seen = seen;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol)
        throws SSLException {
      seen.add(peerOf(context));
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        http2(context.pipeline());
      } else {
        http1(context.pipeline());
      }
    }

    private static void http1(ChannelPipeline pipeline) {
      pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_BODY), new Echo());
    }

    private static void http2(ChannelPipeline pipeline) {
      pipeline.addLast(
          Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(new Stream()));
    }
  }

  // example: netty peer
  static String peerOf(ChannelHandlerContext context) throws SSLException {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    return tls.engine().getSession().getPeerPrincipal().getName();
  }

  // end

  private static final class Stream extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream
          .pipeline()
          .addLast(
              new Http2StreamFrameToHttpObjectCodec(true),
              new HttpObjectAggregator(MAX_BODY),
              new Echo());
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      FullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, request.content().retain());
      answer.headers().set(CONTENT_LENGTH, answer.content().readableBytes());
      context.writeAndFlush(answer);
    }
  }
}
