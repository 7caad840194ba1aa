package org.dpk.cli.internal.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A device's way to the chain: all that it asks passes here.
 *
 * @param node what it asks
 * @param taps on the way to the node, and in light mode to the beacon node
 * @param light its light configuration; empty in full mode
 */
record Way(URI node, List<Tap> taps, Optional<Path> light) {

  /** Bytes that were sent towards the chain. */
  long sent() {
    return taps.stream().mapToLong(tap -> tap.traffic().sent()).sum();
  }

  /** From now on nothing passes any more, and neither end notices. */
  void hold() {
    taps.forEach(Tap::hold);
  }
}
