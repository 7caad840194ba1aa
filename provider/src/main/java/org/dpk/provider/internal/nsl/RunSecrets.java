package org.dpk.provider.internal.nsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The secrets of one run, to be erased together on whatever path it ends. */
final class RunSecrets implements AutoCloseable {

  private final List<byte[]> secrets = new ArrayList<>();

  /** Takes charge of a secret, and returns the same array. */
  byte[] keep(byte[] secret) {
    secrets.add(secret);
    return secret;
  }

  @Override
  public void close() {
    secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
    secrets.clear();
  }
}
