package org.dpk.cli.internal.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the demo is played.
 *
 * @param quiet whether standard output belongs to a script
 * @param keep where its files are to stay; null to remove them
 * @param blockTime time between blocks; null for a block per transaction, at once
 * @param light whether devices trust no node, on a proof-of-stake chain
 * @param repeat how often a measurement is taken after the first
 */
public record DemoPlan(
    boolean quiet, @Nullable Path keep, @Nullable Duration blockTime, boolean light, int repeat) {}
