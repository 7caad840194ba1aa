package org.dpk.provider.internal.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.ethereum.ChainEndpoint;

/**
 * Through one node that is trusted: the first of these that can be used (registry.md "Light mode
 * and full mode").
 *
 * @param nodes of one registry, the preferred one first; at least one
 */
public record FullMode(List<ChainEndpoint> nodes) implements RegistryAccess {

  private static final Logger LOG = System.getLogger("org.dpk.provider.registry");

  /**
   * @throws IllegalArgumentException if there is no node
   */
  public FullMode {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a registry needs at least one node");
    }
  }

  @Override
  public RegistryId id() {
    return nodes.get(0).registry();
  }

  @Override
  public KeyRegistry open() throws RegistryException {
    List<RegistryException> failures = new ArrayList<>();
    for (ChainEndpoint node : nodes) {
      try {
        return Registries.open(node);
      } catch (RegistryException e) {
        LOG.log(Level.DEBUG, () -> "could not use " + node, e);
        failures.add(e);
      }
    }
    RegistryException first = failures.remove(0);
    failures.forEach(first::addSuppressed);
    throw first;
  }
}
