package org.dpk.provider.internal.beacon;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a beacon node serves of what a light client needs, and whether that is right. Immutable.
 *
 * @param node for messages, without secrets
 * @param services in the order in which a light client needs them; copied
 * @param behind how many slots the newest header that it proved is behind the clock; empty if it
 *     proved none
 */
public record BeaconReport(String node, List<Service> services, OptionalLong behind) {

  /**
   * One of them.
   *
   * @param name such as {@code bootstrap}
   * @param served whether it is, and right
   * @param why not, in words that name the node; empty if it is
   */
  public record Service(String name, boolean served, String why) {}

  /** Copies. */
  public BeaconReport {
    services = List.copyOf(services);
  }

  /** Whether a light client can live on this node alone. */
  public boolean isComplete() {
    return services.stream().allMatch(Service::served);
  }
}
