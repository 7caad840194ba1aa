package org.dpk.provider.internal.light;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.anchor.HeaderSource;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.EthereumNode;

/**
 * The nodes that a light client asks. None is trusted: whoever asks proves what it is told, and
 * says so by its exception, so that a node that lies is asked last for a while. Connects when a
 * node is first needed. Safe for use by several threads.
 */
public final class Providers implements AutoCloseable {

  /**
   * Something to ask a node. May be asked of several nodes at the same time, and of one that nobody
   * waits for: it changes nothing but by its answer.
   *
   * @param <T> the answer, not null
   */
  @FunctionalInterface
  public interface Question<T> {

    /**
     * Asks, and checks the answer. May block for as long as the node's deadlines allow.
     *
     * @throws RegistryException.Unproven if the answer is not what the trusted block commits to:
     *     this node is avoided for minutes
     * @throws RegistryException.UnusableRecord and {@code RolledBack}, {@code Unanchored}: if that
     *     is so with every node; nobody else is asked
     * @throws RegistryException if the node has no answer that can be used: the next one is asked
     */
    T ask(EthereumNode node) throws RegistryException;
  }

  private final FailOver<EthereumNode> nodes;

  /**
   * Asks nobody yet.
   *
   * @param nodes the preferred one first; at least one
   */
  public Providers(List<ChainEndpoint> nodes) {
    this(nodes, System::nanoTime);
  }

  /**
   * @param nanoClock by which nodes are spared; as {@link System#nanoTime}
   */
  Providers(List<ChainEndpoint> nodes, LongSupplier nanoClock) {
    this.nodes = new FailOver<>(nodes.stream().map(node -> way(node, nanoClock)).toList());
  }

  /** What a node says of the time is nothing to go by: the anchor judges the age of blocks. */
  private static Way<EthereumNode> way(ChainEndpoint endpoint, LongSupplier nanoClock) {
    ChainEndpoint untrusted = endpoint.with(endpoint.limits().withoutClock());
    return new Way<>(
        endpoint.displayed(),
        () -> EthereumNode.connect(untrusted),
        EthereumNode::close,
        new Standing(nanoClock));
  }

  /**
   * Asks the best node; the next one when it fails, and also when it takes suspiciously long.
   *
   * @param patience for all of it; positive
   * @throws RegistryException if no node has an answer that can be used; of the most telling type,
   *     and names each node and what it did
   */
  public <T> T ask(Duration patience, Question<T> question) throws RegistryException {
    return nodes.ask(patience, question::ask);
  }

  /** The headers that each of the nodes serves, in the order of the user's choice. */
  public List<HeaderSource> headerSources() {
    return nodes.ways().stream()
        .<HeaderSource>map(
            way ->
                new ProviderHeaders(
                    way.name(),
                    new ProviderHeaders.Asking() {
                      @Override
                      public <T> T ask(Duration patience, Question<T> question)
                          throws RegistryException {
                        return nodes.ask(way, patience, question::ask);
                      }
                    }))
        .toList();
  }

  /** The headers that whichever of the nodes serves. */
  public HeaderSource headers() {
    String all = String.join(", ", nodes.ways().stream().map(Way::name).toList());
    return new ProviderHeaders(
        all,
        new ProviderHeaders.Asking() {
          @Override
          public <T> T ask(Duration patience, Question<T> question) throws RegistryException {
            return Providers.this.ask(patience, question);
          }
        });
  }

  @Override
  public void close() {
    nodes.close();
  }
}
