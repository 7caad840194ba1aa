package org.dpk.provider.internal.registry;

import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;

/**
 * A way to a registry: which one, through whom, and whom to believe. A value: two that are equal
 * lead to the same connection, so that one is shared.
 */
public interface RegistryAccess {

  /** Which contract, on which chain. */
  RegistryId id();

  /**
   * Opens the registry. May block for as long as its deadlines allow.
   *
   * @return the caller's to close
   * @throws RegistryException if nobody who was named can be used
   */
  KeyRegistry open() throws RegistryException;
}
