package org.dpk.provider.internal.enrol;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.FeePolicy;
import org.dpk.provider.internal.network.LightConfiguration;
import org.dpk.provider.internal.nsl.Suite;

/**
 * What a device's operator may choose.
 *
 * @param nodes Ethereum nodes to ask, in order; empty for those that the token file names
 * @param limits of the node
 * @param fees what the device's own transaction may cost
 * @param patience for how long a step may take that others are to take: the PKM, or the chain
 * @param poll between two questions how far it is
 * @param suites of the keys, in order of preference; empty for those that the identity file has
 *     already, and {@link Suite#DEFAULT} for a new one
 * @param light by whom the PKM's record and one's own are vouched for; empty for the node that is
 *     asked
 */
public record EnrolmentSettings(
    List<URI> nodes,
    ChainEndpoint.Limits limits,
    FeePolicy fees,
    Duration patience,
    Duration poll,
    List<Suite> suites,
    Optional<LightConfiguration> light) {

  /** The token file's nodes, five minutes of patience, keys of the default suite. */
  public static final EnrolmentSettings DEFAULT =
      new EnrolmentSettings(
          List.of(),
          ChainEndpoint.Limits.DEFAULT,
          FeePolicy.DEFAULT,
          Duration.ofMinutes(5),
          Duration.ofMillis(250),
          List.of(),
          Optional.empty());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a suite is there twice
   */
  public EnrolmentSettings {
    nodes = List.copyOf(nodes);
    suites = List.copyOf(suites);
    if (Set.copyOf(suites).size() != suites.size()) {
      throw new IllegalArgumentException("a suite stands twice: name each once");
    }
  }

  /** The same with other nodes. */
  public EnrolmentSettings withNodes(List<URI> nodes) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll, suites, light);
  }

  /** The same with another patience. */
  public EnrolmentSettings withPatience(Duration patience) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll, suites, light);
  }

  /** The same with keys of other suites. */
  public EnrolmentSettings withSuites(List<Suite> suites) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll, suites, light);
  }

  /** The same in light mode. */
  public EnrolmentSettings withLight(LightConfiguration light) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll, suites, Optional.of(light));
  }

  /** The nodes that transactions and questions without proofs go to, in order. */
  List<URI> nodesOr(List<URI> ofToken) {
    if (!nodes.isEmpty()) {
      return nodes;
    }
    List<URI> ofLight = light.map(LightConfiguration::nodes).orElse(List.of());
    return ofLight.isEmpty() ? ofToken : ofLight;
  }
}
