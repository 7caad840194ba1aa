package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.dpk.contracts.devnet.LocalChain;
import org.dpk.contracts.devnet.ProofOfStakePair;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a proof-of-stake chain that they share, as it takes a minute until it serves light
 * clients. It ends with the last test of the JVM.
 */
public final class SharedPair implements ParameterResolver {

  private record Kept(ProofOfStakePair pair) implements AutoCloseable {

    static Kept start() {
      try {
        return new Kept(ProofOfStakePair.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      pair.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ProofOfStakePair.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(Kept.class, key -> Kept.start(), Kept.class)
        .pair();
  }

  /** The chain for somebody who closes what he is given. */
  public static LocalChain keptOpen(LocalChain chain) {
    return new LocalChain() {
      @Override
      public URI uri() {
        return chain.uri();
      }

      @Override
      public long chainId() {
        return chain.chainId();
      }

      @Override
      public Duration blockTime() {
        return chain.blockTime();
      }

      @Override
      public JsonNode rpc(String method, Object... params) throws IOException {
        return chain.rpc(method, params);
      }

      @Override
      public void close() {}
    };
  }
}
