package org.dpk.consumers.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLSessionBindingEvent;
import javax.net.ssl.SSLSessionBindingListener;

// example: netty revocation
/** Behind the SslHandler: closes a connection that is idle when its peer is revoked. */
final class CloseWhenRevoked extends ChannelInboundHandlerAdapter {

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent end && end.isSuccess()) {
      SslHandler tls = context.pipeline().get(SslHandler.class);
      tls.engine().getSession().putValue("the channel", new Bound(context));
    }
    context.fireUserEventTriggered(event);
  }

  private record Bound(ChannelHandlerContext context) implements SSLSessionBindingListener {

    @Override
    public void valueBound(SSLSessionBindingEvent event) {}

    @Override
    public void valueUnbound(SSLSessionBindingEvent event) {
      context.close();
    }
  }
}
// end
