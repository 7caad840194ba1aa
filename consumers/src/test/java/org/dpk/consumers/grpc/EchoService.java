package org.dpk.consumers.grpc;

import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A service of plain bytes, described by hand. */
final class EchoService implements BindableService {

  private static final String NAME = "org.dpk.consumers.Echo";
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();
  private static final io.grpc.Context.Key<String> CLIENT = io.grpc.Context.key("client");

  static final MethodDescriptor<byte[], byte[]> ECHO = method(MethodType.UNARY, "Echo");
  static final MethodDescriptor<byte[], byte[]> WHO = method(MethodType.UNARY, "Who");
  static final MethodDescriptor<byte[], byte[]> NEVER = method(MethodType.UNARY, "Never");
  static final MethodDescriptor<byte[], byte[]> STREAM =
      method(MethodType.BIDI_STREAMING, "Stream");

  private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
    return MethodDescriptor.newBuilder(BYTES, BYTES)
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
        .build();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerInterceptors.intercept(
        ServerServiceDefinition.builder(NAME)
            .addMethod(ECHO, ServerCalls.asyncUnaryCall(EchoService::echo))
            .addMethod(WHO, ServerCalls.asyncUnaryCall(EchoService::who))
            .addMethod(NEVER, ServerCalls.asyncUnaryCall((request, answer) -> {}))
            .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(EchoService::stream))
            .build(),
        new ClientInContext());
  }

  private static void echo(byte[] request, StreamObserver<byte[]> answer) {
    answer.onNext(request);
    answer.onCompleted();
  }

  private static void who(byte[] request, StreamObserver<byte[]> answer) {
    echo(CLIENT.get().getBytes(StandardCharsets.UTF_8), answer);
  }

  private static StreamObserver<byte[]> stream(StreamObserver<byte[]> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] request) {
        answer.onNext(request);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }

  // example: grpc peer
  static String peer(Attributes attributes) {
    try {
      return attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION).getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("a connection without TLS", e);
    }
  }

  // end

  /** Whom the channel is connected to. */
  static String serverOf(ManagedChannel channel) throws Exception {
    CompletableFuture<String> server = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call = channel.newCall(ECHO, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            server.complete(peer(call.getAttributes()));
          }
        },
        new Metadata());
    call.sendMessage(new byte[0]);
    call.halfClose();
    call.request(2);
    return server.get(20, TimeUnit.SECONDS);
  }

  private static final class ClientInContext implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return io.grpc.Contexts.interceptCall(
          io.grpc.Context.current().withValue(CLIENT, peer(call.getAttributes())),
          call,
          headers,
          next);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
