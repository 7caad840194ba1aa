package org.dpk.provider.internal.light;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.registry.CachePolicy;
import org.dpk.provider.internal.registry.Registries;
import org.dpk.provider.internal.registry.RegistryAccess;

/** Through an anchor, and nodes that nobody trusts (registry.md "Light mode and full mode"). */
public record LightMode(LightSettings settings) implements RegistryAccess {

  /** A look-up that ends by itself says which node did what: the deadline behind it does not. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  @Override
  public RegistryId id() {
    return settings.registry();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryException.Unanchored if no block can be vouched for
   * @throws RegistryException.RolledBack if the chain ends below a block that was trusted before
   */
  @Override
  public KeyRegistry open() throws RegistryException {
    return open(CachePolicy.DEFAULT);
  }

  /** The same with other limits of the cache. */
  public KeyRegistry open(CachePolicy policy) throws RegistryException {
    makeFolder();
    LightLookups chain = new LightLookups(settings);
    Duration deadline = settings.nodes().get(0).limits().lookup().plus(GRACE);
    return Registries.over(chain, deadline, policy);
  }

  private void makeFolder() throws RegistryException {
    if (settings.folder() == null) {
      return;
    }
    try {
      Files.createDirectories(settings.folder());
    } catch (IOException e) {
      throw new RegistryException(
          "light mode remembers blocks in %s, and that folder can't be made (%s)"
              .formatted(settings.folder(), e.getClass().getSimpleName()),
          e);
    }
  }
}
