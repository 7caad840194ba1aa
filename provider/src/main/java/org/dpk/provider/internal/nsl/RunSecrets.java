package org.dpk.provider.internal.nsl;

import java.util.ArrayList;
import java.util.List;

/** The secrets of one run, to be erased together on whatever path it ends. */
final class RunSecrets implements AutoCloseable {

  private final List<Secret> secrets = new ArrayList<>();

  /** Takes charge of these bytes. */
  Secret keep(byte[] bytes) {
    Secret secret = Secret.owning(bytes);
    secrets.add(secret);
    return secret;
  }

  @Override
  public void close() {
    secrets.forEach(Secret::close);
    secrets.clear();
  }
}
