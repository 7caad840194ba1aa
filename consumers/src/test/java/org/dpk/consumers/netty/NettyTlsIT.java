package org.dpk.consumers.netty;

import static org.dpk.consumers.netty.Wire.handlers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.Mapping;
import io.netty.util.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Netty's {@code SslHandler} asks of an engine, from the first byte to the last. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NettyTlsIT {

  private static final int SHORT = 300;

  /** The build names the version of each run: the second one is not to be the first again. */
  @Test
  void theVersionIsTheOneOfThisRun() {
    assertEquals(
        System.getProperty("netty.version"),
        Version.identify().get("netty-handler").artifactVersion());
  }

  static Stream<Arguments> everyWay() {
    return Stream.of(Ends.values())
        .flatMap(
            keys ->
                Stream.of(Wiring.values())
                    .flatMap(
                        wiring ->
                            Stream.of(true, false)
                                .map(direct -> Arguments.of(keys, wiring, direct))));
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void movesAMegabyteEachWay(Ends keys, Wiring wiring, boolean direct) throws Exception {
    ByteBufAllocator allocator = new UnpooledByteBufAllocator(direct);
    byte[] data = new byte[1 << 20];
    new Random(3).nextBytes(data);
    SSLContext server = keys.server();
    SSLContext client = keys.client();
    try (Wire wire = new Wire(allocator)) {
      CompletableFuture<SslHandler> accepted = new CompletableFuture<>();
      int port =
          wire.listen(
              channel -> {
                SslHandler tls = wiring.server(server, channel, wire.threads().tasks());
                accepted.complete(tls);
                return handlers(tls, new EchoHandler());
              });
      for (int i = 0; i < 2; i++) { // the second time by a cached key, where there are any
        Received answer = new Received(data.length);
        Channel channel =
            wire.connect(
                port,
                connected ->
                    handlers(wiring.client(client, connected, wire.threads().tasks()), answer));
        channel.writeAndFlush(channel.alloc().buffer(data.length).writeBytes(data));
        assertArrayEquals(data, answer.all());
        assertEquals(keys.serverName(), peer(channel.pipeline().get(SslHandler.class)));
        assertEquals(keys.clientName(), peer(accepted.get()));
      }
    }
  }

  private static String peer(SslHandler tls) throws SSLException {
    return tls.engine().getSession().getPeerPrincipal().getName();
  }

  private static SslHandler client(Ends keys, Channel channel, Wire wire) {
    try {
      return Wiring.ENGINE_WITH_EXECUTOR.client(keys.client(), channel, wire.threads().tasks());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static SslHandler server(Ends keys, Channel channel, Wire wire) {
    try {
      return Wiring.ENGINE_WITH_EXECUTOR.server(keys.server(), channel, wire.threads().tasks());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatDoesNotReadMakesTheChannelUnwritable(Ends keys) throws Exception {
    byte[] data = new byte[16 << 20];
    new Random(5).nextBytes(data);
    try (Wire wire = new Wire()) {
      Received sender = new Received();
      int port = wire.listen(channel -> handlers(server(keys, channel, wire), sender));
      Received answer = new Received(data.length);
      Channel reader = wire.connect(port, channel -> handlers(client(keys, channel, wire), answer));
      reader.pipeline().get(SslHandler.class).handshakeFuture().sync();
      reader.config().setAutoRead(false);
      ChannelFuture sent = sender.channel().writeAndFlush(Unpooled.wrappedBuffer(data));
      sender.awaitUnwritable();
      assertFalse(sent.isDone());
      reader.config().setAutoRead(true);
      assertArrayEquals(data, answer.all());
      sender.awaitWritableAgain();
      assertTrue(sent.sync().isSuccess());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatSaysNothingIsNotWaitedForLonger(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      int port = wire.listen(channel -> handlers(new ChannelInboundHandlerAdapter()));
      Received end = new Received();
      Channel channel =
          wire.connect(
              port,
              connected -> {
                SslHandler tls = client(keys, connected, wire);
                tls.setHandshakeTimeoutMillis(SHORT);
                return handlers(tls, end);
              });
      assertInstanceOf(SslHandshakeTimeoutException.class, handshakeFailure(channel));
      end.awaitGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSaysNothingIsNotWaitedForLonger(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      Received end = new Received();
      int port =
          wire.listen(
              channel -> {
                SslHandler tls = server(keys, channel, wire);
                tls.setHandshakeTimeoutMillis(SHORT);
                return handlers(tls, end);
              });
      wire.connect(port, channel -> handlers(new ChannelInboundHandlerAdapter()));
      assertInstanceOf(SslHandshakeTimeoutException.class, handshakeFailure(end.channel()));
      end.awaitGone();
    }
  }

  private static Throwable handshakeFailure(Channel channel) throws InterruptedException {
    return channel.pipeline().get(SslHandler.class).handshakeFuture().await().cause();
  }

  @ParameterizedTest
  @EnumSource
  void closeNotifyArrivesAndIsAnswered(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      Received served = new Received();
      int port = wire.listen(channel -> handlers(server(keys, channel, wire), served));
      Received end = new Received();
      Channel channel =
          wire.connect(
              port,
              connected -> {
                SslHandler tls = client(keys, connected, wire);
                tls.setCloseNotifyReadTimeout(20, TimeUnit.SECONDS);
                return handlers(tls, end);
              });
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      tls.handshakeFuture().sync();
      served.channel().pipeline().get(SslHandler.class).handshakeFuture().sync();
      channel.close();
      assertTrue(served.closeNotify().isSuccess());
      assertTrue(end.closeNotify().isSuccess(), () -> "" + tls.sslCloseFuture().cause());
      served.awaitGone();
      end.awaitGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsCutIsNotTakenForAnEnd(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      Received served = new Received();
      int port = wire.listen(channel -> handlers(server(keys, channel, wire), served));
      Channel channel =
          wire.connect(port, connected -> handlers(client(keys, connected, wire), new Received()));
      channel.pipeline().get(SslHandler.class).handshakeFuture().sync();
      served.channel().pipeline().get(SslHandler.class).handshakeFuture().sync();
      channel.eventLoop().submit(() -> channel.unsafe().closeForcibly()).sync();
      assertFalse(served.closeNotify().isSuccess());
      served.awaitGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingDoesNotWaitForAPeerThatDoesNotRead(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      Received sender = new Received();
      int port =
          wire.listen(
              channel -> {
                SslHandler tls = server(keys, channel, wire);
                tls.setCloseNotifyFlushTimeoutMillis(SHORT);
                return handlers(tls, sender);
              });
      Channel reader =
          wire.connect(port, channel -> handlers(client(keys, channel, wire), new Received()));
      reader.pipeline().get(SslHandler.class).handshakeFuture().sync();
      reader.config().setAutoRead(false);
      sender.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[16 << 20]));
      sender.awaitUnwritable();
      sender.channel().close();
      sender.awaitGone();
    }
  }

  /** RFC 8446 has no renegotiation, and ours of TLS 1.2 has none either: data goes on. */
  @ParameterizedTest
  @EnumSource(names = "STATIC")
  void renegotiationIsRefusedInTls12(Ends keys) throws Exception {
    try (Wire wire = new Wire()) {
      int port = wire.listen(channel -> handlers(server(keys, channel, wire), new EchoHandler()));
      Received answer = new Received(1);
      Channel channel =
          wire.connect(
              port,
              connected -> {
                SslHandler tls = client(keys, connected, wire);
                tls.engine().setEnabledProtocols(new String[] {"TLSv1.2"});
                return handlers(tls, answer);
              });
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      tls.handshakeFuture().sync();
      assertEquals("TLSv1.2", tls.engine().getSession().getProtocol());
      Throwable refusal = tls.renegotiate().await().cause();
      assertInstanceOf(SSLException.class, refusal);
      assertEquals("renegotiation is not supported", refusal.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anSniHandlerReadsTheNameInTheFirstRecord(Ends keys) throws Exception {
    SslContext ours = NettyHttpServer.sslContext(keys.server());
    SSLContext context = keys.client();
    try (Wire wire = new Wire()) {
      for (int i = 0; i < 2; i++) { // the second time by a cached key, where there are any
        CompletableFuture<String> asked = new CompletableFuture<>();
        Mapping<String, SslContext> byName =
            name -> {
              asked.complete(name);
              return ours;
            };
        int port = wire.listen(channel -> handlers(sni(byName, wire), new EchoHandler()));
        Received answer = new Received(5);
        Channel channel =
            wire.connect(
                port,
                connected -> {
                  SslHandler tls =
                      Wiring.ENGINE_WITH_EXECUTOR.client(
                          context, connected, wire.threads().tasks());
                  askFor("localhost", tls.engine());
                  return handlers(tls, answer);
                });
        channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
        assertEquals("hello", new String(answer.all(), StandardCharsets.US_ASCII));
        assertEquals("localhost", asked.get());
      }
    }
  }

  /** The JDK's engine, and ours, leave a name without a dot out where nobody insists on it. */
  private static void askFor(String name, SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    engine.setSSLParameters(parameters);
  }

  // example: netty sni
  static SniHandler sni(Mapping<String, SslContext> contexts, Wire wire) {
    return new SniHandler(contexts) {
      @Override
      protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        return context.newHandler(allocator, wire.threads().tasks());
      }
    };
  }

  // end

  @ParameterizedTest
  @EnumSource
  void anOptionalSslHandlerTellsTlsFromPlainText(Ends keys) throws Exception {
    SslContext ours = NettyHttpServer.sslContext(keys.server());
    SSLContext context = keys.client();
    try (Wire wire = new Wire()) {
      int port = wire.listen(channel -> handlers(optional(ours, wire), new EchoHandler()));
      for (int i = 0; i < 3; i++) {
        boolean plain = i == 2;
        Received answer = new Received(5);
        Channel channel =
            wire.connect(
                port,
                connected ->
                    plain
                        ? handlers(answer)
                        : handlers(
                            Wiring.ENGINE_WITH_EXECUTOR.client(
                                context, connected, wire.threads().tasks()),
                            answer));
        channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
        assertEquals("hello", new String(answer.all(), StandardCharsets.US_ASCII));
      }
    }
  }

  private static OptionalSslHandler optional(SslContext context, Wire wire) {
    return new OptionalSslHandler(context) {
      @Override
      protected SslHandler newSslHandler(
          io.netty.channel.ChannelHandlerContext at, SslContext chosen) {
        return chosen.newHandler(at.alloc(), wire.threads().tasks());
      }
    };
  }
}
