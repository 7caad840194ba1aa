package org.dpk.consumers.netty;

import static io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import static io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import static org.dpk.consumers.netty.Wire.handlers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ALPN as Netty's {@code JdkSslContext} negotiates it; the JDK's engine is the control. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NettyAlpnIT {

  private static final String[] OWN = {"h2", "http/1.1"};

  /** What each end has to say of the handshake. */
  private record Outcome(
      @Nullable Throwable server,
      @Nullable Throwable client,
      @Nullable String chosenAtServer,
      @Nullable String chosenAtClient) {}

  @ParameterizedTest
  @EnumSource
  void theServersFirstChoiceWins(Ends ends) throws Exception {
    Outcome outcome = shake(ends, SelectorFailureBehavior.FATAL_ALERT, "http/1.1", "h2");
    assertEquals(new Outcome(null, null, "h2", "h2"), outcome);
  }

  @ParameterizedTest
  @EnumSource
  void theOnlyOneInCommonIsTaken(Ends ends) throws Exception {
    Outcome outcome = shake(ends, SelectorFailureBehavior.FATAL_ALERT, "spdy/3", "http/1.1");
    assertEquals(new Outcome(null, null, "http/1.1", "http/1.1"), outcome);
  }

  @ParameterizedTest
  @EnumSource
  void aClientWithoutAlpnIsServed(Ends ends) throws Exception {
    assertEquals(
        new Outcome(null, null, null, null), shake(ends, SelectorFailureBehavior.FATAL_ALERT));
  }

  @ParameterizedTest
  @EnumSource
  void withoutOneInCommonTheServerGoesOnIfItIsToldTo(Ends ends) throws Exception {
    assertEquals(
        new Outcome(null, null, null, null),
        shake(ends, SelectorFailureBehavior.NO_ADVERTISE, "mqtt"));
  }

  /** RFC 7301 §3.2. */
  @ParameterizedTest
  @EnumSource
  void withoutOneInCommonTheServerRefusesIfItIsToldTo(Ends ends) throws Exception {
    Outcome outcome = shake(ends, SelectorFailureBehavior.FATAL_ALERT, "mqtt");
    assertInstanceOf(SSLException.class, outcome.server());
    assertNotNull(outcome.client());
    assertTrue(
        ends == Ends.CERTIFICATES // whose alert does not arrive each time
            || outcome
                .client()
                .getMessage()
                .startsWith("Received fatal alert: no_application_protocol"),
        outcome.client()::toString);
    assertNull(outcome.chosenAtClient());
  }

  private static Outcome shake(Ends ends, SelectorFailureBehavior behaviour, String... offered)
      throws Exception {
    SslContext server = sslContext(ends.server(), false, behaviour, OWN);
    SslContext client = sslContext(ends.client(), true, behaviour, offered);
    try (Wire wire = new Wire()) {
      Received served = new Received();
      int port =
          wire.listen(
              channel ->
                  handlers(server.newHandler(channel.alloc(), wire.threads().tasks()), served));
      Channel channel =
          wire.connect(
              port,
              connected ->
                  handlers(
                      client.newHandler(
                          connected.alloc(), Wiring.HOST, port, wire.threads().tasks()),
                      new Received()));
      SslHandler atServer = served.channel().pipeline().get(SslHandler.class);
      SslHandler atClient = channel.pipeline().get(SslHandler.class);
      return new Outcome(
          atServer.handshakeFuture().await().cause(),
          atClient.handshakeFuture().await().cause(),
          atServer.applicationProtocol(),
          atClient.applicationProtocol());
    }
  }

  private static SslContext sslContext(
      SSLContext context, boolean client, SelectorFailureBehavior behaviour, String... protocols) {
    ApplicationProtocolConfig alpn =
        protocols.length == 0
            ? ApplicationProtocolConfig.DISABLED
            : new ApplicationProtocolConfig(
                Protocol.ALPN, behaviour, SelectedListenerFailureBehavior.ACCEPT, protocols);
    return new JdkSslContext(
        context,
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        alpn,
        client ? ClientAuth.NONE : ClientAuth.REQUIRE);
  }
}
