package org.dpk.provider.internal.ethereum;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.dpk.provider.RegistryId;

/**
 * Where a registry is read and written: a node, the chain and contract that it must serve, and how
 * long it may take.
 *
 * @param node {@code http}, {@code https}, {@code ws}, {@code wss}, or {@code file} for the path of
 *     a Unix socket
 * @param registry the chain id and the contract
 * @param limits deadlines and sizes
 */
public record ChainEndpoint(URI node, RegistryId registry, Limits limits) {

  /**
   * How long the node may take, and how far its clock may be off.
   *
   * @param connect for one connection; positive
   * @param call for one exchange with the node, retries included; positive
   * @param lookup for one look-up with all its exchanges; positive
   * @param poll between two questions for changes where the node does not report them; positive
   * @param maxAhead how far a block's time may lie in the future of this machine's clock
   * @param maxAge how old the newest block may be; zero for any (a chain without traffic may rest)
   * @param maxReply the largest answer that is read, in bytes; positive
   */
  public record Limits(
      Duration connect,
      Duration call,
      Duration lookup,
      Duration poll,
      Duration maxAhead,
      Duration maxAge,
      int maxReply) {

    /** For a node of one's own in reach. */
    public static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(4),
            Duration.ofMinutes(5),
            Duration.ZERO,
            4 << 20);

    /**
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Limits {
      if (!isPositive(connect) || !isPositive(call) || !isPositive(lookup) || !isPositive(poll)) {
        throw new IllegalArgumentException("a deadline or an interval is longer than zero");
      }
      if (maxAhead.isNegative() || maxAge.isNegative()) {
        throw new IllegalArgumentException("an age is not negative");
      }
      if (maxReply <= 0) {
        throw new IllegalArgumentException("the largest answer has at least one byte");
      }
    }

    private static boolean isPositive(Duration duration) {
      return !duration.isNegative() && !duration.isZero();
    }

    /** The same with another deadline for one exchange and one look-up. */
    public Limits withDeadlines(Duration call, Duration lookup) {
      return new Limits(connect, call, lookup, poll, maxAhead, maxAge, maxReply);
    }

    /** The same with another interval between two questions for changes. */
    public Limits withPoll(Duration poll) {
      return new Limits(connect, call, lookup, poll, maxAhead, maxAge, maxReply);
    }

    /**
     * The same for a node whose word on the time counts for nothing: an anchor judges the age of
     * blocks in its place.
     */
    public Limits withoutClock() {
      return withClock(Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO);
    }

    /** The same with other bounds for the chain's clock. */
    public Limits withClock(Duration maxAhead, Duration maxAge) {
      return new Limits(connect, call, lookup, poll, maxAhead, maxAge, maxReply);
    }
  }

  /**
   * @throws IllegalArgumentException if the node's address is of no known kind
   */
  public ChainEndpoint {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(limits, "limits");
    String scheme = scheme(node);
    boolean known =
        switch (scheme) {
          case "http", "https", "ws", "wss" -> node.getHost() != null;
          case "file" -> node.getPath() != null;
          default -> false;
        };
    if (!known) {
      throw new IllegalArgumentException(
          "a node's address is http://…, https://…, ws://…, wss://… or the path of its socket, not "
              + node);
    }
  }

  /** The chain ids that anvil, hardhat and geth give to development chains. */
  private static final Set<Long> DEVELOPMENT = Set.of(31337L, 1337L);

  /** Mainnet, Sepolia and Hoodi, which make a block every 12 seconds whatever happens. */
  private static final Set<Long> NEVER_IDLE = Set.of(1L, 11155111L, 560048L);

  private static final Duration FAST_POLL = Duration.ofMillis(500);

  /** registry.md "Anchors": what a frozen node is noticed by. */
  private static final Duration STALE = Duration.ofMinutes(30);

  /**
   * With the default limits; a development chain, which makes blocks at once, is asked for changes
   * twice a second, and a public one, which never rests, must have a block of the last half hour.
   *
   * @param node as {@link #parseNode}
   * @throws IllegalArgumentException if the node's address is of no known kind
   */
  public static ChainEndpoint of(String node, RegistryId registry) {
    Limits limits = Limits.DEFAULT;
    if (DEVELOPMENT.contains(registry.chainId())) {
      limits = limits.withPoll(FAST_POLL);
    } else if (NEVER_IDLE.contains(registry.chainId())) {
      limits = limits.withClock(limits.maxAhead(), STALE);
    }
    return new ChainEndpoint(parseNode(node), registry, limits);
  }

  /** The same with other limits. */
  public ChainEndpoint with(Limits limits) {
    return new ChainEndpoint(node, registry, limits);
  }

  /**
   * A node's address as people write it: a URL, or the path of its Unix socket.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static URI parseNode(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the node's address is empty");
    }
    return text.contains("://") ? URI.create(text) : Path.of(text).toAbsolutePath().toUri();
  }

  /** Without what a URL may carry of secrets: user information and the key in path or query. */
  @Override
  public String toString() {
    return displayed()
        + " (chain "
        + registry.chainId()
        + ", registry "
        + registry.contract()
        + ")";
  }

  /** The node for a message: scheme, host and port, or the socket's path. */
  public String displayed() {
    return scheme(node).equals("file")
        ? node.getPath()
        : scheme(node) + "://" + node.getHost() + (node.getPort() < 0 ? "" : ":" + node.getPort());
  }

  /** The scheme in lower case, empty if there is none. */
  static String scheme(URI node) {
    String scheme = node.getScheme();
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }
}
