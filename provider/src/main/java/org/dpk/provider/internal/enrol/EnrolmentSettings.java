package org.dpk.provider.internal.enrol;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.dpk.provider.internal.ethereum.ChainEndpoint;
import org.dpk.provider.internal.ethereum.FeePolicy;

/**
 * What a device's operator may choose.
 *
 * @param nodes Ethereum nodes to ask, in order; empty for those that the token file names
 * @param limits of the node
 * @param fees what the device's own transaction may cost
 * @param patience for how long a step may take that others are to take: the PKM, or the chain
 * @param poll between two questions how far it is
 */
public record EnrolmentSettings(
    List<URI> nodes,
    ChainEndpoint.Limits limits,
    FeePolicy fees,
    Duration patience,
    Duration poll) {

  /** The token file's nodes, five minutes of patience. */
  public static final EnrolmentSettings DEFAULT =
      new EnrolmentSettings(
          List.of(),
          ChainEndpoint.Limits.DEFAULT,
          FeePolicy.DEFAULT,
          Duration.ofMinutes(5),
          Duration.ofMillis(250));

  /** Copies the list. */
  public EnrolmentSettings {
    nodes = List.copyOf(nodes);
  }

  /** The same with other nodes. */
  public EnrolmentSettings withNodes(List<URI> nodes) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll);
  }

  /** The same with another patience. */
  public EnrolmentSettings withPatience(Duration patience) {
    return new EnrolmentSettings(nodes, limits, fees, patience, poll);
  }
}
