package org.dpk.cli.internal.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.dpk.cli.internal.demo.Script.Notes;
import org.dpk.contracts.devnet.Devnet;

/** The chain that the demo plays on, and how devices come to it. */
interface Stage {

  /** The chain, with a registry on it. */
  Devnet devnet();

  /** Waits until devices can come. */
  void ready(Script script) throws Exception;

  /**
   * A way of its own for a device.
   *
   * @param device its name, for its files
   */
  Way way(String device) throws IOException;

  /** The light configuration of whoever is no device; empty in full mode. */
  Optional<Path> light() throws IOException;

  /** Says what it is. */
  void describe(Notes notes);
}
