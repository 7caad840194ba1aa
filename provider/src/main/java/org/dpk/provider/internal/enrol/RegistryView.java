package org.dpk.provider.internal.enrol;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.Freshness;
import org.dpk.provider.KeyRegistry;
import org.dpk.provider.Lookup;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.registry.RegistryAccess;
import org.jspecify.annotations.Nullable;

/**
 * The registry as a device believes it while it enrols: through its node, or in light mode. Opened
 * when it is first needed. For one thread.
 */
final class RegistryView implements AutoCloseable {

  /** A registry bounds a look-up itself; this is for one that fails to. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final RegistryAccess access;
  private final Duration patience;
  private @Nullable KeyRegistry opened;

  /**
   * @param lookup how long a look-up may take
   */
  RegistryView(RegistryAccess access, Duration lookup) {
    this.access = access;
    this.patience = lookup.plus(GRACE);
  }

  /** The registry; it belongs to this. */
  KeyRegistry registry() throws RegistryException {
    if (opened == null) {
      opened = access.open();
    }
    return opened;
  }

  /** What the chain says now. */
  Lookup find(DpkIdentity identity) throws IOException {
    try {
      return registry()
          .find(identity, Freshness.NOW)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RegistryException failed
          ? failed
          : new RegistryException("could not look up " + identity + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new RegistryException.Unreachable("no answer in " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the enrolment was interrupted; the same command goes on");
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
