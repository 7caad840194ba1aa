package org.dpk.consumers.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dpk.consumers.ChainForAllTests;
import org.dpk.consumers.KeySource;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.jsse.AdmittedIdentities;
import org.dpk.psk.Psk;
import org.dpk.psk.PskJsseProvider;
import org.dpk.psk.PskKeyManager;
import org.dpk.psk.PskPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC over Netty, both ends. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class GrpcIT {

  private static final int PATIENCE = 30;

  // example: grpc
  static Server server(SSLContext context, EchoService service) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sslContext(http2(context, false))
        .keepAliveTime(1, TimeUnit.SECONDS) // a connection that was revoked ends at the next ping
        .addService(service)
        .build()
        .start();
  }

  static ManagedChannel channel(SSLContext context, String host, int port) {
    return NettyChannelBuilder.forAddress(host, port).sslContext(http2(context, true)).build();
  }

  static SslContext http2(SSLContext context, boolean client) {
    return new JdkSslContext(
        context,
        client,
        null, // the context's own cipher suites
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2),
        client ? ClientAuth.NONE : ClientAuth.REQUIRE);
  }

  // end

  /** A server and one channel to it. */
  private record Pair(Server server, ManagedChannel channel) implements AutoCloseable {

    static Pair of(SSLContext server, SSLContext client) throws Exception {
      Server started = GrpcIT.server(server, new EchoService());
      return new Pair(started, GrpcIT.channel(client, "localhost", started.getPort()));
    }

    byte[] call(byte[] request) {
      return ClientCalls.blockingUnaryCall(channel, EchoService.ECHO, CallOptions.DEFAULT, request);
    }

    String call(io.grpc.MethodDescriptor<byte[], byte[]> method) {
      return new String(
          ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, new byte[0]),
          StandardCharsets.UTF_8);
    }

    Stream stream() {
      Stream stream = new Stream();
      stream.requests =
          ClientCalls.asyncBidiStreamingCall(
              channel.newCall(EchoService.STREAM, CallOptions.DEFAULT), stream);
      return stream;
    }

    @Override
    public void close() throws InterruptedException {
      channel.shutdownNow();
      server.shutdownNow();
      assertTrue(channel.awaitTermination(PATIENCE, TimeUnit.SECONDS));
      assertTrue(server.awaitTermination(PATIENCE, TimeUnit.SECONDS));
    }
  }

  /** What came of a stream: answers, then its status. */
  private static final class Stream implements StreamObserver<byte[]> {

    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();
    private StreamObserver<byte[]> requests;

    @Override
    public void onNext(byte[] answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      end.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.add(Status.OK);
    }

    Status.Code end() throws InterruptedException {
      Status status = end.poll(PATIENCE, TimeUnit.SECONDS);
      return status == null ? Status.Code.UNKNOWN : status.getCode();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThousandCalls(KeySource keys) throws Exception {
    try (Pair pair = Pair.of(keys.server(), keys.client())) {
      for (int i = 0; i < 1000; i++) {
        byte[] request = ("call " + i).getBytes(StandardCharsets.US_ASCII);
        assertArrayEquals(request, pair.call(request));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamsBothWays(KeySource keys) throws Exception {
    try (Pair pair = Pair.of(keys.server(), keys.client())) {
      Stream stream = pair.stream();
      for (int i = 0; i < 100; i++) {
        stream.requests.onNext(new byte[10_000 + i]);
      }
      stream.requests.onCompleted();
      assertEquals(Status.Code.OK, stream.end());
      assertEquals(100, stream.answers.size());
      assertEquals(10_000, stream.answers.remove().length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsACall(KeySource keys) throws Exception {
    try (Pair pair = Pair.of(keys.server(), keys.client())) {
      assertArrayEquals(new byte[1], pair.call(new byte[1]));
      CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
      StatusRuntimeException late =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      pair.channel(), EchoService.NEVER, soon, new byte[1]));
      assertEquals(Status.Code.DEADLINE_EXCEEDED, late.getStatus().getCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachEndKnowsTheOther(KeySource keys) throws Exception {
    try (Pair pair = Pair.of(keys.server(), keys.client())) {
      assertEquals(keys.clientName(), pair.call(EchoService.WHO));
      assertEquals(keys.serverName(), EchoService.serverOf(pair.channel()));
    }
  }

  @Test
  void aRevocationEndsTheCallAndRefusesTheNext() throws Exception {
    DpkIdentity identity = RegistryFixture.newIdentity();
    AdmittedIdentities identities = ChainForAllTests.chain().identities();
    SSLContext client = AdmittedIdentities.context(identities.admit(identity));
    try (Pair pair = Pair.of(KeySource.AGREED.server(), client)) {
      Stream stream = pair.stream();
      stream.requests.onNext(new byte[1]);
      assertEquals(1, stream.answers.take().length);
      identities.revoke(identity);
      assertEquals(Status.Code.UNAVAILABLE, stream.end());
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> pair.call(new byte[1]));
      assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
    }
  }

  /** gRPC hands an engine's tasks to an executor of its own, whatever the application says. */
  @Test
  void aKeySourceIsNotAskedOnAnEventLoop() throws Exception {
    List<String> threads = new CopyOnWriteArrayList<>();
    PskKeyManager keys = PskKeyManager.of(Map.of("alice", KeySource.ALICE));
    PskKeyManager observed =
        new PskKeyManager() {
          @Override
          public Optional<Psk> forServer(PskPeer server) {
            threads.add(Thread.currentThread().getName());
            return keys.forServer(server);
          }

          @Override
          public Optional<Psk> forIdentity(byte[] wireIdentity) {
            threads.add(Thread.currentThread().getName());
            return keys.forIdentity(wireIdentity);
          }
        };
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {observed}, null, null);
    try (Pair pair = Pair.of(context, context)) {
      assertArrayEquals(new byte[1], pair.call(new byte[1]));
    }
    assertEquals(2, threads.size());
    assertFalse(threads.toString().contains("ELG"), threads::toString);
  }
}
