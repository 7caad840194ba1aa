package org.dpk.cli.internal.demo;

import java.nio.file.Path;
import org.dpk.provider.DpkIdentity;

/**
 * A device with an identity.
 *
 * @param identity who it is
 * @param registration its registration's id at the PKM
 * @param file its identity file
 * @param chain its way to the chain
 */
record Device(DpkIdentity identity, String registration, Path file, Way chain) {}
