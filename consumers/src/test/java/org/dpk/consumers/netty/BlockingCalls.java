package org.dpk.consumers.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound sees Netty's event loops wait for. Contention for a monitor is beyond its sight;
 * sleeping, parking, waiting, files and sockets are not.
 */
final class BlockingCalls {

  private static final Queue<Call> SEEN = new ConcurrentLinkedQueue<>();

  /** One blocking call and how an event loop came to it. */
  record Call(BlockingMethod method, String thread, Throwable stack) {

    boolean isInside(String className) {
      return List.of(stack.getStackTrace()).stream()
          .anyMatch(frame -> frame.getClassName().equals(className));
    }

    @Override
    public String toString() {
      StringWriter text = new StringWriter();
      stack.printStackTrace(new PrintWriter(text, true));
      return method + " on " + thread + "\n" + text;
    }
  }

  private BlockingCalls() {}

  /** Once in a JVM, and for good. */
  static void install() {
    BlockHound.Builder builder = BlockHound.builder();
    ServiceLoader.load(BlockHoundIntegration.class).stream()
        .filter(service -> service.type().getName().startsWith("io.netty."))
        .forEach(service -> builder.with(service.get()));
    builder
        // Netty lets everything wait here, which is what is to be found out
        .disallowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "handshake")
        .disallowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "runAllDelegatedTasks")
        .disallowBlockingCallsInside("io.netty.handler.ssl.SslHandler", "runDelegatedTasks")
        .disallowBlockingCallsInside("sun.security.ssl.SSLEngineImpl", "unwrap")
        .disallowBlockingCallsInside("sun.security.ssl.SSLEngineImpl", "wrap")
        .blockingMethodCallback(BlockingCalls::note)
        .install();
  }

  /** Does not throw: the stranger's code may hide that, and the call is to be seen once more. */
  private static void note(BlockingMethod method) {
    SEEN.add(new Call(method, Thread.currentThread().getName(), new Throwable()));
  }

  static void forget() {
    SEEN.clear();
  }

  static List<Call> seen() {
    return List.copyOf(SEEN);
  }

  static void assertNone() {
    assertTrue(SEEN.isEmpty(), BlockingCalls::all);
  }

  static String all() {
    return SEEN.stream().map(Call::toString).collect(Collectors.joining("\n"));
  }
}
