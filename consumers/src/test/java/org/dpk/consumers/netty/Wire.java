package org.dpk.consumers.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Listeners and connections on the loopback address, with the pipelines that a test puts in. */
final class Wire implements AutoCloseable {

  private final EventLoops threads = new EventLoops(2);
  private final Deque<Channel> channels = new ArrayDeque<>();
  private final ByteBufAllocator allocator;

  Wire() {
    this(PooledByteBufAllocator.DEFAULT);
  }

  Wire(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  EventLoops threads() {
    return threads;
  }

  /**
   * @param handlers what each accepted connection gets
   * @return the port
   */
  int listen(Function<Channel, ChannelHandler[]> handlers) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(threads.loops())
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childHandler(initializer(handlers))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    channels.push(listener);
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  Channel connect(int port, Function<Channel, ChannelHandler[]> handlers)
      throws InterruptedException {
    Channel channel =
        new Bootstrap()
            .group(threads.loops())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, allocator)
            .handler(initializer(handlers))
            .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .sync()
            .channel();
    channels.push(channel);
    return channel;
  }

  private static ChannelHandler initializer(Function<Channel, ChannelHandler[]> handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handlers.apply(channel));
      }
    };
  }

  static ChannelHandler[] handlers(ChannelHandler... handlers) {
    return handlers;
  }

  @Override
  public void close() throws InterruptedException {
    for (Channel channel : channels) {
      channel.close().sync();
    }
    threads.close();
  }
}
