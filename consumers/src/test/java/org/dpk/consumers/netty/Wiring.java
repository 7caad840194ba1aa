package org.dpk.consumers.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** How an application comes by an {@link SslHandler}, on an event loop or beside it. */
enum Wiring {
  ENGINE_WITH_TASKS_ON_THE_LOOP,
  ENGINE_WITH_EXECUTOR,
  SSL_CONTEXT_WITH_TASKS_ON_THE_LOOP,
  SSL_CONTEXT_WITH_EXECUTOR;

  static final String HOST = "localhost";

  private static final int PORT = 8443;

  SslHandler server(SSLContext context, Channel channel, Executor tasks) {
    return switch (this) {
      case ENGINE_WITH_TASKS_ON_THE_LOOP -> new SslHandler(engine(context, false));
      case ENGINE_WITH_EXECUTOR -> new SslHandler(engine(context, false), tasks);
      case SSL_CONTEXT_WITH_TASKS_ON_THE_LOOP ->
          sslContext(context, false).newHandler(channel.alloc());
      case SSL_CONTEXT_WITH_EXECUTOR ->
          sslContext(context, false).newHandler(channel.alloc(), tasks);
    };
  }

  SslHandler client(SSLContext context, Channel channel, Executor tasks) {
    return switch (this) {
      case ENGINE_WITH_TASKS_ON_THE_LOOP -> new SslHandler(engine(context, true));
      case ENGINE_WITH_EXECUTOR -> new SslHandler(engine(context, true), tasks);
      case SSL_CONTEXT_WITH_TASKS_ON_THE_LOOP ->
          sslContext(context, true).newHandler(channel.alloc(), HOST, PORT);
      case SSL_CONTEXT_WITH_EXECUTOR ->
          sslContext(context, true).newHandler(channel.alloc(), HOST, PORT, tasks);
    };
  }

  private static SSLEngine engine(SSLContext context, boolean client) {
    SSLEngine engine = client ? context.createSSLEngine(HOST, PORT) : context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setNeedClientAuth(!client);
    return engine;
  }

  private static JdkSslContext sslContext(SSLContext context, boolean client) {
    return new JdkSslContext(context, client, client ? ClientAuth.NONE : ClientAuth.REQUIRE);
  }
}
